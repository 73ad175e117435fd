//! The log of a server: a line a request, as text and as JSON.

use serde_json::Value;

use crate::http::Served;
use crate::live::Live;
use crate::program::{Workspace, database};

#[test]
fn a_request_has_one_line_with_its_duration_rows_outcome_and_run() {
    let served = Served::start(&[]);
    served.query("SELECT range FROM range(7)").expect(200);
    served.query("SELEC").expect(400);
    let line = served.wait_for_log(|line| line["rows"] == 7);
    assert_eq!(line["message"], "request");
    assert_eq!((line["method"].as_str(), line["path"].as_str()), (Some("POST"), Some("/db/query")));
    assert_eq!((line["status"].as_u64(), line["outcome"].as_str()), (Some(200), Some("ok")));
    assert!(line["duration_ms"].as_f64().unwrap() > 0.0, "{line}");
    assert_eq!(line["run_id"].as_str().unwrap().len(), 32, "{line}");
    served.wait_for_log(|line| line["outcome"] == "query-failed" && line["status"] == 400);
}

#[test]
fn what_a_request_says_is_not_in_the_log() {
    let served = Served::start(&[]);
    served.get("/metrics/percentile?service=payments&p=0.5&password=hunter2").expect(200);
    served.query("SELECT 'hunter2'").expect(200);
    served.get_with("/system/cpu", "Cookie: hunter2").expect(200);
    served.wait_for_log(|line| line["path"] == "/system/cpu");
    let log: String = served.log().iter().map(Value::to_string).collect();
    assert!(!log.contains("hunter2"), "{log}");
}

#[test]
fn a_path_cannot_forge_a_line() {
    let served = Served::start(&[]);
    served.get("/%0a%1b%5b31m{\"message\":\"forged\"}");
    served.wait_for_log(|line| line["path"].as_str().is_some_and(|path| path.contains("forged")));
    assert!(served.log().iter().all(|line| line["message"] != "forged"));
}

#[test]
fn the_text_format_is_for_people() {
    let workspace = Workspace::new();
    let mut command = workspace.command();
    command.args(["serve", "--listen", "localhost:0", "--db", database()]);
    let live = Live::start(command);
    live.wait_for("listening address=http://localhost:");
    live.signal("TERM");
    let finished = live.finish().0.expect_code(0);
    assert!(finished.stderr.contains("INFO stopped"), "{}", finished.stderr);
    assert_eq!(finished.stdout, "");
}
