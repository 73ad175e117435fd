//! `coral-wasm services`: which services there are, and how they do.

use std::process::Command;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::http::Served;
use crate::program::{Finished, Workspace, database};

/// Tells the test that runs in another process which database to make, and of which SQL.
const MADE: &str = "CORAL_TEST_MADE";
const MADE_OF: &str = "CORAL_TEST_MADE_OF";

const SPANS: &str = "CREATE TABLE otel_spans_local (trace_id VARCHAR, span_id VARCHAR, service_name VARCHAR, \
    duration_ns BIGINT, is_error BOOLEAN, http_status INTEGER, http_method VARCHAR, http_route VARCHAR, start_time TIMESTAMP); \
    CREATE TABLE system_metrics_local (name VARCHAR, value DOUBLE, unit VARCHAR, timestamp TIMESTAMP);";

/// The body of that process; without a database to make there is nothing to do.
#[test]
fn makes_a_database() {
    let (Some(path), Ok(sql)) = (std::env::var_os(MADE), std::env::var(MADE_OF)) else { return };
    duckdb::Connection::open(path).unwrap().execute_batch(&sql).unwrap();
}

/// A folder with `spans.db`, made of the tables and this SQL. In another process, since DuckDB's library is loaded there.
fn with_spans(sql: &str) -> Workspace {
    let workspace = Workspace::new();
    let mut maker = Command::new(std::env::current_exe().unwrap());
    maker.args(["--exact", "services::makes_a_database"]);
    maker.env(MADE, workspace.path("spans.db")).env(MADE_OF, format!("{SPANS} {sql}"));
    assert!(maker.output().unwrap().status.success());
    workspace
}

/// The same with the ages of what was seen last left out, which depend on the moment.
fn without_ages(text: &str) -> String {
    let lines = text.lines().map(|line| line.rsplit_once(" | ").map_or(line, |(rest, _)| rest.trim_end()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_service_is_a_row_with_its_figures() {
    let finished = Workspace::new().coral(&["services", "--db", database(), "--since", "5m"]).expect_code(0);
    assert_eq!(finished.stderr, "");
    assert_snapshot!(without_ages(&finished.stdout), @r"
     service  | requests/s | errors | error share |     P50 |     P95 |    P99
    ----------+------------+--------+-------------+---------+---------+--------+-----------
     payments |     0.0167 |      2 |      40.0 % |   52 ms |  642 ms | 650 ms
     orders   |     0.0100 |      0 |       0.0 % | 20.2 ms | 29.2 ms |  30 ms
     users    |    0.00667 |      0 |       0.0 % |  531 ms |  576 ms | 580 ms
    ");
    assert!(finished.stdout.contains("1m ago"), "{}", finished.stdout);
}

#[test]
fn a_file_and_a_server_give_the_same_figures_and_those_of_the_routes() {
    let served = Served::shared();
    let address = format!("http://localhost:{}", served.port);
    let found = |source: [&str; 2]| -> Value {
        let finished = Workspace::new().coral(&["services", "--format", "json", "--since", "1h", source[0], source[1]]);
        serde_json::from_str(&finished.expect_code(0).stdout).unwrap()
    };
    let mut both = [found(["--db", database()]), found(["--server", &address])];
    for services in &mut both {
        for service in services.as_array_mut().unwrap() {
            let seen = service.as_object_mut().unwrap().remove("last_seen").unwrap();
            assert!(seen.as_str().unwrap().ends_with('Z'), "{seen}");
        }
    }
    assert_eq!(both[0], both[1]);
    let first = &both[0][0];
    assert_eq!(
        *first,
        json!({ "service_name": "payments", "request_count": 5, "requests_per_second": 5.0 / 3600.0, "error_count": 2,
            "error_rate": 0.4, "p50_ns": 52_000_000, "p95_ns": 642_000_000, "p99_ns": 650_000_000 })
    );
    let p99 = served.get("/metrics/percentile?service=payments&p=0.99&window=1h").expect(200).json();
    assert_eq!(p99["value"].as_f64(), first["p99_ns"].as_f64());
}

#[test]
fn csv_has_the_figures_of_json() {
    let finished = Workspace::new().coral(&["services", "--db", database(), "--format", "csv"]).expect_code(0);
    let mut lines = finished.stdout.split("\r\n");
    let names = "service_name,request_count,requests_per_second,error_count,error_rate,p50_ns,p95_ns,p99_ns,last_seen";
    assert_eq!(lines.next(), Some(names));
    let first = lines.next().unwrap();
    assert!(
        first.starts_with("payments,5,0.00138") && first.contains(",2,0.4,52000000,642000000,650000000,2"),
        "{first}"
    );
}

#[test]
fn where_there_is_nothing_it_is_said_what_to_do() {
    let short = Workspace::new().coral(&["services", "--db", database(), "--since", "10s"]).expect_code(0);
    assert_eq!(short.stdout, "");
    assert!(
        short.stderr.starts_with("note: no service had a request in the last 10s, the latest was 1m"),
        "{}",
        short.stderr
    );
    assert!(short.stderr.trim_end().ends_with("look further back, such as with --since 2m"), "{}", short.stderr);

    let empty = with_spans("");
    for (format, printed) in [
        ("table", ""),
        ("json", "[]\n"),
        (
            "csv",
            "service_name,request_count,requests_per_second,error_count,error_rate,p50_ns,p95_ns,p99_ns,last_seen\r\n",
        ),
    ] {
        let finished = empty.coral(&["services", "--db", "spans.db", "--format", format]).expect_code(0);
        assert_eq!(finished.stdout, printed);
        let note = "note: there are no requests of any service yet: send telemetry to it, or name another source with --db PATH \
                    or --server URL\n";
        assert_eq!(finished.stderr, note);
    }
}

#[test]
fn spans_that_lack_something_and_hostile_names_do_no_harm() {
    let workspace = with_spans(
        "INSERT INTO otel_spans_local (service_name, duration_ns, is_error, start_time) VALUES
            (NULL, 1, false, now() AT TIME ZONE 'UTC'),
            ('a' || chr(27) || '[2J', NULL, NULL, now() AT TIME ZONE 'UTC'),
            ('huge', 9223372036854775807, true, now() AT TIME ZONE 'UTC'),
            ('future', 0, false, (now() AT TIME ZONE 'UTC') + INTERVAL 1 HOUR);",
    );
    let finished = workspace.coral(&["services", "--db", "spans.db"]).expect_code(0);
    assert!(!finished.stdout.contains('\u{1b}'), "{:?}", finished.stdout);
    assert!(finished.stdout.contains(r"a\u001b[2J"), "{}", finished.stdout);
    assert_eq!(finished.stdout.lines().count(), 5, "{}", finished.stdout);
    let found = workspace.coral(&["services", "--db", "spans.db", "--format", "json"]).expect_code(0);
    let found: Value = serde_json::from_str(&found.stdout).unwrap();
    let named = |name: &str| found.as_array().unwrap().iter().find(|row| row["service_name"] == name).unwrap().clone();
    assert_eq!(named("huge")["p99_ns"], i64::MAX);
    assert_eq!(named("a\u{1b}[2J")["p99_ns"], Value::Null);
    assert_eq!(named("a\u{1b}[2J")["error_count"], 0);
}

#[test]
fn a_window_of_any_length_is_one() {
    for since in ["1ms", "90d", "500years", "100000years"] {
        Workspace::new().coral(&["services", "--db", database(), "--since", since]).expect_code(0);
    }
    for since in ["0s", "5", "yesterday"] {
        let finished = Workspace::new().coral(&["services", "--db", database(), "--since", since]).expect_code(2);
        assert!(finished.stderr.contains("--since"), "{}", finished.stderr);
    }
}

#[test]
fn a_run_for_one_service_sees_that_one() {
    let finished = Workspace::new()
        .coral(&["services", "--db", database(), "--format", "json", "--service", "orders"])
        .expect_code(0);
    let found: Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!((found.as_array().unwrap().len(), &found[0]["service_name"]), (1, &json!("orders")));
}

#[test]
fn what_cannot_be_asked_is_named() {
    let said = Workspace::new().coral(&["services", "--db", "missing.db"]).expect_code(1).stderr;
    assert!(said.starts_with("error: no database at missing.db"), "{said}");
    let bare = Workspace::new().with("bare.db", include_bytes!("fixtures/no-tables.duckdb"));
    let said = bare.coral(&["services", "--db", "bare.db"]).expect_code(1).stderr;
    assert!(said.contains("otel_spans_local"), "{said}");
    let said = Workspace::new().coral(&["services", "--server", "http://127.0.0.1:1"]).expect_code(1).stderr;
    assert!(said.starts_with("error: http://127.0.0.1:1 cannot be reached"), "{said}");
}

#[test]
fn the_help_shows_how_to_ask() {
    let help = Workspace::new().coral(&["services", "--help"]).expect_code(0).stdout;
    for word in ["Examples:", "coral-wasm services --since", "--server", "[default: 1h]"] {
        assert!(help.contains(word), "{word}: {help}");
    }
    let listed = Finished::of({
        let mut command = Workspace::new().command();
        command.current_dir("/").arg("--help");
        command
    });
    assert!(listed.stdout.contains("query ") && listed.stdout.contains("services "), "{}", listed.stdout);
}
