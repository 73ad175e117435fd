//! How a server starts, and how it ends.

use std::time::Duration;

use serde_json::json;

use crate::http::{Answer, Served};
use crate::program::{Workspace, database};

// It needs time and no memory, so that twenty of them fit.
const ENDLESS: &str = "SELECT sum(range % 7) FROM range(1000000000000000)";

fn body(sql: &str) -> String {
    json!({ "sql": sql }).to_string()
}

#[test]
fn what_is_under_way_finishes_after_a_signal() {
    for signal in ["INT", "TERM"] {
        let served = Served::start(&["--emit-to", "events.jsonl", "--query-time", "1s"]);
        served.post("/emit", r#"{"name":"before","data":{"a":1},"severity":"warning"}"#).expect(200);
        let running = served.begin("/db/query", &body(ENDLESS));
        served.wait_until_busy(1);
        let events = served.workspace.path("events.jsonl");
        served.signal(signal);
        let answer = Answer::read(running);
        assert_eq!(answer.status, 504, "{answer:?}");
        let written = std::fs::read_to_string(events).unwrap();
        assert_eq!(written.lines().count(), 1);
        assert!(written.starts_with(r#"{"name":"before","data":{"a":1},"severity":"warning""#), "{written}");
        served.finish().0.expect_code(0);
    }
}

#[test]
fn what_takes_longer_than_the_grace_is_cut_off() {
    let served = Served::start(&["--grace", "200ms", "--query-time", "5m"]);
    let running = served.begin("/db/query", &body(ENDLESS));
    served.wait_until_busy(1);
    served.signal("TERM");
    let (finished, took) = served.finish();
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert!(finished.expect_code(0).stderr.contains("cut off"));
    assert_eq!(Answer::read(running).status, 0);
}

#[test]
fn a_connection_that_asks_nothing_holds_nothing_up() {
    let served = Served::start(&["--grace", "60s"]);
    let _idle = served.connect();
    served.get("/health").expect(200);
    served.signal("INT");
    let (finished, took) = served.finish();
    finished.expect_code(0);
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let served = Served::start(&[]);
    let workspace = Workspace::new();
    let address = format!("localhost:{}", served.port);
    let taken = workspace.coral(&["serve", "--db", database(), "--listen", &address]).expect_code(1);
    assert!(taken.stderr.starts_with(&format!("error: {address} is taken by another program")), "{}", taken.stderr);
    let missing = workspace.coral(&["serve", "--db", "nowhere.db", "--listen", "localhost:0"]).expect_code(1);
    assert!(missing.stderr.contains("nowhere.db") && missing.stderr.contains("demo init"), "{}", missing.stderr);
    for address in ["localhost", "9003", "localhost:http", "::1:9003"] {
        let wrong = workspace.coral(&["serve", "--listen", address]).expect_code(2);
        assert!(wrong.stderr.contains("--listen"), "{}", wrong.stderr);
    }
    let nowhere = workspace.coral(&["serve", "--db", database(), "--listen", "no.such.host.invalid:0"]).expect_code(1);
    assert!(nowhere.stderr.contains("no.such.host.invalid"), "{}", nowhere.stderr);
}
