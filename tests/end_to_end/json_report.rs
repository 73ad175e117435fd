//! `-o json`: one JSON object on standard output with all that a run did.

use serde_json::{Map, Value};

use crate::program::{Finished, REPOSITORY, Workspace, database};

fn report(finished: &Finished) -> Value {
    serde_json::from_str(&finished.stdout).unwrap()
}

fn run_shipped(script: &str) -> Value {
    let path = format!("{REPOSITORY}/scripts/{script}");
    let arguments = ["run", &path, "--db", database(), "--param", "checks=1", "-o", "json"];
    report(&Workspace::new().coral(&arguments).expect_code(0))
}

fn keys(object: &Map<String, Value>) -> Vec<&str> {
    object.keys().map(String::as_str).collect()
}

fn is_iso_timestamp(value: &Value) -> bool {
    let text = value.as_str().unwrap();
    let shape: String = text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    shape == "0000-00-00T00:00:00.000Z"
}

#[test]
fn the_alert_has_every_field_in_order() {
    let report = run_shipped("high-latency-alert.ts");
    let events = report["events"].as_array().unwrap();
    assert_eq!(events.len(), 1, "{report:#}");
    let event = events[0].as_object().unwrap();
    assert_eq!(keys(event), ["name", "data", "severity", "timestamp", "script", "run_id", "service"]);
    assert_eq!(event["name"], "alert");
    assert_eq!(event["severity"], "critical");
    assert_eq!(event["script"], "high-latency-alert");
    assert_eq!(event["run_id"], report["run_id"]);
    assert!(is_iso_timestamp(&event["timestamp"]));

    let mut data = event["data"].as_object().unwrap().clone();
    assert!(is_iso_timestamp(&data["timestamp"]));
    data["timestamp"] = Value::from("now");
    let expected = r#"{"message":"payments service degraded: high latency AND high error rate","service":"payments","severity":"critical","p99_latency_ms":650,"latency_threshold_ms":500,"error_rate_pct":40,"error_rate_threshold_pct":1,"cpu_usage_pct":78.9,"memory_usage_pct":84.375,"timestamp":"now"}"#;
    assert_eq!(Value::Object(data).to_string(), expected);
}

#[test]
fn the_correlation_has_every_field_in_order() {
    let report = run_shipped("correlation-analysis.ts");
    let events = report["events"].as_array().unwrap();
    assert_eq!(events.len(), 1, "{report:#}");
    assert_eq!(events[0]["name"], "correlation");
    assert_eq!(events[0]["severity"], "warning");
    let data = events[0]["data"].as_object().unwrap();
    let expected =
        ["type", "service", "error_count", "cpu_usage_pct", "memory_usage_pct", "sample_traces", "timestamp"];
    assert_eq!(keys(data), expected);
    assert_eq!(data["type"], "error_high_memory");
    assert_eq!(data["service"], "payments");
    assert_eq!(data["error_count"], 2);
    assert_eq!(data["cpu_usage_pct"], 78.9);
    assert_eq!(data["memory_usage_pct"], 84.375);
    assert!(is_iso_timestamp(&data["timestamp"]));
    let traces = data["sample_traces"].as_array().unwrap();
    assert_eq!(traces.len(), 2);
    for (trace, id) in traces.iter().zip(["trace-005", "trace-003"]) {
        assert_eq!(keys(trace.as_object().unwrap()), ["trace_id", "duration_ms", "http_status", "http_route"]);
        assert_eq!(trace["trace_id"], id);
        assert_eq!(trace["http_status"], 500);
        assert_eq!(trace["http_route"], "/api/payments");
        assert!(trace["duration_ms"].as_f64().unwrap() > 500.0);
    }
}

#[test]
fn usage_is_measured() {
    let report = run_shipped("correlation-analysis.ts");
    let usage = report["usage"].as_object().unwrap();
    let expected =
        ["fuel", "peak_memory", "wall_ms", "cpu_ms", "host_calls", "queries", "rows", "events", "console_bytes"];
    assert_eq!(keys(usage), expected);
    for (name, value) in usage {
        assert!(value.as_f64().unwrap() > 0.0, "{name} is {value}");
    }
    assert_eq!(usage["rows"], 2);
    assert_eq!(usage["events"], 1);
    assert!(usage["peak_memory"].as_u64() <= report["limits"]["memory"].as_u64());
    assert!(usage["cpu_ms"].as_f64() <= usage["wall_ms"].as_f64());
}

#[test]
fn the_log_holds_what_the_console_got() {
    let report = run_shipped("high-latency-alert.ts");
    assert_eq!(report["ending"], "completed");
    assert_eq!(report["exit_code"], 0);
    assert_eq!(report["logs"]["truncated"], false);
    let lines = report["logs"]["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["text"], "Starting high latency monitoring for payments...");
    assert_eq!(lines[4]["text"], "🚨 CRITICAL ALERT: payments degraded - P99=650.0ms, Errors=40.00%");
    let workspace = Workspace::with_script(
        "console.debug('a'); console.log('b'); console.info('c'); console.warn('d'); console.error('e');",
    );
    let report = self::report(&workspace.run(&["-o", "json"]).expect_code(0));
    let levels: Vec<&str> =
        report["logs"]["lines"].as_array().unwrap().iter().map(|line| line["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["debug", "log", "info", "warn", "error"]);
}

#[test]
fn an_exception_is_reported_with_its_place() {
    let workspace = Workspace::with_script("console.log('before');\nthrow new RangeError('boom');\n");
    let report = report(&workspace.run(&["-o", "json"]).expect_code(1));
    assert_eq!(report["ending"], "exception");
    assert_eq!(report["exit_code"], 1);
    assert!(report["error"]["message"].as_str().unwrap().ends_with("RangeError: boom"));
    let frame = &report["error"]["frames"][0];
    assert_eq!((&frame["file"], &frame["line"], &frame["column"]), (&"script.ts".into(), &2.into(), &7.into()));
    assert!(report["error"]["code_frame"].as_str().unwrap().contains("throw new RangeError('boom');"));
}

#[test]
fn a_limit_is_reported_by_name() {
    let workspace = Workspace::with_script("let n = 0; while (true) n += 1;");
    let report = report(&workspace.run(&["-o", "json", "--fuel", "10000000"]).expect_code(122));
    assert_eq!(report["ending"], "out-of-fuel");
    assert_eq!(report["limits"]["fuel"], 10_000_000);
    assert!(report["error"]["message"].as_str().unwrap().contains("--fuel"));
}

#[test]
fn an_exit_code_is_reported() {
    let report = report(&Workspace::with_script("Deno.exit(7)").run(&["-o", "json"]).expect_code(7));
    assert_eq!(report["ending"], "exited");
    assert_eq!(report["exit_code"], 7);
    assert_eq!(report.get("error"), None);
}

#[test]
fn a_script_that_does_not_compile_has_a_report_too() {
    let finished = Workspace::with_script("const a = = 1;").run(&["-o", "json"]).expect_code(1);
    let report: Value = serde_json::from_str(&finished.stdout).unwrap_or_default();
    assert!(report["error"]["message"].is_string(), "no JSON on standard output: {finished:#?}");
}

#[test]
fn events_on_standard_output_do_not_break_the_report() {
    let script = "import * as coral from 'jsr:@coral/sdk'; await coral.emit('one', { a: 1 });";
    let finished = Workspace::with_script(script).run(&["-o", "json", "--emit-to", "stdout"]);
    if finished.code == Some(2) {
        return; // The two may also be refused together.
    }
    assert_eq!(report(&finished)["events"][0]["name"], "one");
}
