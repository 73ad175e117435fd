//! The walk-through: the scripts that ship, over the sample database, and those that must be refused.

use insta::assert_snapshot;

use crate::program::{Finished, REPOSITORY, Workspace, database};

fn run(script: &str, flags: &[&str]) -> Finished {
    let path = format!("{REPOSITORY}/{script}");
    let mut command = Workspace::new().command();
    command.current_dir(REPOSITORY).args(["run", &path, "--db", database(), "-q"]).args(flags);
    Finished::of(command)
}

#[test]
fn the_latency_alert_prints_the_lines_of_the_original() {
    let finished = run("scripts/high-latency-alert.ts", &["--param", "checks=1"]).expect_code(0);
    assert_snapshot!(finished.stdout, @r"
    Starting high latency monitoring for payments...
      Latency threshold: 500ms
      Error rate threshold: 1%
      Check interval: 30s
    🚨 CRITICAL ALERT: payments degraded - P99=650.0ms, Errors=40.00%
    ");
    assert_eq!(finished.stderr, "");
}

#[test]
fn the_correlation_analysis_prints_the_lines_of_the_original() {
    let finished = run("scripts/correlation-analysis.ts", &["--param", "checks=1"]).expect_code(0);
    assert_snapshot!(finished.stdout, @r"
    Starting correlation analysis for payments...
      High memory threshold: 80%
      High CPU threshold: 80%
      Check interval: 60s
    Found 2 error traces in the last 5 minutes
    🔍 CORRELATION DETECTED: 2 errors + High Memory
       CPU: 78.9%, Memory: 84.4%
    ");
    assert_eq!(finished.stderr, "");
}

#[test]
fn the_services_are_listed_with_their_spans() {
    let finished = run("scripts/services.ts", &[]).expect_code(0);
    assert_snapshot!(finished.stdout, @r#"
    Services: {
      rows: [
        { service_name: "orders", count: 3 },
        { service_name: "payments", count: 5 },
        { service_name: "users", count: 2 }
      ],
      count: 3,
      truncated: false
    }
    "#);
    assert_eq!(finished.stderr, "");
}

#[test]
fn a_monitor_says_which_parameter_is_wrong() {
    for script in ["scripts/high-latency-alert.ts", "scripts/correlation-analysis.ts"] {
        let finished = run(script, &["--param", "checks=many"]).expect_code(2);
        let expected = "error: --param checks=many: it must be a whole number such as 5\n";
        assert_eq!(finished.stderr, expected, "{script}");
    }
}

#[test]
fn a_script_that_reads_a_file_is_refused() {
    let finished = run("demo/bad-script.ts", &[]).expect_code(1);
    let message = "NotCapable: Requires read access to \"/etc/passwd\", run again with the --allow-read flag";
    assert!(finished.stderr.contains(message), "{}", finished.stderr);
    assert!(finished.stderr.contains("demo/bad-script.ts:5:"), "{}", finished.stderr);
    assert_eq!(finished.stdout, "");
}

#[test]
fn a_script_that_sends_data_away_is_refused() {
    let finished = run("demo/bad-script-2.ts", &[]).expect_code(1);
    let message = "NotCapable: Requires net access to \"evil.com:443\", run again with the --allow-net flag";
    assert!(finished.stderr.contains(message), "{}", finished.stderr);
    assert!(finished.stderr.contains("demo/bad-script-2.ts:5:"), "{}", finished.stderr);
    assert_eq!(finished.stdout, "");
}

#[test]
fn demo_init_can_be_repeated_and_leaves_other_files_alone() {
    let workspace = Workspace::new();
    for _ in 0..2 {
        let finished = workspace.coral(&["demo", "init"]).expect_code(0);
        assert!(finished.stdout.starts_with("coral-demo/agent.db: the sample database"), "{}", finished.stdout);
    }
    workspace.write("mine/agent.db", "not a database");
    let finished = workspace.coral(&["demo", "init", "mine"]).expect_code(1);
    assert!(finished.stderr.contains("mine/agent.db"), "{}", finished.stderr);
    assert_eq!(workspace.read("mine/agent.db"), "not a database");
}

#[test]
fn doctor_finds_all_that_a_run_needs() {
    let finished = Workspace::new().coral(&["doctor", "--db", database(), "-o", "json"]).expect_code(0);
    let findings: Vec<serde_json::Value> = serde_json::from_str(&finished.stdout).unwrap();
    for name in ["program", "engine", "cache", "database"] {
        let finding = findings.iter().find(|finding| finding["name"] == name).unwrap();
        assert_eq!(finding["state"], "ok", "{finding}");
    }
}
