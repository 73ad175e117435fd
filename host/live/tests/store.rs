//! A live database as those who write and read it find it: what was offered is in its tables, once, through restarts and upkeep.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use coral_live::{Store, StoreError, StoreOptions};
use coral_machine::Measurement;
use coral_otlp::{Buckets, Busy, Intake, Kind, Log, Point, Rows, Span, SpanId, Temporality, TraceId, Value};
use coral_segments::{Folder, Segment, Table, view};
use duckdb::Connection;

fn now() -> i64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_micros().try_into().unwrap()
}

fn span(number: u64, start_time: i64) -> Span {
    Span {
        trace_id: TraceId([7; 16]),
        span_id: SpanId((number + 1).to_be_bytes()),
        parent_span_id: None,
        service_name: "payments".into(),
        name: "GET /users/{id}".to_owned(),
        kind: Kind::Server,
        start_time,
        duration_ns: 5_000_000,
        is_error: number.is_multiple_of(2),
        http_status: Some(200),
        http_method: Some("GET".to_owned()),
        http_route: Some("/users/{id}".to_owned()),
        status_message: None,
        attributes: r#"{"a":"it's \"1\""}"#.to_owned(),
        dropped_attributes: 0,
        resource: "{}".into(),
    }
}

fn point(value: Value) -> Point {
    Point {
        timestamp: now(),
        start_time: Some(now() - 1_000_000),
        service_name: "payments".into(),
        name: "queue".into(),
        unit: "1".into(),
        value,
        attributes: "{}".to_owned(),
        resource: "{}".into(),
    }
}

/// The answer of a query over what is in a folder, as text.
fn ask(folder: &Path, query: &str) -> String {
    coral_duckdb::load().unwrap();
    let connection = Connection::open_in_memory().unwrap();
    let folder = Folder::open(folder).unwrap();
    let listing = folder.list().unwrap();
    for table in Table::ALL {
        let segments: Vec<Segment> = listing.of_table(table).copied().collect();
        connection.execute_batch(&view(folder.path(), &segments, table)).unwrap();
    }
    connection.query_row(&format!("SELECT coalesce(({query})::VARCHAR, 'NULL')"), [], |row| row.get(0)).unwrap()
}

/// Waits until a query has this answer.
fn wait_until(folder: &Path, query: &str, expected: &str) {
    let begin = Instant::now();
    while ask(folder, query) != expected {
        assert!(begin.elapsed() < Duration::from_secs(30), "{query} is {}, not {expected}", ask(folder, query));
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn open(folder: &Path) -> Store {
    Store::open(&StoreOptions::new(folder.to_owned())).unwrap()
}

const SPANS: &str = "SELECT count(*) FROM otel_spans_local";

#[test]
fn what_is_offered_is_in_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it's live");
    let store = open(&path);
    assert_eq!(ask(&path, SPANS), "0");
    store.offer(Rows::Spans((0..3_000).map(|number| span(number, now())).collect())).unwrap();
    let buckets = Buckets { bounds: vec![0.5, 1.0], counts: vec![1, 0, 2] };
    let histogram = Value::Histogram {
        count: 3,
        sum: Some(4.5),
        temporality: Temporality::Delta,
        range: [None, Some(9.0)],
        buckets,
    };
    let sum = Value::Sum { value: 3.5, temporality: Temporality::Cumulative, is_monotonic: true };
    store.offer(Rows::Points(vec![point(Value::Gauge(7.0)), point(sum), point(histogram)])).unwrap();
    store
        .offer(Rows::Logs(vec![Log {
            timestamp: now(),
            service_name: "payments".into(),
            severity: 17,
            severity_text: "ERROR".to_owned(),
            body: "card refused".to_owned(),
            trace_id: Some(TraceId([7; 16])),
            span_id: None,
            attributes: "{}".to_owned(),
            resource: "{}".into(),
        }]))
        .unwrap();
    let cpu = Measurement {
        name: "system.cpu.utilization",
        value: 12.5,
        unit: "percent",
        metric_type: "gauge",
        attributes: "{}".to_owned(),
    };
    store.record(vec![cpu]).unwrap();
    store.end();

    let cells = "trace_id || ' ' || span_id || ' ' || span_kind || ' ' || duration_ns || ' ' || http_status || ' ' || \
                 is_error || ' ' || (attributes->>'$.a') || ' ' || (start_time BETWEEN now()::TIMESTAMP - INTERVAL 1 MINUTE AND now()::TIMESTAMP)";
    assert_eq!(
        ask(&path, &format!("SELECT {cells} FROM otel_spans_local ORDER BY span_id LIMIT 1")),
        "07070707070707070707070707070707 0000000000000001 server 5000000 200 true it's \"1\" true"
    );
    assert_eq!(ask(&path, "SELECT count(DISTINCT span_id) FROM otel_spans_local"), "3000");
    let points = "SELECT list(row(metric_type, value, temporality, count, sum, min, max, bounds, counts)) FROM otel_metrics_local";
    assert_eq!(
        ask(&path, points),
        "[(gauge, 7.0, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (sum, 3.5, cumulative, NULL, NULL, NULL, NULL, NULL, NULL), \
         (histogram, NULL, delta, 3, 4.5, NULL, 9.0, [0.5, 1.0], [1, 0, 2])]"
    );
    assert_eq!(ask(&path, "SELECT body || severity FROM otel_logs_local WHERE span_id IS NULL"), "card refused17");
    assert_eq!(ask(&path, "SELECT value FROM system_metrics_local WHERE name = 'system.cpu.utilization'"), "12.5");
    assert_eq!((store.figures().written(), store.figures().lost(), store.figures().duplicates()), (3_005, 0, 0));
    assert_eq!(store.offer(Rows::Spans(vec![span(0, now())])), Err(Busy::Ending));
}

#[test]
fn a_batch_that_comes_again_is_written_once_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let begin = now();
    let batch = || Rows::Spans((0..100).map(|number| span(number, begin)).collect());
    let store = open(folder.path());
    store.offer(batch()).unwrap();
    store.offer(batch()).unwrap();
    wait_until(folder.path(), SPANS, "100");
    store.offer(batch()).unwrap();
    drop(store);
    assert_eq!(ask(folder.path(), SPANS), "100");

    let store = open(folder.path());
    store.offer(batch()).unwrap();
    // One that ended before this start too, but never came.
    store.offer(Rows::Spans(vec![span(1_000, begin)])).unwrap();
    store.end();
    assert_eq!(ask(folder.path(), SPANS), "101");
    assert_eq!(store.figures().duplicates(), 100);
}

/// Lets what was written seem to have been written earlier.
fn age(folder: &Path, by: Duration) {
    let folder = Folder::open(folder).unwrap();
    for segment in folder.list().unwrap().current {
        let by = u64::try_from(by.as_micros()).unwrap();
        let older = Segment { first: segment.first - by, last: segment.last - by, ..segment };
        fs::rename(folder.file(&segment), folder.file(&older)).unwrap();
    }
}

fn current(folder: &Path, table: Table) -> Vec<Segment> {
    Folder::open(folder).unwrap().list().unwrap().of_table(table).copied().collect()
}

#[test]
fn minutes_that_are_over_become_one_file_and_a_sum() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..6 {
        let store = open(folder.path());
        store.offer(Rows::Spans(vec![span(number, now())])).unwrap();
    }
    assert_eq!(current(folder.path(), Table::Spans).len(), 6);
    age(folder.path(), Duration::from_secs(20 * 60));
    let store = open(folder.path());
    let begin = Instant::now();
    // They may have come in two minutes, even on both sides of ten.
    while current(folder.path(), Table::Spans).len() > 2 || current(folder.path(), Table::Summaries).is_empty() {
        assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", current(folder.path(), Table::Spans));
        std::thread::sleep(Duration::from_millis(50));
    }
    wait_until(folder.path(), "SELECT sum(request_count) FROM otel_span_summaries_local", "6");
    assert_eq!(ask(folder.path(), SPANS), "6");
    assert_eq!(
        ask(
            folder.path(),
            "SELECT any_value(service_name) || sum(error_count) || ' ' || max(duration_max_ns) FROM otel_span_summaries_local"
        ),
        "payments3 5000000"
    );
    drop(store);
    assert_eq!(ask(folder.path(), SPANS), "6");
}

#[test]
fn what_is_old_or_too_much_goes_and_the_sums_stay() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).offer(Rows::Spans(vec![span(0, now())])).unwrap();
    age(folder.path(), Duration::from_secs(55 * 60));
    let store = open(folder.path());
    wait_until(folder.path(), "SELECT sum(request_count) FROM otel_span_summaries_local", "1");
    drop(store);
    age(folder.path(), Duration::from_secs(10 * 60));
    let store = open(folder.path());
    store.offer(Rows::Spans(vec![span(1, now())])).unwrap();
    wait_until(folder.path(), "SELECT list(span_id) FROM otel_spans_local", "[0000000000000002]");
    assert_eq!(ask(folder.path(), "SELECT count(*) FROM otel_span_summaries_local"), "1");
    drop(store);

    let store = Store::open(&StoreOptions { keep_bytes: 1, ..StoreOptions::new(folder.path().to_owned()) }).unwrap();
    wait_until(folder.path(), SPANS, "0");
    drop(store);
}

#[test]
fn a_folder_has_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let second = Store::open(&StoreOptions::new(folder.path().to_owned()));
    assert!(matches!(second, Err(StoreError::InUse { .. })));
    drop(store);
    open(folder.path());
}

#[test]
fn rows_that_cannot_be_written_wait_and_others_are_turned_away() {
    let folder = tempfile::tempdir().unwrap();
    let (path, away) = (folder.path().join("live"), folder.path().join("away"));
    let store = open(&path);
    fs::rename(&path, &away).unwrap();
    store.offer(Rows::Spans(vec![span(0, now())])).unwrap();
    let begin = Instant::now();
    while store.offer(Rows::Points(Vec::from([point(Value::Gauge(1.0))]))) != Err(Busy::DiskFull) {
        assert!(begin.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(50));
    }
    fs::rename(&away, &path).unwrap();
    wait_until(&path, SPANS, "1");
    while store.offer(Rows::Spans(vec![span(1, now())])).is_err() {
        std::thread::sleep(Duration::from_millis(50));
    }
    wait_until(&path, SPANS, "2");
}

#[test]
fn what_waits_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let options = StoreOptions { queue_bytes: 100_000, ..StoreOptions::new(folder.path().to_owned()) };
    let store = Arc::new(Store::open(&options).unwrap());
    let (mut taken, mut refused) = (0, 0);
    for batch in 0..200 {
        match store.offer(Rows::Spans((0..50).map(|number| span(batch * 50 + number, now())).collect())) {
            Ok(()) => taken += 50,
            Err(Busy::QueueFull) => refused += 50,
            Err(other) => panic!("{other}"),
        }
    }
    store.end();
    assert!(refused > 0);
    assert_eq!(ask(folder.path(), SPANS), taken.to_string());
}
