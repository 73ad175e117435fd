//! A live database, asked while it is written: typed questions in this process and SQL in workers each see what came before them.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use coral_contract::{
    Answer, AskError, Asker, Bounds, ErrorRate, ErrorRateQuery, PercentileQuery, Question, Selection, Telemetry,
};
use coral_live::{Store, StoreOptions};
use coral_otlp::{Intake, Kind, Rows, Span, SpanId, TraceId};
use coral_segments::Folder;
use coral_telemetry::{Database, OpenError, Options};

use futures::future::join_all;

use crate::fixture;

fn span(number: u64, service: &str) -> Span {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Span {
        trace_id: TraceId([7; 16]),
        span_id: SpanId((number + 1).to_be_bytes()),
        parent_span_id: None,
        service_name: service.into(),
        name: "GET".to_owned(),
        kind: Kind::Server,
        start_time: now.as_micros().try_into().unwrap(),
        duration_ns: 5_000_000,
        is_error: false,
        http_status: Some(200),
        http_method: None,
        http_route: None,
        status_message: None,
        attributes: "{}".to_owned(),
        dropped_attributes: 0,
        resource: "{}".into(),
    }
}

fn database(folder: &Path) -> Database {
    let mut options = Options::default();
    options.workers.program = fixture::worker();
    Database::open_read_only(folder, options).unwrap()
}

const COUNT: &str = "SELECT count(*) FROM otel_spans_local";

async fn spans(database: &Database) -> i64 {
    fixture::integers(&fixture::rows(database, COUNT).await, 0)[0].unwrap()
}

#[tokio::test]
async fn what_is_written_is_seen_by_both_ways_of_asking() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it's live");
    let store = Store::open(&StoreOptions::new(path.clone())).unwrap();
    let database = database(&path);
    let percentile = || {
        Question::Percentile(PercentileQuery {
            service: "payments".to_owned(),
            metric: "http.server.duration".to_owned(),
            percentile: 1.0,
            window: Duration::from_secs(60),
        })
    };
    let error_rate =
        || Question::ErrorRate(ErrorRateQuery { service: "payments".to_owned(), window: Duration::from_secs(60) });
    let requests = |request_count| Ok(Answer::ErrorRate(ErrorRate { rate: 0.0, request_count, error_count: 0 }));
    assert!(matches!(database.ask(percentile()).await, Err(AskError::NotFound(_))));
    assert_eq!(database.ask(error_rate()).await, requests(0));
    assert_eq!(spans(&database).await, 0);
    for round in 1..=3 {
        let duration_ns = i64::try_from(round).unwrap() * 1_000_000;
        let batch = (0..100).map(|number| Span { duration_ns, ..span(round * 100 + number, "payments") }).collect();
        store.offer(Rows::Spans(batch)).unwrap();
        let begin = Instant::now();
        while spans(&database).await < i64::try_from(round * 100).unwrap() {
            assert!(begin.elapsed() < Duration::from_secs(10));
        }
        // Over several connections, which have asked the same before.
        for answer in join_all((0..4).map(|_| database.ask(error_rate()))).await {
            assert_eq!(answer, requests(round * 100));
        }
        let slowest = f64::from(u32::try_from(duration_ns).unwrap());
        assert_eq!(database.ask(percentile()).await, Ok(Answer::Number(slowest)));
    }
    store.end();
    assert_eq!(spans(&database).await, 300);
}

#[tokio::test]
async fn sql_of_a_live_database_reaches_nothing_else_and_does_not_tell_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreOptions::new(folder.path().to_owned())).unwrap();
    store.offer(Rows::Spans(vec![span(0, "payments"), span(1, "orders")])).unwrap();
    store.end();
    let segment = Folder::open(folder.path()).unwrap().list().unwrap().current[0].to_string();
    let database = database(folder.path());
    for text in [
        "SELECT * FROM read_parquet('*.parquet')".to_owned(),
        format!("SELECT * FROM '{segment}'"),
        format!("SELECT * FROM '{}'", folder.path().join(&segment).display()),
        format!("SELECT * FROM \"{}\".parquet", segment.trim_end_matches(".parquet")),
        format!("DESCRIBE '{segment}'"),
        format!("SUMMARIZE '{segment}'"),
        format!("WITH \"other.parquet\" AS (SELECT 1) SELECT * FROM '{segment}'"),
        "SELECT * FROM glob('*')".to_owned(),
        "SELECT * FROM read_text('coral-live')".to_owned(),
    ] {
        let refusal = fixture::refusal(&database, &text).await;
        assert!(matches!(refusal, AskError::Denied(_)), "{text}: {refusal}");
    }
    let views = fixture::rows(&database, "SELECT sql FROM duckdb_views()").await;
    let text: String = fixture::texts(&views, 0).into_iter().flatten().collect();
    assert!(text.contains(&segment));
    assert!(!text.contains(folder.path().to_str().unwrap()));
}

#[tokio::test]
async fn a_script_of_one_service_sees_the_live_spans_of_that_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreOptions::new(folder.path().to_owned())).unwrap();
    store.offer(Rows::Spans(vec![span(0, "payments"), span(1, "orders"), span(2, "orders")])).unwrap();
    store.end();
    let database = database(folder.path());
    assert_eq!(spans(&database).await, 3);
    let asker = Asker::new(Bounds { services: Selection::only(["orders"]), ..Bounds::default() });
    let answer = database.ask_as(&asker, fixture::sql(COUNT, &[])).await;
    let Ok(Answer::Rows(rows)) = answer else { panic!("{answer:?}") };
    assert_eq!(fixture::integers(&rows, 0), [Some(2)]);
}

#[test]
fn a_folder_of_another_version_says_so() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(&StoreOptions::new(folder.path().to_owned())).unwrap());
    std::fs::write(folder.path().join("coral-live"), "2\n").unwrap();
    let error = Database::open_read_only(folder.path(), Options::default()).err().unwrap();
    assert!(matches!(error, OpenError::Live { .. }), "{error:?}");
    assert!(error.to_string().contains("use the version that wrote it"), "{error}");
}
