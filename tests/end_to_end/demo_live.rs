//! `demo live`: services that there are not, real OTLP, the real server, and the scripts that ship.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::http;
use crate::live::Live;
use crate::program::Workspace;

#[test]
fn faults_come_and_the_scripts_that_ship_alert_on_them() {
    let workspace = Workspace::new();
    let mut command = workspace.command();
    command.args(["demo", "live", "--live", "kept"]);
    let live = Live::start(command);
    live.wait_for("payments: slow and failing");
    live.wait_for("critical  high-latency-alert: payments service degraded: high latency AND high error rate");
    live.wait_for("correlation-analysis: ");
    let printed = live.printed();
    let before: Vec<&str> = printed.lines().take_while(|line| !line.contains("slow and failing")).collect();
    assert!(!before.iter().any(|line| line.contains("high-latency-alert: ")), "nothing was wrong yet: {printed}");

    // What the first lines say to try.
    let server = printed.lines().find_map(|line| line.split_once("--server ")).unwrap().1;
    let services = workspace.coral(&["services", "--server", server, "--format", "csv"]).expect_code(0);
    let names: Vec<&str> = services.stdout.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(names, ["orders", "payments", "users"]);
    let port = server.rsplit(':').next().unwrap().parse().unwrap();
    let figures = http::get(port, "/metrics", "Accept: */*").expect(200).body;
    assert!(!figures.contains("coral_otlp_refused_items_total{signal=\"spans\",reason"), "{figures}");

    live.signal("INT");
    let (finished, _) = live.finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let end = finished.stdout.lines().last().unwrap();
    assert!(end.contains(" 0 refused, 0 lost; "), "{end}");
    assert_eq!(finished.stderr, "");

    // All of it was kept, and it is a database like any other.
    let received = end.split_once("received ").unwrap().1.split(' ').next().unwrap();
    let count = ["query", "--db", "kept", "--format", "csv", "SELECT count(*) AS n FROM otel_spans_local"];
    assert_eq!(workspace.coral(&count).stdout, format!("n\r\n{received}\r\n"));
}

#[test]
fn a_demo_that_nobody_reads_ends() {
    let workspace = Workspace::new();
    let mut command = workspace.command();
    command.args(["demo", "live"]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut demo = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(demo.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("receiving OTLP"), "{line}");
    // Who read has gone; the next line is the first fault's, if not one before.
    assert!(demo.wait().unwrap().success());
}

#[test]
fn a_demo_that_is_to_end_ends_and_leaves_nothing() {
    let workspace = Workspace::new();
    let temporary = workspace.path("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = workspace.command();
    command.args(["demo", "live", "--for", "1s"]).env("TMPDIR", &temporary);
    let (finished, _) = Live::start(command).finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert!(finished.stdout.contains("end       received "), "{finished:?}");
    assert_eq!(std::fs::read_dir(temporary).unwrap().count(), 0);
}
