//! The typed questions, against the same figures computed in Rust from the same rows.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, SystemTime};

use coral_contract::{
    ActivityQuery, Answer, AskError, Cells, ErrorRate, ErrorRateQuery, Memory, PercentileQuery, Question, ResultSet,
    SqlQuery, Telemetry, TracesQuery,
};

use crate::fixture::{self, Database, Fixture};

const WINDOW: Duration = Duration::from_secs(300);
const SERVICES: [&str; 4] = ["payments", "orders", "o'hara; DROP TABLE x; --", "Zürich ☃ \"quoted\""];

#[derive(Debug, Clone)]
struct Span {
    id: usize,
    service: &'static str,
    duration: i64,
    is_error: Option<bool>,
    age: u64,
}

/// Spans that look random and are the same each time.
fn spans() -> Vec<Span> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..400)
        .map(|id| Span {
            id,
            service: SERVICES[next(4) as usize],
            duration: next(2_000_000_000) as i64,
            is_error: [Some(false), Some(false), Some(true), None][next(4) as usize],
            // Not within a second of a window that is asked for: the clock goes on while the test runs.
            age: next(120) * 5 + 2,
        })
        .collect()
}

fn fixture_of(spans: &[Span]) -> Fixture {
    let mut sql = "INSERT INTO otel_spans_local VALUES ".to_owned();
    for span in spans {
        let service = span.service.replace('\'', "''");
        let is_error = span.is_error.map_or("NULL".to_owned(), |is_error| is_error.to_string());
        write!(
            sql,
            "('t{id}', 's{id}', '{service}', {}, {is_error}, 200, 'GET', '/{id}',
              (now() AT TIME ZONE 'UTC') - to_seconds({})),",
            span.duration,
            span.age,
            id = span.id,
        )
        .unwrap();
    }
    Fixture::with_tables(&sql)
}

fn within<'spans>(spans: &'spans [Span], service: &'spans str, window: Duration) -> impl Iterator<Item = &'spans Span> {
    spans.iter().filter(move |span| span.service == service && Duration::from_secs(span.age) < window)
}

async fn percentile(database: &Database, service: &str, percentile: f64, window: Duration) -> Result<Answer, AskError> {
    let query = PercentileQuery { service: service.to_owned(), metric: String::new(), percentile, window };
    database.ask(Question::Percentile(query)).await
}

async fn error_rate(database: &Database, service: &str) -> Result<Answer, AskError> {
    database.ask(Question::ErrorRate(ErrorRateQuery { service: service.to_owned(), window: WINDOW })).await
}

fn traces_of(service: &str) -> TracesQuery {
    TracesQuery {
        service: service.to_owned(),
        min_duration: Duration::ZERO,
        window: None,
        errors_only: false,
        slowest_first: false,
        limit: 10_000,
    }
}

/// The continuous percentile: at the place `percentile` of the way from the first to the last of the sorted values,
/// and where that is between two of them, that part of the way from the one to the other.
fn interpolated(mut values: Vec<i64>, percentile: f64) -> f64 {
    values.sort_unstable();
    let place = percentile * (values.len() - 1) as f64;
    let (below, above) = (values[place.floor() as usize] as f64, values[place.ceil() as usize] as f64);
    below + (above - below) * (place - place.floor())
}

#[tokio::test]
async fn percentiles_interpolate() {
    let spans = spans();
    let database = fixture_of(&spans).database();
    for service in SERVICES {
        for wanted in [0.0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0] {
            let durations = within(&spans, service, WINDOW).map(|span| span.duration).collect();
            let expected = interpolated(durations, wanted);
            let Ok(Answer::Number(got)) = percentile(&database, service, wanted, WINDOW).await else {
                panic!("no number")
            };
            assert!((got - expected).abs() <= expected * 1e-12, "{service} {wanted}: {got}, not {expected}");
        }
    }
}

#[tokio::test]
async fn error_rates_are_shares() {
    let spans = spans();
    let database = fixture_of(&spans).database();
    for service in SERVICES {
        let request_count = within(&spans, service, WINDOW).count() as u64;
        let failed = |span: &&Span| span.is_error == Some(true);
        let error_count = within(&spans, service, WINDOW).filter(failed).count() as u64;
        let rate = error_count as f64 / request_count as f64;
        let expected = ErrorRate { rate, request_count, error_count };
        assert_eq!(error_rate(&database, service).await, Ok(Answer::ErrorRate(expected)));
    }
}

async fn trace_ids(database: &Database, query: TracesQuery) -> (Vec<String>, bool) {
    let rows = fixture::rows_of(database, Question::Traces(query)).await;
    (fixture::texts(&rows, 0).into_iter().flatten().collect(), rows.truncated)
}

fn ids<'spans>(spans: impl Iterator<Item = &'spans Span>) -> Vec<String> {
    spans.map(|span| format!("t{}", span.id)).collect()
}

#[tokio::test]
async fn traces_are_filtered_and_sorted() {
    let spans = spans();
    let database = fixture_of(&spans).database();
    for service in SERVICES {
        let all = traces_of(service);
        let mut newest: Vec<&Span> = within(&spans, service, Duration::MAX).collect();
        newest.sort_by_key(|span| (span.age, -span.duration));
        assert_eq!(trace_ids(&database, all.clone()).await, (ids(newest.iter().copied()), false));

        let recent = TracesQuery { window: Some(WINDOW), errors_only: true, ..all.clone() };
        let failed = newest.iter().copied().filter(|span| span.age < 300 && span.is_error == Some(true));
        assert_eq!(trace_ids(&database, recent).await, (ids(failed), false));

        let slow = TracesQuery { slowest_first: true, min_duration: Duration::from_millis(700), ..all.clone() };
        let mut slowest = newest.clone();
        slowest.retain(|span| span.duration > 700_000_000);
        slowest.sort_by_key(|span| -span.duration);
        assert_eq!(trace_ids(&database, slow.clone()).await, (ids(slowest.iter().copied()), false));

        let few = TracesQuery { limit: 3, ..slow.clone() };
        assert_eq!(trace_ids(&database, few).await, (ids(slowest[..3].iter().copied()), true));
        let exactly = TracesQuery { limit: slowest.len() as u32, ..slow };
        assert_eq!(trace_ids(&database, exactly).await, (ids(slowest.iter().copied()), false));
    }
}

#[tokio::test]
async fn traces_have_the_columns_of_the_contract() {
    let spans = [Span { id: 7, service: "payments", duration: 12, is_error: None, age: 2 }];
    let database = fixture_of(&spans).database();
    let before = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_micros() as i64;
    let rows = fixture::rows_of(&database, Question::Traces(traces_of("payments"))).await;
    let names: Vec<&str> = rows.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "trace_id",
            "span_id",
            "service_name",
            "duration_ns",
            "is_error",
            "http_status",
            "http_method",
            "http_route",
            "start_time"
        ]
    );
    assert_eq!((rows.row_count, rows.truncated), (1, false));
    assert_eq!(rows.columns[3].cells, Cells::Int64(vec![12]));
    assert_eq!(rows.columns[4].cells, Cells::Boolean(vec![0]));
    assert!(rows.columns[4].nulls.get(0));
    assert_eq!(rows.columns[5].cells, Cells::Int64(vec![200]));
    let Cells::Timestamp(started) = &rows.columns[8].cells else { panic!("no timestamp") };
    assert!((before - started[0] - 2_000_000).abs() < 60_000_000, "{before} {started:?}");
    let none = fixture::rows_of(&database, Question::Traces(traces_of("nobody"))).await;
    assert_eq!((none.row_count, none.columns.len(), none.truncated), (0, 9, false));
}

fn counts(rows: &ResultSet) -> Vec<(String, i64, i64)> {
    let names = fixture::texts(rows, 0).into_iter().flatten();
    let (first, second) = (fixture::integers(rows, 1), fixture::integers(rows, 2));
    names.zip(first.into_iter().flatten()).zip(second.into_iter().flatten()).map(|((a, b), c)| (a, b, c)).collect()
}

#[tokio::test]
async fn services_and_their_activity() {
    let spans = spans();
    let database = fixture_of(&spans).database();
    let mut expected: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for span in spans.iter().filter(|span| span.age < 300) {
        let (requests, errors) = expected.entry(span.service).or_default();
        *requests += 1;
        *errors += i64::from(span.is_error == Some(true));
    }
    let activity = |service: Option<&str>| {
        Question::ServiceActivity(ActivityQuery { service: service.map(str::to_owned), window: WINDOW })
    };
    let rows = fixture::rows_of(&database, activity(None)).await;
    let mut busiest: Vec<_> = expected.iter().map(|(name, (a, b))| ((*name).to_owned(), *a, *b)).collect();
    busiest.sort_by_key(|(name, requests, _)| (-requests, name.clone()));
    assert_eq!(counts(&rows), busiest);
    assert_eq!(rows.columns[1].name, "request_count");
    assert_eq!(rows.columns[2].name, "error_count");
    for (name, (requests, errors)) in &expected {
        let rows = fixture::rows_of(&database, activity(Some(name))).await;
        assert_eq!(counts(&rows), [((*name).to_owned(), *requests, *errors)]);
    }

    let rows = fixture::rows_of(&database, Question::Services).await;
    let names: Vec<&str> = rows.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["service_name", "span_count", "last_seen"]);
    let sorted: Vec<_> = expected.keys().map(|name| Some((*name).to_owned())).collect();
    assert_eq!(fixture::texts(&rows, 0), sorted);
    assert_eq!(fixture::integers(&rows, 1).into_iter().flatten().sum::<i64>(), 400);
    assert!(matches!(rows.columns[2].cells, Cells::Timestamp(_)));
}

#[tokio::test]
async fn windows_end_now() {
    let span = |id, age| Span { id, service: "payments", duration: id as i64, is_error: None, age };
    let database = fixture_of(&[span(1, 30), span(2, 90), span(3, 3600)]).database();
    for (seconds, slowest) in [(60, 1.0), (120, 2.0), (7200, 3.0), (u64::MAX, 3.0)] {
        let answer = percentile(&database, "payments", 1.0, Duration::from_secs(seconds)).await;
        assert_eq!(answer, Ok(Answer::Number(slowest)), "{seconds} s");
    }
    let answer = percentile(&database, "payments", 1.0, Duration::ZERO).await;
    assert!(matches!(answer, Err(AskError::NotFound(_))));
}

#[tokio::test]
async fn without_data_each_answer_says_so() {
    let database = Fixture::with_tables("").database();
    let Err(AskError::NotFound(text)) = percentile(&database, "payments", 0.99, WINDOW).await else { panic!("found") };
    assert_eq!(
        text,
        "no span of service \"payments\" started in the last 300s: check the name against the list of services, or \
         look further back"
    );
    let nothing = ErrorRate { rate: 0.0, request_count: 0, error_count: 0 };
    assert_eq!(error_rate(&database, "payments").await, Ok(Answer::ErrorRate(nothing)));
    for (question, metric) in [(Question::Cpu, "system.cpu.utilization"), (Question::Memory, "system.memory.usage")] {
        let Err(AskError::NotFound(text)) = database.ask(question).await else { panic!("found") };
        assert!(text.contains(metric), "{text}");
    }
    assert_eq!(fixture::rows_of(&database, Question::Services).await.row_count, 0);
}

#[tokio::test]
async fn gauges_are_the_latest() {
    let metrics = "INSERT INTO system_metrics_local (timestamp, name, value) VALUES
        ('2024-01-01 00:00:00', 'system.cpu.utilization', 10), ('2024-01-01 00:02:00', 'system.cpu.utilization', 30.5),
        ('2024-01-01 00:01:00', 'system.cpu.utilization', 20), ('2024-01-01 00:03:00', 'system.cpu.utilization', NULL),
        ('2024-01-01 00:01:00', 'system.memory.usage', 5e9), ('2024-01-01 00:02:00', 'system.memory.usage', 4e9)";
    let usage_only = Fixture::with_tables(metrics).database();
    assert_eq!(usage_only.ask(Question::Cpu).await, Ok(Answer::Number(30.5)));
    let Err(AskError::NotFound(text)) = usage_only.ask(Question::Memory).await else { panic!("found") };
    assert!(text.contains("system.memory.total"), "{text}");
    let both = Fixture::with_tables(&format!("{metrics}, ('2023-01-01', 'system.memory.total', 8e9)")).database();
    let memory = Memory { used: 4_000_000_000, total: 8_000_000_000 };
    assert_eq!(both.ask(Question::Memory).await, Ok(Answer::Memory(memory)));
}

#[tokio::test]
async fn system_metrics_are_the_latest_samples_by_name() {
    let metrics = "INSERT INTO system_metrics_local (timestamp, name, value, unit) VALUES
        ('2024-01-01 00:00:00', 'system.cpu.utilization', 10, 'percent'),
        ('2024-01-01 00:02:00', 'system.cpu.utilization', 30.5, 'percent'),
        ('2024-01-01 00:03:00', 'system.cpu.utilization', NULL, 'percent'),
        ('2024-01-01 00:01:00', 'a \"quoted\" name', 1, NULL)";
    let database = Fixture::with_tables(metrics).database();
    let names = |set: &ResultSet| match &set.columns[0].cells {
        Cells::Text(cells) => (0..set.row_count).map(|row| cells.get(row).unwrap().to_owned()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let ask = async |names: &[&str]| {
        let names = names.iter().copied().map(str::to_owned).collect();
        fixture::rows_of(&database, Question::SystemMetrics(names)).await
    };
    let all = ask(&[]).await;
    assert_eq!(names(&all), ["a \"quoted\" name", "system.cpu.utilization"]);
    assert_eq!(all.columns[1].cells, Cells::Double(vec![1.0, 30.5]));
    assert!(all.columns[2].nulls.get(0) && !all.columns[2].nulls.get(1));
    let minute = 60_000_000;
    let midnight = 1_704_067_200_000_000;
    assert_eq!(all.columns[3].cells, Cells::Timestamp(vec![midnight + minute, midnight + 2 * minute]));
    assert_eq!(names(&ask(&["a \"quoted\" name", "never.recorded"]).await), ["a \"quoted\" name"]);
    assert_eq!(ask(&["system.cpu"]).await.row_count, 0);
}

#[tokio::test]
async fn sql_gives_no_more_rows_than_asked_for() {
    let database = Fixture::with_tables("").database();
    let ask = async |limit| {
        let text = "SELECT * FROM range(5)".to_owned();
        database.ask(Question::Sql(SqlQuery { text, parameters: Vec::new(), limit })).await
    };
    for (limit, expected) in
        [(None, (5, false)), (Some(u32::MAX), (5, false)), (Some(5), (5, false)), (Some(4), (4, true))]
    {
        let Ok(Answer::Rows(rows)) = ask(limit).await else { panic!("no rows") };
        assert_eq!((rows.row_count, rows.truncated), expected, "{limit:?}");
    }
    assert!(matches!(ask(Some(0)).await, Err(AskError::InvalidArgument(_))));
}

#[tokio::test]
async fn arguments_without_meaning_are_invalid() {
    let database = Fixture::with_tables("").database();
    for wanted in [-0.01, 1.01, 99.0, f64::NAN, f64::INFINITY] {
        let answer = percentile(&database, "payments", wanted, WINDOW).await;
        assert!(matches!(answer, Err(AskError::InvalidArgument(_))), "{wanted}: {answer:?}");
    }
    for limit in [0, 10_001, u32::MAX] {
        let answer = database.ask(Question::Traces(TracesQuery { limit, ..traces_of("payments") })).await;
        assert!(matches!(answer, Err(AskError::InvalidArgument(_))), "{limit}: {answer:?}");
    }
    let nameless = [
        percentile(&database, "", 0.5, WINDOW).await,
        error_rate(&database, "").await,
        database.ask(Question::Traces(traces_of(""))).await,
        database.ask(Question::ServiceActivity(ActivityQuery { service: Some(String::new()), window: WINDOW })).await,
    ];
    for answer in nameless {
        assert!(matches!(answer, Err(AskError::InvalidArgument(_))), "{answer:?}");
    }
}

#[tokio::test]
async fn names_are_values_and_never_sql() {
    let spans = spans();
    let database = fixture_of(&spans).database();
    for name in ["' OR '1'='1", "payments' --", "'; DROP TABLE otel_spans_local; --", "%", "PAYMENTS", "a\0b", "\\"] {
        assert!(matches!(percentile(&database, name, 0.5, WINDOW).await, Err(AskError::NotFound(_))), "{name}");
        let nothing = ErrorRate { rate: 0.0, request_count: 0, error_count: 0 };
        assert_eq!(error_rate(&database, name).await, Ok(Answer::ErrorRate(nothing)));
        assert_eq!(trace_ids(&database, traces_of(name)).await, (Vec::new(), false));
    }
}
