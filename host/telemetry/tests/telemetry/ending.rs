//! How questions end early, and many at once.

use std::time::{Duration, Instant};

use coral_contract::{ActivityQuery, AskError, ErrorRateQuery, PercentileQuery, Question, Telemetry, TracesQuery};
use coral_telemetry::{Limits, Options, WorkerOptions, create_sample};

use crate::fixture::{self, Database, Fixture};

/// Takes hours.
const ENDLESS: &str = "SELECT count(*) FROM range(10000000000000) t(n) WHERE hash(n) % 7 = 3";

/// Far more than anything here takes, on a busy machine too, and far less than an endless question.
const PATIENCE: Duration = Duration::from_secs(60);

/// A database with one worker: a question that keeps it keeps out all others.
fn narrow(sql_deadline: Duration) -> Database {
    let limits = Limits { sql_deadline, ..Limits::default() };
    Fixture::with_tables("").database_with(Options { workers: one(), limits, ..Options::default() })
}

fn one() -> WorkerOptions {
    WorkerOptions { prompt: 1, short: 1, long: 1, ..WorkerOptions::default() }
}

async fn assert_usable(database: &Database) {
    let answer = tokio::time::timeout(PATIENCE, fixture::rows(database, "SELECT 42")).await.expect("still kept");
    assert_eq!(fixture::integers(&answer, 0), [Some(42)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadline_ends_a_question_and_frees_its_connection() {
    let database = narrow(Duration::from_millis(200));
    for _ in 0..3 {
        let started = Instant::now();
        let error = fixture::refusal(&database, ENDLESS).await;
        assert!(matches!(&error, AskError::TimedOut(text) if text.contains("200ms")), "{error:?}");
        assert!(started.elapsed() < PATIENCE);
        assert_usable(&database).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_for_a_connection_does_not_count() {
    let database = narrow(Duration::from_millis(700));
    let first = database.ask(fixture::sql(ENDLESS, &[]));
    let second = database.ask(fixture::sql("SELECT 1", &[]));
    assert!(matches!(first.await, Err(AskError::TimedOut(_))));
    assert!(second.await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropping_a_question_ends_it_at_any_moment() {
    let database = narrow(Duration::from_secs(3600));
    // From before it has started to well into its run.
    for delay in 0..40 {
        let question = database.ask(fixture::sql(ENDLESS, &[]));
        tokio::time::sleep(Duration::from_micros(delay * delay * 20)).await;
        drop(question);
        assert_usable(&database).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropping_a_question_that_waits_leaves_the_queue_in_order() {
    let database = narrow(Duration::from_secs(3600));
    let running = database.ask(fixture::sql(ENDLESS, &[]));
    let waiting: Vec<_> = (0..10).map(|_| database.ask(fixture::sql(ENDLESS, &[]))).collect();
    let last = database.ask(fixture::sql("SELECT 1", &[]));
    drop(waiting);
    drop(running);
    assert!(tokio::time::timeout(PATIENCE, last).await.expect("still kept").is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupt_hits_no_later_question_on_the_connection() {
    let database = narrow(Duration::from_millis(80));
    let patient = narrow(Duration::from_secs(60));
    for _ in 0..20 {
        let error = fixture::refusal(&database, ENDLESS).await;
        assert!(matches!(error, AskError::TimedOut(_)), "{error:?}");
        assert_usable(&database).await;
        drop(patient.ask(fixture::sql(ENDLESS, &[])));
        let sum = fixture::rows(&patient, "SELECT sum(n)::BIGINT FROM range(3000000) t(n)").await;
        assert_eq!(fixture::integers(&sum, 0), [Some(4_499_998_500_000)]);
    }
}

#[test]
fn a_runtime_that_shuts_down_does_not_wait_for_a_question() {
    let database = narrow(Duration::from_secs(3600));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let pending = {
        let _entered = runtime.enter();
        database.ask(fixture::sql(ENDLESS, &[]))
    };
    std::thread::sleep(Duration::from_millis(50));
    drop(runtime);
    drop(pending);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_questions_share_few_connections() {
    let fixture = Fixture::empty();
    create_sample(&fixture.path).unwrap();
    let database = fixture.database();
    let slow = "SELECT sum(n)::BIGINT FROM range(2000000) t(n)";
    let questions = (0..60).map(|index| match index % 3 {
        0 => fixture::sql(slow, &[]),
        1 => Question::Services,
        _ => Question::Cpu,
    });
    let pending: Vec<_> = questions.map(|question| database.ask(question)).collect();
    for answer in pending {
        tokio::time::timeout(PATIENCE, answer).await.expect("not answered").unwrap();
    }
}

#[tokio::test]
async fn a_question_begins_before_anyone_waits_for_it() {
    let database = narrow(Duration::from_millis(300));
    let endless = database.ask(fixture::sql(ENDLESS, &[]));
    let late = tokio::time::timeout(Duration::from_secs(2), std::future::pending::<()>()).await;
    assert!(late.is_err());
    // Its deadline is long past: the answer is there at once.
    let answer = tokio::time::timeout(Duration::from_millis(200), endless).await.expect("it had not begun");
    assert!(matches!(answer, Err(AskError::TimedOut(_))));
}

/// Both tables as views that have no end, with rows of just now.
const ENDLESS_TABLES: &str = "
    CREATE VIEW otel_spans_local AS
        SELECT 'trace' AS trace_id, 'span' AS span_id, 'payments' AS service_name, n AS duration_ns,
               n % 7 = 3 AS is_error, 200 AS http_status, 'GET' AS http_method, '/' AS http_route,
               now()::TIMESTAMP - to_microseconds((hash(n) % 1000)::BIGINT) AS start_time
        FROM range(10000000000000) t(n);
    CREATE VIEW system_metrics_local AS
        SELECT now()::TIMESTAMP - to_microseconds((hash(n) % 1000)::BIGINT) AS timestamp,
               CASE WHEN hash(n) % 3 = 0 THEN 'system.cpu.utilization' ELSE 'system.memory.usage' END AS name,
               n::DOUBLE AS value, 'percent' AS unit, 'gauge' AS metric_type, '{}' AS attributes
        FROM range(10000000000000) t(n);";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_question_has_its_deadline() {
    let fixture = Fixture::of(ENDLESS_TABLES);
    let window = Duration::from_secs(3600);
    let service = || "payments".to_owned();
    let traces = TracesQuery {
        service: service(),
        min_duration: Duration::ZERO,
        window: Some(window),
        errors_only: false,
        slowest_first: false,
        limit: 100,
    };
    let percentile = PercentileQuery { service: service(), metric: String::new(), percentile: 0.5, window };
    let questions = [
        (fixture::sql(ENDLESS, &[]), 301),
        (Question::Percentile(percentile), 302),
        (Question::ErrorRate(ErrorRateQuery { service: service(), window }), 302),
        (Question::Services, 302),
        (Question::ServiceActivity(ActivityQuery { service: None, window }), 302),
        (Question::Traces(traces), 303),
        (Question::Cpu, 304),
        (Question::Memory, 304),
    ];
    let limits = Limits {
        sql_deadline: Duration::from_millis(301),
        aggregate_deadline: Duration::from_millis(302),
        traces_deadline: Duration::from_millis(303),
        gauge_deadline: Duration::from_millis(304),
        ..Limits::default()
    };
    let database = fixture.database_with(Options { limits, ..Options::default() });
    for (question, milliseconds) in questions {
        let asked = format!("{question:?}");
        let answer = database.ask(question).await;
        let deadline = format!("longer than {milliseconds}ms");
        assert!(matches!(&answer, Err(AskError::TimedOut(text)) if text.contains(&deadline)), "{asked}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_waits_no_longer_than_its_patience() {
    let limits = Limits { sql_deadline: Duration::from_secs(3600), ..Limits::default() };
    // Less than what the endless one is tried for in the short lane, where it gives way.
    let waited = Duration::from_millis(1);
    let options = Options { workers: one(), patience: Some(waited), limits, ..Options::default() };
    let database = Fixture::with_tables("").database_with(options);
    let running = database.ask(fixture::sql(ENDLESS, &[]));
    while database.health().await.unwrap().in_use == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(database.ask(fixture::sql("SELECT 1", &[])).await, Err(AskError::Busy { waited }));
    // A database that is busy is not ill.
    assert!(database.health().await.is_ok());
    drop(running);
    assert_usable(&database).await;
}
