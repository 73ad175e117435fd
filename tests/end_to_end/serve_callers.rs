//! Who may call a server, and as which run.

use serde_json::{Value, json};

use crate::http::Served;
use crate::program::{Workspace, database};

const PERCENTILE: &str = "/metrics/percentile?service=payments&p=0.5";

fn with_host(served: &Served, host: &str, more: &str) -> u16 {
    served.send(&format!("GET {PERCENTILE} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n")).status
}

#[test]
fn only_names_of_this_server_are_answered() {
    let served = Served::start(&["--host", "metrics.example.com"]);
    let port = served.port;
    for host in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]", "metrics.example.com"] {
        assert_eq!(with_host(&served, &format!("{host}:{port}"), ""), 200, "{host}");
    }
    for host in ["evil.com", "localhost.evil.com", "evil.com:9003", "", "a@localhost", "10.0.0.1", "192.168.1.1:9003"] {
        assert_eq!(with_host(&served, host, ""), 403, "{host}");
    }
    let without = served.send(&format!("GET {PERCENTILE} HTTP/1.0\r\n\r\n"));
    assert_eq!(without.status, 403);
    assert_eq!(with_host(&served, "localhost", "Host: evil.com\r\n"), 403);
    let foreign = format!("GET http://evil.com{PERCENTILE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!(served.send(&foreign).status, 403);
    // Not even what is open to everyone.
    served.send("GET /health HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n").expect(403);
}

#[test]
fn pages_of_other_sites_are_refused() {
    let served = Served::start(&[]);
    let own = format!("Origin: http://localhost:{}", served.port);
    served.get_with(PERCENTILE, &own).expect(200);
    for header in [
        "Origin: https://evil.com",
        "Origin: null",
        "Origin: http://localhost:1",
        "Origin: http://localhost.evil.com",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ] {
        let answer = served.get_with(PERCENTILE, header).expect(403);
        assert!(!answer.head.contains("access-control"), "{}", answer.head);
    }
    // A form of another page needs no permission of the browser to be sent.
    served.post_with("/emit", "Content-Type: text/plain\r\nOrigin: https://evil.com", r#"{"name":"x"}"#).expect(403);
}

#[test]
fn a_token_is_needed_where_there_is_one() {
    let served = Served::start(&["--token", "first-secret-0123456789", "--token", "monitor:second-secret-0123456789"]);
    let answer = served.get(PERCENTILE).expect(401);
    assert!(answer.head.contains("www-authenticate: bearer"), "{}", answer.head);
    for wrong in [
        "Authorization: Bearer wrong-secret-0123456789",
        "Authorization: Bearer monitor:second-secret-0123456789",
        "Authorization: Basic first-secret-0123456789",
        "Authorization: Bearer",
        "Authorization: first-secret-0123456789",
    ] {
        served.get_with(PERCENTILE, wrong).expect(401);
    }
    served.get_with(PERCENTILE, "Authorization: Bearer first-secret-0123456789").expect(200);
    served.get_with(PERCENTILE, "authorization: bearer second-secret-0123456789").expect(200);
    // Probes and scrapers bring none; nothing of the telemetry is in these.
    for open in ["/health", "/metrics", "/openapi.json"] {
        served.get(open).expect(200);
    }
    let log: String = served.log().iter().map(Value::to_string).collect();
    assert!(!log.contains("secret-0123456789"), "{log}");
}

#[test]
fn a_token_nobody_has_is_refused_where_none_is_needed() {
    let served = Served::start(&[]);
    served.get_with(PERCENTILE, "Authorization: Bearer left-over-from-elsewhere").expect(401);
}

#[test]
fn a_token_stands_for_a_run_with_its_scope_and_identity() {
    let served = Served::start(&["--token", "watcher@payments:secret-0123456789"]);
    let token = "Authorization: Bearer secret-0123456789";
    served.get_with(PERCENTILE, token).expect(200);
    served.get_with("/system/cpu", token).expect(200);
    for path in [
        "/metrics/percentile?service=orders&p=0.5",
        "/metrics/error-rate?service=orders",
        "/traces/query?service=users",
        "/services",
        "/services/activity?service=orders",
    ] {
        let answer = served.get_with(path, token).expect(403);
        assert!(answer.body.contains("\"payments\" alone"), "{answer:?}");
    }
    let services = json!({ "sql": "SELECT DISTINCT service_name FROM otel_spans_local" }).to_string();
    let rows = served.post_with("/db/query", token, &services).expect(200).json()["rows"].clone();
    assert_eq!(rows, json!([{ "service_name": "payments" }]));
    let sql = json!({ "sql": "SELECT * FROM main.otel_spans_local" }).to_string();
    served.post_with("/db/query", token, &sql).expect(403);
    let colony = "/coral.colony.v1.ColonyService/ExecuteQuery";
    assert_eq!(served.post_with(colony, token, &sql).expect(403).json()["code"], "permission_denied");
    let activity = served.get_with("/services/activity", token).expect(200).json();
    assert_eq!(activity["services"].as_array().unwrap().len(), 1, "{activity}");

    served.post_with("/emit", token, r#"{"name":"seen"}"#).expect(200);
    let event = served.wait_for_log(|line| line["message"] == "event");
    assert_eq!(event["script"], "watcher");
    let request = served.wait_for_log(|line| line["message"] == "request" && line["path"] == "/emit");
    assert_eq!(request["run_id"], event["run_id"]);
}

#[test]
fn an_address_that_others_reach_needs_a_token() {
    let workspace = Workspace::new();
    let finished = workspace.coral(&["serve", "--db", database(), "--listen", "0.0.0.0:0"]).expect_code(2);
    assert!(finished.stderr.contains("--token"), "{}", finished.stderr);
}

#[test]
fn a_token_that_is_none_is_refused_without_being_shown() {
    let workspace = Workspace::new();
    for token in ["short", "has a blank in it 0123456789", ":secret-0123456789", "script@:secret-0123456789"] {
        let finished = workspace.coral(&["serve", "--db", database(), "--token", token]).expect_code(2);
        assert!(finished.stderr.starts_with("error: --token is none: "), "{}", finished.stderr);
        assert!(!finished.stderr.contains("0123456789"), "{}", finished.stderr);
    }
}
