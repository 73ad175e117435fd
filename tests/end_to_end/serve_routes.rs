//! Every route of the original, with its parameters, bodies and statuses.

use serde_json::{Value, json};

use crate::http::Served;

#[test]
fn health_tells_of_the_connections() {
    let served = Served::shared();
    let health = served.get("/health").expect(200).json();
    assert_eq!(health["status"], "ok");
    assert!(health["active_requests"].as_u64().unwrap() >= 1, "it counts itself: {health}");
    for name in ["open_connections", "in_use", "idle"] {
        assert!(health["db_stats"][name].is_u64(), "{health}");
    }
}

#[test]
fn the_figures_of_the_sample_are_those_of_the_readme() {
    let served = Served::shared();
    for (path, expected) in [
        ("/metrics/percentile?service=payments&metric=http.server.duration&p=0.99", json!({ "value": 650_000_000.0 })),
        ("/metrics/percentile?service=payments&p=0.99", json!({ "value": 650_000_000.0 })),
        ("/metrics/percentile?service=orders&p=0.99", json!({ "value": 30_000_000.0 })),
        ("/metrics/error-rate?service=payments", json!({ "value": 0.4, "request_count": 5, "error_count": 2 })),
        (
            "/metrics/error-rate?service=payments&window=5+minutes",
            json!({ "value": 0.4, "request_count": 5, "error_count": 2 }),
        ),
        ("/system/cpu", json!({ "usage_percent": 78.9 })),
        ("/system/memory", json!({ "used": 14_495_514_624_u64, "total": 17_179_869_184_u64 })),
    ] {
        let answer = served.get(path).expect(200);
        assert_eq!(answer.json(), expected, "{path}");
        assert!(answer.head.contains("content-type: application/json\r\n"), "{}", answer.head);
        assert!(answer.body.ends_with('\n'));
    }
}

#[test]
fn system_metrics_are_asked_for_by_name() {
    let served = Served::shared();
    let names = |path: &str| -> Vec<String> {
        let found = served.get(path).expect(200).json();
        found["metrics"].as_array().unwrap().iter().map(|sample| sample["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        names("/system/metrics"),
        ["system.cpu.utilization", "system.memory.total", "system.memory.usage"],
        "without a name, all"
    );
    let both = "/system/metrics?name=system.memory.total&name=system.cpu.utilization&name=never.recorded";
    assert_eq!(names(both), ["system.cpu.utilization", "system.memory.total"]);
    let sample = &served.get("/system/metrics?name=system.cpu.utilization").expect(200).json()["metrics"][0];
    assert_eq!((&sample["value"], &sample["unit"]), (&json!(78.9), &json!("percent")));
    assert!(sample["timestamp"].as_str().is_some_and(|time| time.ends_with('Z')), "{sample}");
}

#[test]
fn a_query_gives_no_more_rows_than_its_limit() {
    let served = Served::shared();
    let ask = |limit: Value| {
        served.post("/db/query", &json!({ "sql": "SELECT * FROM range(5)", "limit": limit }).to_string())
    };
    let some = ask(json!(4)).expect(200).json();
    assert_eq!((&some["count"], &some["truncated"]), (&json!(4), &json!(true)));
    let all = ask(json!(null)).expect(200).json();
    assert_eq!((&all["count"], &all["truncated"]), (&json!(5), &json!(false)));
    ask(json!(0)).expect(400);
    ask(json!(-1)).expect(400);
}

#[test]
fn where_there_is_no_data_the_answer_says_so() {
    let served = Served::shared();
    let percentile = served.get("/metrics/percentile?service=nobody&p=0.5").expect(404);
    assert!(percentile.body.contains("\"nobody\""), "{}", percentile.body);
    let rate = served.get("/metrics/error-rate?service=nobody").expect(200).json();
    assert_eq!(rate, json!({ "value": 0.0, "request_count": 0, "error_count": 0 }));
    let traces = served.get("/traces/query?service=nobody").expect(200).json();
    assert_eq!(traces, json!({ "traces": [], "count": 0 }));
}

#[test]
fn traces_are_filtered_by_duration_time_and_failure() {
    let served = Served::shared();
    let ids = |path: &str| -> Vec<String> {
        let found = served.get(path).expect(200).json();
        let traces = found["traces"].as_array().unwrap();
        assert_eq!(found["count"], traces.len());
        traces.iter().map(|trace| trace["trace_id"].as_str().unwrap().to_owned()).collect()
    };
    let all = ids("/traces/query?service=payments");
    assert_eq!(all.len(), 5);
    assert_eq!(ids("/traces/query?service=payments&minDuration=500ms"), ["trace-005", "trace-003"]);
    assert_eq!(ids("/traces/query?service=payments&timeRange=1h&minDuration=0.5s").len(), 2);
    assert_eq!(ids("/traces/query?service=payments&timeRange=1ms"), [""; 0]);
    assert_eq!(ids("/traces/query?service=payments&errorsOnly=true").len(), 2);
    assert_eq!(ids("/traces/query?service=payments&order=slowest&limit=1"), ["trace-005"]);
    let first = &served.get("/traces/query?service=payments&errorsOnly=true").json()["traces"][0];
    assert_eq!(first["http_status"], 500);
    assert_eq!(first["is_error"], true);
    assert!(first["start_time"].as_str().unwrap().ends_with('Z'), "{first}");
}

#[test]
fn rows_come_with_their_count_and_types() {
    let served = Served::shared();
    let sql = "SELECT 1 AS one, 0.5::DOUBLE AS half, 'é' AS word, NULL AS nothing, [1, 2] AS list, true AS yes, \
               TIMESTAMP '2026-01-31 12:00:00.5' AS then, 'nan'::DOUBLE AS nan, 9007199254740993 AS wide";
    let answer = served.query(sql).expect(200).json();
    let row = json!({
        "one": 1, "half": 0.5, "word": "é", "nothing": null, "list": [1, 2], "yes": true,
        "then": "2026-01-31T12:00:00.5Z", "nan": "NaN", "wide": 9_007_199_254_740_993_u64,
    });
    assert_eq!(answer["rows"], json!([row]));
    assert_eq!((&answer["count"], &answer["truncated"]), (&json!(1), &json!(false)));
    let types: Vec<&str> =
        answer["columns"].as_array().unwrap().iter().map(|column| column["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["int64", "double", "text", "int64", "json", "boolean", "timestamp", "double", "int64"]);

    let body = json!({ "sql": "SELECT 9007199254740993 AS wide, 1 AS one", "wide_integers": "text" }).to_string();
    let answer = served.post("/db/query", &body).expect(200).json();
    assert_eq!(answer["rows"], json!([{ "wide": "9007199254740993", "one": 1 }]));
}

#[test]
fn parameters_are_bound() {
    let served = Served::shared();
    let ask = |parameters: Value| {
        let body = json!({ "sql": "SELECT typeof(?) AS type, ?::VARCHAR AS text", "parameters": parameters });
        served.post("/db/query", &body.to_string())
    };
    for (value, kind, text) in [
        (json!(5), "BIGINT", "5"),
        (json!(0.1), "DOUBLE", "0.1"),
        (json!("x'; DROP TABLE otel_spans_local; --"), "VARCHAR", "x'; DROP TABLE otel_spans_local; --"),
        (json!(true), "BOOLEAN", "true"),
        (json!({ "double": "-Infinity" }), "DOUBLE", "-inf"),
    ] {
        let answer = ask(json!([value, value])).expect(200).json();
        assert_eq!(answer["rows"], json!([{ "type": kind, "text": text }]));
    }
    for wrong in [json!([[1], 1]), json!([{ "a": 1 }, 1]), json!([u64::MAX, 1]), json!([1]), json!([1, 2, 3])] {
        ask(wrong).expect(400);
    }
}

#[test]
fn the_row_limit_is_told_only_where_there_are_more_rows() {
    let served = Served::shared();
    for (rows, count, truncated) in [(9_999, 9_999, false), (10_000, 10_000, false), (10_001, 10_000, true)] {
        let answer = served.query(&format!("SELECT range AS i FROM range({rows})")).expect(200).json();
        assert_eq!((&answer["count"], &answer["truncated"]), (&json!(count), &json!(truncated)), "{rows}");
        assert_eq!(answer["rows"].as_array().unwrap().len(), count);
    }
}

#[test]
fn what_is_wrong_with_a_request_is_said_in_one_line() {
    let served = Served::shared();
    let text = |path: &str| served.get(path).expect(400).body;
    assert_eq!(text("/metrics/percentile"), "Missing required parameters: service, p\n");
    assert_eq!(text("/metrics/percentile?service=payments"), "Missing required parameter: p\n");
    assert_eq!(text("/metrics/error-rate?service="), "Missing required parameter: service\n");
    for p in ["1.5", "-0.1", "NaN", "half", "0x1"] {
        let path = format!("/metrics/percentile?service=payments&p={p}");
        assert_eq!(text(&path), "Invalid percentile value (must be 0-1)\n", "{p}");
    }
    for path in [
        "/metrics/error-rate?service=payments&window=5M",
        "/metrics/error-rate?service=payments&window=5m'%20OR%201=1",
        "/traces/query?service=payments&minDuration=500",
        "/traces/query?service=payments&timeRange=1%20hour;",
        "/traces/query?service=payments&limit=0",
        "/traces/query?service=payments&limit=10001",
        "/traces/query?service=payments&limit=-1",
        "/traces/query?service=payments&order=best",
        "/traces/query?service=payments&errorsOnly=1",
        "/services/activity?window=never",
    ] {
        let answer = served.get(path).expect(400);
        assert_eq!(answer.body.lines().count(), 1, "{answer:?}");
        assert!(answer.head.contains("content-type: text/plain; charset=utf-8"), "{answer:?}");
        assert!(answer.head.contains("x-content-type-options: nosniff"), "{answer:?}");
    }
    let posted = |path: &str, body: &str| served.post(path, body).expect(400).body;
    assert_eq!(posted("/db/query", "{}"), "SQL query is required\n");
    assert_eq!(posted("/db/query", r#"{"sql":""}"#), "SQL query is required\n");
    assert!(posted("/db/query", "SELECT 1").starts_with("Invalid request: "));
    assert!(posted("/db/query", r#"{"sql":1}"#).starts_with("Invalid request: "));
    assert!(posted("/db/query", "").starts_with("Invalid request: "));
    assert!(posted("/db/query", r#"["SELECT 1"]"#).contains("expected an object"));
    assert_eq!(posted("/emit", r#"{"name":""}"#), "Event name is required\n");
    assert!(posted("/emit", r#"{"name":"a","data":[1]}"#).contains("it is an array"));
    assert!(posted("/emit", r#"{"name":"a","severity":"loud"}"#).contains("\"loud\""));
    assert!(posted("/db/query", r#"{"sql":"SELECT nothing FROM nowhere"}"#).starts_with("Query failed: Catalog Error"));
}

#[test]
fn errors_are_json_where_that_is_asked_for() {
    let served = Served::shared();
    let answer = served.get_with("/metrics/percentile?service=nobody&p=1", "Accept: application/json").expect(404);
    assert_eq!(answer.json()["error"]["code"], "not-found");
    let body = json!({ "sql": "SELEC 1" }).to_string();
    let error = served.post_with("/db/query", "Accept: text/html, application/json;q=0.9", &body).expect(400).json();
    assert_eq!(error["error"]["code"], "query-failed");
    assert!(!error["error"]["message"].as_str().unwrap().starts_with("Query failed"), "{error}");
}

#[test]
fn statements_that_do_more_than_read_are_refused() {
    let served = Served::shared();
    for (sql, status) in [
        ("DROP TABLE otel_spans_local", 403),
        ("SELECT 1; SELECT 2", 403),
        ("SELECT * FROM read_text('/etc/passwd')", 403),
        ("COPY otel_spans_local TO '/tmp/out.csv'", 403),
        ("SET memory_limit = '10GB'", 403),
    ] {
        served.query(sql).expect(status);
    }
}

#[test]
fn unknown_paths_and_other_methods_are_told_apart() {
    let served = Served::shared();
    assert_eq!(served.get("/nowhere").expect(404).body, "404 page not found\n");
    let answer = served.get("/db/query").expect(405);
    assert_eq!(answer.body, "Method not allowed\n");
    assert!(answer.head.contains("allow: post"), "{}", answer.head);
    served.get("/emit").expect(405);
    served.post("/system/cpu", "").expect(405);
}

#[test]
fn services_are_listed_with_their_activity() {
    let served = Served::shared();
    let services = served.get("/services").expect(200).json();
    let names: Vec<&str> =
        services["services"].as_array().unwrap().iter().map(|one| one["service_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["orders", "payments", "users"]);
    let activity = served.get("/services/activity?service=payments&window=5m").expect(200).json();
    let expected = json!([{ "service_name": "payments", "request_count": 5, "error_count": 2 }]);
    assert_eq!(activity["services"], expected);
}

#[test]
fn an_event_is_logged_and_needs_no_more_than_a_name() {
    let served = Served::shared();
    for body in [r#"{"name":"plain"}"#, r#"{"name":"plain","data":null,"severity":""}"#] {
        assert_eq!(served.post("/emit", body).expect(200).json(), json!({ "status": "ok" }));
    }
    let line = served.wait_for_log(|line| line["message"] == "event" && line["name"] == "\"plain\"");
    assert_eq!((&line["severity"], &line["data"]), (&json!("info"), &json!("{}")));
}

#[test]
fn the_server_describes_and_counts_itself() {
    let served = Served::shared();
    served.get("/metrics/error-rate?service=payments").expect(200);
    let openapi = served.get("/openapi.json").expect(200).json();
    for path in ["/db/query", "/metrics/percentile", "/traces/query", "/emit", "/health"] {
        assert!(openapi["paths"][path].is_object(), "{path}");
    }
    let figures = served.get("/metrics").expect(200);
    assert!(figures.head.contains("content-type: application/openmetrics-text"), "{}", figures.head);
    let count = "coral_http_requests_total{route=\"/metrics/error-rate\",status=\"200\",outcome=\"ok\"}";
    assert!(figures.body.contains(count), "{}", figures.body);
    assert!(figures.body.contains("coral_http_request_duration_seconds_bucket"), "{}", figures.body);
}
