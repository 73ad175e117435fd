//! `serve --live`: what OpenTelemetry's clients send is what scripts read, through bad input, restarts and kills.

use std::ops::Range;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};

use crate::http::{self, Served};
use crate::program::{REPOSITORY, Workspace, database};

/// The shortest time after which what was taken is on the disk, whatever happens: docs/live.md.
const WINDOW: Duration = Duration::from_secs(1);

/// A server with live data in a folder.
struct LiveServer {
    served: Served,
    http: u16,
    grpc: u16,
}

impl LiveServer {
    fn start(folder: &str) -> Self {
        let flags = ["--live", folder, "--otlp-http", "localhost:0", "--otlp-grpc", "localhost:0"];
        let served = Served::over(database(), &flags);
        let port = |message: &str| -> u16 {
            let log = served.wait_for_log(|log| log["message"] == message);
            log["address"].as_str().unwrap().rsplit(':').next().unwrap().parse().unwrap()
        };
        let (http, grpc) = (port("receiving OTLP over HTTP"), port("receiving OTLP over gRPC"));
        Self { served, http, grpc }
    }

    /// Sends spans over HTTP, as JSON.
    fn send(&self, spans: &Value) -> http::Answer {
        post_spans(self.http, spans)
    }

    /// The first cell of the answer to a query.
    fn cell(&self, sql: &str) -> Value {
        let answer = self.served.query(sql).expect(200).json();
        answer["rows"][0].as_object().unwrap().values().next().unwrap().clone()
    }

    #[track_caller]
    fn wait_for(&self, sql: &str, expected: &Value) {
        let begin = Instant::now();
        while self.cell(sql) != *expected {
            assert!(begin.elapsed() < Duration::from_secs(20), "{sql}: {} is not {expected}", self.cell(sql));
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn post_spans(port: u16, spans: &Value) -> http::Answer {
    let resource = json!({ "attributes": [{ "key": "service.name", "value": { "stringValue": "payments" } }] });
    let body = json!({ "resourceSpans": [{ "resource": resource, "scopeSpans": [{ "spans": spans }] }] });
    http::post(port, "/v1/traces", "Content-Type: application/json", &body.to_string())
}

/// A span of a server that took so long and ended now.
fn span(number: u64, milliseconds: u64, status: u64) -> Value {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
    let begin = now - u128::from(milliseconds) * 1_000_000;
    json!({
        "traceId": format!("{:032x}", number + 1), "spanId": format!("{:016x}", number + 1), "name": "POST /api/payments", "kind": 2,
        "startTimeUnixNano": begin.to_string(), "endTimeUnixNano": now.to_string(),
        "attributes": [
            { "key": "http.request.method", "value": { "stringValue": "POST" } },
            { "key": "http.route", "value": { "stringValue": "/api/payments" } },
            { "key": "http.response.status_code", "value": { "intValue": status.to_string() } },
        ],
    })
}

const COUNT: &str = "SELECT count(*) FROM otel_spans_local";

#[test]
fn what_is_sent_is_read_within_a_second_beside_what_the_machine_does() {
    let server = LiveServer::start("live");
    let sent = Instant::now();
    let answer = server.send(&json!([span(0, 650, 500), span(1, 50, 200)])).expect(200);
    assert_eq!(answer.json(), json!({}));
    server.wait_for(COUNT, &json!(2));
    // Far above what it takes, for machines that are busy; docs/benchmarks.md has what it takes.
    assert!(sent.elapsed() < Duration::from_secs(10));
    let percentile = server.served.get("/metrics/percentile?service=payments&metric=http.server.duration&p=1");
    assert_eq!(percentile.expect(200).json(), json!({ "value": 650_000_000.0 }));
    let rate = server.served.get("/metrics/error-rate?service=payments").expect(200).json();
    assert_eq!(rate, json!({ "value": 0.5, "request_count": 2, "error_count": 1 }));
    server.wait_for("SELECT count(*) > 5 FROM system_metrics_local", &json!(true));
    let cpu = server.served.get("/system/cpu").expect(200).json()["usage_percent"].as_f64().unwrap();
    assert!((0.0..=100.0).contains(&cpu), "{cpu}");
    let memory = server.served.get("/system/memory").expect(200).json();
    assert!(memory["used"].as_f64().unwrap() > 0.0 && memory["used"].as_f64() < memory["total"].as_f64(), "{memory}");
    let figures = server.served.get("/metrics").expect(200).body;
    assert!(figures.contains("coral_otlp_accepted_items_total{signal=\"spans\"} 2\n"), "{figures}");
    assert!(figures.contains("coral_live_duplicate_spans_total 0\n"), "{figures}");
}

#[test]
fn a_live_folder_is_a_database_also_without_its_server() {
    let workspace = Workspace::new();
    let folder = workspace.path("live");
    let server = LiveServer::start(folder.to_str().unwrap());
    server.send(&json!([span(0, 650, 500)])).expect(200);
    server.wait_for(COUNT, &json!(1));
    // While it is written, too.
    let query = |workspace: &Workspace| {
        workspace.coral(&[
            "query",
            "--db",
            "live",
            "--format",
            "csv",
            "SELECT service_name, http_status FROM otel_spans_local",
        ])
    };
    assert_eq!(query(&workspace).stdout, "service_name,http_status\r\npayments,500\r\n");
    server.served.signal("TERM");
    assert_eq!(server.served.finish().0.code, Some(0));
    assert_eq!(query(&workspace).stdout, "service_name,http_status\r\npayments,500\r\n");

    let refused = workspace.coral(&["query", "--db", ".", "SELECT 1"]);
    assert!(refused.stderr.contains("is a directory, not a database"), "{refused:?}");
}

#[test]
fn a_second_writer_and_a_foreign_folder_are_refused() {
    let workspace = Workspace::new().with("notes/a.txt", "mine");
    let server = LiveServer::start(workspace.path("live").to_str().unwrap());
    for (folder, expected) in
        [("live", "another process writes live data to"), ("notes", "is a folder without live data")]
    {
        let flags = ["serve", "--live", folder, "--listen", "localhost:0", "--otlp-http", "off", "--otlp-grpc", "off"];
        let refused = workspace.coral(&flags);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains(expected), "{refused:?}");
    }
    let taken = server.http.to_string();
    let address = format!("localhost:{taken}");
    let refused = workspace.coral(&["serve", "--live", "other", "--listen", "localhost:0", "--otlp-http", &address]);
    assert!(refused.stderr.contains("--otlp-http says where, or off"), "{refused:?}");
}

#[test]
fn bad_input_is_counted_and_makes_no_later_query_wrong() {
    let server = LiveServer::start("live");
    let mut backwards = span(1, 5, 200);
    backwards["endTimeUnixNano"] = json!("1");
    let mut of_1970 = span(2, 5, 200);
    of_1970["startTimeUnixNano"] = json!("1");
    let mut nobodys = span(3, 5, 200);
    nobodys["spanId"] = json!("");
    let mut crowded = span(4, 5, 200);
    let many: Vec<Value> =
        (0..10_000).map(|number| json!({ "key": format!("a{number}"), "value": { "intValue": "1" } })).collect();
    crowded["attributes"] = json!(many);
    let batch = json!([span(0, 5, 200), backwards, of_1970, nobodys, crowded]);
    let answer = server.send(&batch).expect(200).json();
    assert_eq!(answer["partialSuccess"]["rejectedSpans"], "3", "{answer}");
    // The same once more, as a client does that has not seen the answer.
    server.send(&batch).expect(200);
    http::post(server.http, "/v1/traces", "Content-Type: application/x-protobuf", "no protobuf").expect(400);
    server.wait_for(COUNT, &json!(2));
    assert_eq!(server.cell("SELECT max(dropped_attributes) FROM otel_spans_local"), json!(10_000 - 128));
    server.send(&json!([span(5, 5, 200)])).expect(200);
    server.wait_for(COUNT, &json!(3));
    let figures = server.served.get("/metrics").expect(200).body;
    for line in [
        "coral_live_duplicate_spans_total 2",
        "coral_otlp_refused_items_total{signal=\"spans\",reason=\"negative-duration\"} 2",
        "coral_otlp_dropped_requests_total{signal=\"spans\",reason=\"malformed\"} 1",
    ] {
        assert!(figures.contains(line), "{line} is not in {figures}");
    }
}

#[test]
fn the_scripts_that_ship_alert_on_live_faults_on_both_runtimes() {
    let workspace = Workspace::new();
    let server = LiveServer::start(workspace.path("live").to_str().unwrap());
    let spans: Vec<Value> = (0..20).map(|number| span(number, 700, if number % 2 == 0 { 500 } else { 200 })).collect();
    server.send(&json!(spans)).expect(200);
    server.wait_for(COUNT, &json!(20));
    server.wait_for("SELECT count(DISTINCT name) > 5 FROM system_metrics_local", &json!(true));
    for runtime in ["wasm", "deno"] {
        for (script, expected) in [
            ("high-latency-alert.ts", "CRITICAL ALERT: payments degraded - P99=700.0ms, Errors=50.00%"),
            ("correlation-analysis.ts", "10 errors"),
        ] {
            let script = format!("{REPOSITORY}/scripts/{script}");
            let run = workspace.coral(&["run", &script, "--db", "live", "--runtime", runtime, "--param", "checks=1"]);
            assert_eq!(run.code, Some(0), "{run:?}");
            assert!(run.stdout.contains(expected), "{script} on {runtime}: {run:?}");
        }
    }
}

/// That each of these spans is there, and no span twice.
fn assert_holds(server: &LiveServer, durable: &[Range<u64>]) {
    let twice = "SELECT count(*) - count(DISTINCT (trace_id, span_id)) FROM otel_spans_local";
    assert_eq!(server.cell(twice), json!(0));
    for range in durable {
        let [first, end] = [range.start, range.end].map(|number| format!("'{:016x}'", number + 1));
        let found = server.cell(&format!("{COUNT} WHERE span_id >= {first} AND span_id < {end}"));
        assert_eq!(found, json!(range.end - range.start), "are there of {range:?}, of {durable:?}");
    }
}

#[test]
fn what_was_taken_a_second_ago_outlives_any_kill() {
    let workspace = Workspace::new();
    let folder = workspace.path("live");
    let mut next = 0;
    let mut durable: Vec<Range<u64>> = Vec::new();
    for round in 0..20_u64 {
        let server = LiveServer::start(folder.to_str().unwrap());
        assert_holds(&server, &durable);

        let first = next;
        let is_over = AtomicBool::new(false);
        let port = server.http;
        let mut taken: Vec<(Instant, u64)> = Vec::new();
        let killed = thread::scope(|scope| {
            let sending = scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let spans: Vec<Value> = (next..next + 20).map(|number| span(number, 5, 200)).collect();
                    if post_spans(port, &json!(spans)).status == 200 {
                        next += 20;
                        taken.push((Instant::now(), next));
                    } else {
                        break;
                    }
                }
            });
            // At any moment of the writing, which takes a third of a second or so.
            thread::sleep(Duration::from_millis(1_100 + (round * 7_919) % 700));
            server.served.signal("KILL");
            let killed = Instant::now();
            is_over.store(true, Ordering::Relaxed);
            sending.join().unwrap();
            killed
        });
        assert_eq!(server.served.finish().0.code, None);
        let old_enough = taken.iter().filter(|(at, _)| *at + WINDOW <= killed);
        durable.push(first..old_enough.map(|(_, next)| *next).max().unwrap_or(first));
        // What was on its way when the kill came may or may not be there: it is not sent again.
        next += 20;
    }
    assert_holds(&LiveServer::start(folder.to_str().unwrap()), &durable);
    let held: u64 = durable.iter().map(|range| range.end - range.start).sum();
    assert!(held > 1_000, "only {held} spans were to outlive a kill");
}

/// What OpenTelemetry's own SDK for Python sends is what is read.
fn sent_by_python(server: &LiveServer, protocol: &str, endpoint: &str) {
    let target = std::env::current_exe().unwrap();
    let target = target.ancestors().find(|folder| folder.join("opentelemetry").is_dir());
    // tools/python-environment opentelemetry makes it.
    let python = target.unwrap().join("opentelemetry/bin/python");
    let script = format!("{REPOSITORY}/tests/end_to_end/opentelemetry/send.py");
    let sent = Command::new(python).args([&script, protocol, endpoint]).output().unwrap();
    assert!(sent.status.success() && sent.stderr.is_empty(), "{sent:?}");

    let service = format!("python-{protocol}");
    server.wait_for(&format!("SELECT count(*) FROM otel_spans_local WHERE service_name = '{service}'"), &json!(10));
    let columns =
        "span_kind, duration_ns, is_error, http_status, http_route, status_message, attributes->>'$.number' AS number";
    let sql = format!(
        "SELECT {columns} FROM otel_spans_local WHERE service_name = '{service}' ORDER BY duration_ns DESC LIMIT 1"
    );
    assert_eq!(
        server.served.query(&sql).expect(200).json()["rows"][0],
        json!({
            "span_kind": "server", "duration_ns": 500_000_000, "is_error": true, "http_status": 503,
            "http_route": "/things/{id}", "status_message": "out of things", "number": "5",
        })
    );
    let children = format!(
        "SELECT count(*) FROM otel_spans_local AS child JOIN otel_spans_local AS parent
         ON child.parent_span_id = parent.span_id AND child.trace_id = parent.trace_id
         WHERE child.service_name = '{service}' AND child.span_kind = 'client' AND parent.span_kind = 'server'"
    );
    assert_eq!(server.cell(&children), json!(5));

    server.wait_for(
        &format!("SELECT count(DISTINCT name) FROM otel_metrics_local WHERE service_name = '{service}'"),
        &json!(4),
    );
    let percentile = |metric: &str, p: f64| {
        let path = format!("/metrics/percentile?service={service}&metric={metric}&p={p}");
        server.served.get(&path).expect(200).json()["value"].as_f64().unwrap()
    };
    assert_eq!(percentile("http.server.duration", 0.5), percentile("http.server.request.duration", 0.5));
    assert_eq!(percentile("queue.length", 0.5), 42.0);
    // 1 to 100 ms in buckets up to 10, 100 and 1000 ms.
    let median = percentile("explicit", 0.5);
    assert!((45e6..=55e6).contains(&median), "{median}");
    // 1 to 100 s in buckets whose bounds are a few percent apart.
    let median = percentile("exponential", 0.5);
    assert!((48e9..=53e9).contains(&median), "{median}");
}

#[test]
fn opentelemetrys_own_sdk_sends_over_http() {
    let server = LiveServer::start("live");
    sent_by_python(&server, "http", &format!("http://localhost:{}", server.http));
}

#[test]
fn opentelemetrys_own_sdk_sends_over_grpc() {
    let server = LiveServer::start("live");
    sent_by_python(&server, "grpc", &format!("localhost:{}", server.grpc));
}
