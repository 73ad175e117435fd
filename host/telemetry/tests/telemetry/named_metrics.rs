//! Percentiles of metrics by their names, and of spans where there is no such metric.

use std::time::{Duration, SystemTime};

use coral_contract::{Answer, AskError, PercentileQuery, Question, Telemetry};
use coral_live::{Store, StoreOptions};
use coral_otlp::{Buckets, Intake, Point, Rows, Temporality, Value};
use coral_telemetry::Options;

use crate::fixture::{Database, Fixture};

const WINDOW: Duration = Duration::from_secs(300);

/// The table, as the receiver of metrics fills it; one span of `payments` that took 7 ns; and ways to insert points by
/// their age in seconds.
const METRICS: &str = "
    CREATE TABLE otel_metrics_local (
        timestamp TIMESTAMP, start_time TIMESTAMP, service_name VARCHAR, name VARCHAR, unit VARCHAR, metric_type VARCHAR, value DOUBLE,
        temporality VARCHAR, is_monotonic BOOLEAN, count UBIGINT, sum DOUBLE, min DOUBLE, max DOUBLE, bounds DOUBLE[],
        counts UBIGINT[], attributes VARCHAR, resource VARCHAR, received_time TIMESTAMP);
    INSERT INTO otel_spans_local (service_name, duration_ns, start_time)
        VALUES ('payments', 7, now() AT TIME ZONE 'UTC');
    CREATE MACRO ago(seconds) AS (now() AT TIME ZONE 'UTC') - to_seconds(seconds);
    CREATE MACRO gauge(age, metric, unit, value) AS TABLE
        SELECT ago(age) AS timestamp, 'payments' AS service_name, metric AS name, unit AS unit, 'gauge' AS metric_type,
               value AS value, '{}' AS attributes, '{}' AS resource;
    CREATE MACRO histogram(age, metric, unit, temporality, attributes, bounds, counts, min, max) AS TABLE
        SELECT ago(age) AS timestamp, ago(10000) AS start_time, 'payments' AS service_name, metric AS name, unit AS unit,
               'histogram' AS metric_type, temporality AS temporality, list_sum(counts) AS count, bounds AS bounds,
               counts AS counts, min AS min, max AS max, attributes AS attributes, '{}' AS resource;";

/// A database with spans and the points that some calls of the macros make.
fn database_of(points: &[&str]) -> Database {
    let inserts: String =
        points.iter().map(|point| format!("INSERT INTO otel_metrics_local BY NAME FROM {point};")).collect();
    Fixture::with_tables(&format!("{METRICS}{inserts}")).database()
}

async fn percentile(database: &coral_telemetry::Database, metric: &str, percentile: f64) -> Result<Answer, AskError> {
    let query =
        PercentileQuery { service: "payments".to_owned(), metric: metric.to_owned(), percentile, window: WINDOW };
    database.ask(Question::Percentile(query)).await
}

async fn value(database: &coral_telemetry::Database, metric: &str, wanted: f64) -> f64 {
    match percentile(database, metric, wanted).await {
        Ok(Answer::Number(value)) => value,
        other => panic!("{metric} {wanted}: {other:?}"),
    }
}

async fn invalid(database: &coral_telemetry::Database, metric: &str) -> String {
    match percentile(database, metric, 0.5).await {
        Err(AskError::InvalidArgument(text)) => text,
        other => panic!("{metric}: {other:?}"),
    }
}

#[tokio::test]
async fn gauges_interpolate_between_their_values() {
    let database = database_of(&[
        "gauge(10, 'queue.depth', '{job}', 10)",
        "gauge(20, 'queue.depth', '{job}', 20)",
        "gauge(30, 'queue.depth', '{job}', 40)",
        "gauge(40, 'queue.depth', '{job}', 'NaN'::DOUBLE)",
        "gauge(400, 'queue.depth', '{job}', 1000)",
        "(SELECT * REPLACE ('orders' AS service_name) FROM gauge(10, 'queue.depth', '{job}', 1000))",
    ]);
    for (wanted, expected) in [(0.0, 10.0), (0.25, 15.0), (0.5, 20.0), (0.75, 30.0), (1.0, 40.0)] {
        assert_eq!(value(&database, "queue.depth", wanted).await, expected, "{wanted}");
    }
}

#[tokio::test]
async fn times_are_in_nanoseconds_whatever_their_unit() {
    let units =
        [("s", 2e9), ("ms", 2e6), ("us", 2e3), ("ns", 2.0), ("min", 120e9), ("h", 7200e9), ("By", 2.0), ("", 2.0)];
    for (unit, expected) in units {
        let database = database_of(&[
            &format!("gauge(10, 'gauge', '{unit}', 2)"),
            &format!("histogram(10, 'histogram', '{unit}', 'delta', '{{}}', [0, 4], [0, 8, 0], NULL, NULL)"),
        ]);
        assert_eq!(value(&database, "gauge", 0.5).await, expected, "{unit}");
        assert_eq!(value(&database, "histogram", 0.5).await, expected, "{unit}");
    }
    let database = database_of(&["gauge(10, 'gauge', NULL, 2)"]);
    assert_eq!(value(&database, "gauge", 0.5).await, 2.0);
}

#[tokio::test]
async fn deltas_of_all_series_are_added() {
    let database = database_of(&[
        "histogram(10, 'sizes', 'By', 'delta', '{\"a\":1}', [10, 20], [10, 0, 0], NULL, NULL)",
        "histogram(20, 'sizes', 'By', 'delta', '{\"a\":1}', [10, 20], [0, 10, 0], NULL, NULL)",
        "histogram(20, 'sizes', 'By', 'delta', '{\"a\":2}', [10, 20], [10, 10, 0], NULL, NULL)",
        "histogram(400, 'sizes', 'By', 'delta', '{\"a\":2}', [10, 20], [0, 0, 999], NULL, NULL)",
    ]);
    for (wanted, expected) in [(0.25, 5.0), (0.5, 10.0), (0.75, 15.0), (1.0, 20.0)] {
        assert_eq!(value(&database, "sizes", wanted).await, expected, "{wanted}");
    }
}

#[tokio::test]
async fn cumulative_points_count_since_the_window_began() {
    let database = database_of(&[
        "histogram(9000, 'sizes', 'By', 'cumulative', '{}', [10, 20], [500, 0, 0], NULL, NULL)",
        "histogram(400, 'sizes', 'By', 'cumulative', '{}', [10, 20], [1000, 0, 0], NULL, NULL)",
        "histogram(200, 'sizes', 'By', 'cumulative', '{}', [10, 20], [1004, 2, 0], NULL, NULL)",
        "histogram(10, 'sizes', 'By', 'cumulative', '{}', [10, 20], [1004, 4, 0], NULL, NULL)",
    ]);
    // Four up to 10 and four up to 20.
    assert_eq!(value(&database, "sizes", 0.5).await, 10.0);
    assert_eq!(value(&database, "sizes", 0.25).await, 5.0);
    assert_eq!(value(&database, "sizes", 1.0).await, 20.0);
}

#[tokio::test]
async fn each_cumulative_series_has_its_own_beginning_and_resets() {
    let database = database_of(&[
        // Restarted within the window: two before that, three after it.
        "histogram(400, 'sizes', 'By', 'cumulative', '{\"a\":1}', [10, 20], [100, 0, 0], NULL, NULL)",
        "histogram(200, 'sizes', 'By', 'cumulative', '{\"a\":1}', [10, 20], [102, 0, 0], NULL, NULL)",
        "histogram(100, 'sizes', 'By', 'cumulative', '{\"a\":1}', [10, 20], [1, 0, 0], NULL, NULL)",
        "histogram(50, 'sizes', 'By', 'cumulative', '{\"a\":1}', [10, 20], [3, 0, 0], NULL, NULL)",
        // Began within the window: five.
        "(SELECT * REPLACE (ago(60) AS start_time)
          FROM histogram(50, 'sizes', 'By', 'cumulative', '{\"a\":2}', [10, 20], [0, 5, 0], NULL, NULL))",
        // Counts since long ago, or since nobody knows when, and is seen for the first time: what it gains counts, which is nothing.
        "histogram(50, 'sizes', 'By', 'cumulative', '{\"a\":3}', [10, 20], [0, 0, 500], NULL, NULL)",
        "histogram(40, 'sizes', 'By', 'cumulative', '{\"a\":3}', [10, 20], [0, 0, 500], NULL, NULL)",
        "(SELECT * REPLACE (NULL AS start_time)
          FROM histogram(50, 'sizes', 'By', 'cumulative', '{\"a\":4}', [10, 20], [0, 0, 500], NULL, NULL))",
        // The same attributes on another resource, which has observed nothing in the window.
        "(SELECT * REPLACE ('{\"host\":2}' AS resource)
          FROM histogram(400, 'sizes', 'By', 'cumulative', '{\"a\":1}', [10, 20], [0, 0, 70], NULL, NULL))",
        "(SELECT * REPLACE ('{\"host\":2}' AS resource)
          FROM histogram(60, 'sizes', 'By', 'cumulative', '{\"a\":1}', [10, 20], [0, 0, 70], NULL, NULL))",
        // Beside deltas: ten.
        "histogram(50, 'sizes', 'By', 'delta', NULL, [10, 20], [0, 0, 10], NULL, 50)",
    ]);
    assert_eq!(value(&database, "sizes", 0.25).await, 10.0);
    assert_eq!(value(&database, "sizes", 0.5).await, 20.0);
    assert_eq!(value(&database, "sizes", 0.125).await, 5.0);
}

#[tokio::test]
async fn series_with_other_bounds_are_merged() {
    let database = database_of(&[
        "histogram(10, 'sizes', 'By', 'delta', '{\"a\":1}', [10, 30], [0, 20, 0], NULL, NULL)",
        "histogram(10, 'sizes', 'By', 'delta', '{\"a\":2}', [20, 30], [0, 20, 0], NULL, NULL)",
    ]);
    // Between 10 and 20 there are ten, between 20 and 30 thirty.
    assert_eq!(value(&database, "sizes", 0.25).await, 20.0);
    assert_eq!(value(&database, "sizes", 0.625).await, 25.0);
}

#[tokio::test]
async fn extremes_narrow_the_buckets_at_the_ends() {
    let bounds = "[10, 20]";
    let known = database_of(&[&format!("histogram(10, 'm', 'By', 'delta', '{{}}', {bounds}, [2, 0, 2], 6, 90)")]);
    assert_eq!(value(&known, "m", 0.0).await, 6.0);
    assert_eq!(value(&known, "m", 0.25).await, 8.0);
    assert_eq!(value(&known, "m", 0.99).await, 90.0);
    let unknown =
        database_of(&[&format!("histogram(10, 'm', 'By', 'delta', '{{}}', {bounds}, [2, 0, 2], NULL, NULL)")]);
    assert_eq!(value(&unknown, "m", 0.0).await, 0.0);
    assert_eq!(value(&unknown, "m", 0.99).await, 20.0);
}

#[tokio::test]
async fn spans_answer_for_their_own_metrics_where_there_are_none() {
    let database = database_of(&[
        "histogram(400, 'http.server.duration', 'ms', 'delta', '{}', [10], [5, 0], NULL, NULL)",
        "histogram(10, 'http.server.request.duration', 's', 'cumulative', '{}', [1], [0, 0], NULL, NULL)",
    ]);
    for metric in ["", "http.server.duration", "http.server.request.duration"] {
        assert_eq!(value(&database, metric, 0.5).await, 7.0, "{metric}");
    }
    let both = database_of(&["histogram(10, 'http.server.duration', 'ms', 'delta', '{}', [10], [5, 0], NULL, NULL)"]);
    assert_eq!(value(&both, "http.server.duration", 0.5).await, 5e6);
    assert_eq!(value(&both, "", 0.5).await, 7.0);
}

#[tokio::test]
async fn a_metric_that_was_not_sent_is_not_found() {
    let database = database_of(&["gauge(400, 'queue.depth', '{job}', 10)"]);
    for metric in ["queue.depth", "queue.dept", "'; DROP TABLE otel_metrics_local; --", "a\0b"] {
        let Err(AskError::NotFound(text)) = percentile(&database, metric, 0.5).await else { panic!("{metric}: found") };
        assert!(text.contains(metric) && text.contains("otel_metrics_local"), "{text}");
    }
}

#[tokio::test]
async fn without_metrics_spans_answer_for_every_name() {
    let without = "DROP TABLE otel_metrics_local;";
    let of_another_shape =
        "DROP TABLE otel_metrics_local; CREATE TABLE otel_metrics_local (name VARCHAR, other INTEGER);";
    for change in [without, of_another_shape] {
        let database = Fixture::with_tables(&format!("{METRICS}{change}")).database();
        for metric in ["", "http.server.duration", "queue.depth"] {
            assert_eq!(value(&database, metric, 0.5).await, 7.0, "{metric}");
        }
    }
}

#[tokio::test]
async fn a_view_of_metrics_is_as_good_as_a_table() {
    let database = Fixture::with_tables(&format!(
        "{METRICS} INSERT INTO otel_metrics_local BY NAME FROM gauge(10, 'queue.depth', 's', 3);
         ALTER TABLE otel_metrics_local RENAME TO kept; CREATE VIEW otel_metrics_local AS FROM kept"
    ));
    assert_eq!(value(&database.database(), "queue.depth", 0.5).await, 3e9);
}

#[tokio::test]
async fn what_has_no_percentile_is_refused_with_a_remedy() {
    let database = database_of(&[
        "(SELECT * REPLACE ('sum' AS metric_type) FROM gauge(10, 'jobs', '{job}', 10))",
        "(SELECT * REPLACE ('summary' AS metric_type) FROM gauge(10, 'summary', '{job}', 10))",
        "gauge(10, 'mixed', 's', 10)",
        "histogram(10, 'mixed', 's', 'delta', '{}', [1], [5, 0], NULL, NULL)",
        "gauge(10, 'units', 's', 10)",
        "gauge(10, 'units', 'ms', 10)",
    ]);
    for (metric, reason) in [("jobs", "rate"), ("summary", "summary"), ("mixed", "histogram"), ("units", "ms")] {
        let text = invalid(&database, metric).await;
        assert!(text.contains(reason) && text.contains("SQL"), "{text}");
    }
}

#[tokio::test]
async fn hostile_points_are_refused_and_answer_nothing_wrong() {
    let wide = "(SELECT * REPLACE (range(1025)::DOUBLE[] AS bounds, repeat([1::UBIGINT], 1026) AS counts)
                 FROM histogram(10, 'wide', 's', 'delta', '{}', [1], [1, 1], NULL, NULL))";
    let different = "(SELECT points.* REPLACE ([i]::DOUBLE[] AS bounds) FROM range(1025) numbers(i),
                      histogram(10, 'different', 's', 'delta', '{}', [1], [1, 1], NULL, NULL) points)";
    let many = "(SELECT points.* FROM range(100_001),
                 histogram(10, 'many', 's', 'delta', '{}', [1], [1, 1], NULL, NULL) points)";
    let database = database_of(&[
        "histogram(10, 'falling', 's', 'delta', '{}', [2, 1], [1, 1, 1], NULL, NULL)",
        "histogram(10, 'endless', 's', 'delta', '{}', [1, 'Infinity'::DOUBLE], [1, 1, 1], NULL, NULL)",
        "histogram(10, 'nan', 's', 'delta', '{}', ['NaN'::DOUBLE], [1, 1], NULL, NULL)",
        "histogram(10, 'short', 's', 'delta', '{}', [1, 2], [1, 1], NULL, NULL)",
        "histogram(10, 'null', 's', 'delta', '{}', [1, NULL], [1, 1, 1], NULL, NULL)",
        "histogram(10, 'boundless', 's', 'delta', '{}', [], [1], 1, 2)",
        "histogram(10, 'none', 's', 'delta', '{}', NULL, [1], 1, 2)",
        wide,
        different,
        many,
    ]);
    for metric in ["falling", "endless", "nan", "short", "null", "boundless", "none", "wide", "different", "many"] {
        let answer = percentile(&database, metric, 0.5).await;
        assert!(matches!(&answer, Err(AskError::QueryFailed(text)) if text.contains(metric)), "{metric}: {answer:?}");
    }
    // Wrong extremes move no observation out of its bucket, and the greatest count is one like any other.
    let lies = database_of(&[
        "histogram(10, 'lies', 'By', 'delta', '{}', [10, 20], [0, 18446744073709551615::UBIGINT, 0], 900, -5)",
        "histogram(10, 'lies', 'By', 'delta', '{\"a\":1}', [10, 20], [0, 5, 0], 'NaN'::DOUBLE, 'Infinity'::DOUBLE)",
    ]);
    let value = value(&lies, "lies", 0.5).await;
    assert!((10.0..=20.0).contains(&value), "{value}");
}

/// A point of a cumulative series, so many seconds old.
fn point(age: i64, bounds: &[f64], counts: &[u64]) -> Point {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Point {
        timestamp: i64::try_from(now.as_micros()).unwrap() - age * 1_000_000,
        start_time: None,
        service_name: "payments".into(),
        name: "http.server.request.duration".into(),
        unit: "s".into(),
        value: Value::Histogram {
            count: counts.iter().sum(),
            sum: None,
            temporality: Temporality::Cumulative,
            range: [None, None],
            buckets: Buckets { bounds: bounds.to_vec(), counts: counts.to_vec() },
        },
        attributes: "{}".to_owned(),
        resource: "{}".into(),
    }
}

#[tokio::test]
async fn a_live_database_answers_from_what_an_exponential_histogram_has_gained() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreOptions::new(folder.path().to_owned())).unwrap();
    let points = vec![
        point(400, &[0.0, 2.0, 4.0, 8.0], &[0, 0, 3, 5, 0]),
        // Wider, and then coarser: two between 1 and 2, two between 4 and 8, four up to 16.
        point(200, &[0.0, 1.0, 2.0, 4.0, 8.0, 16.0], &[0, 0, 2, 3, 7, 1, 0]),
        point(100, &[0.0, 1.0, 4.0, 16.0], &[0, 0, 5, 11, 0]),
    ];
    store.offer(Rows::Points(points)).unwrap();
    store.end();
    let database = coral_telemetry::Database::open_read_only(folder.path(), Options::default()).unwrap();
    let metric = "http.server.request.duration";
    let median = value(&database, metric, 0.5).await;
    assert!((4e9..=16e9).contains(&median), "{median}");
    assert_eq!(value(&database, metric, 0.25).await, 2e9);
    assert_eq!(value(&database, metric, 1.0).await, 16e9);
}
