//! `coral-wasm new`: what it begins with compiles, runs everywhere, says something, and passes every check there is.

use std::fs;
use std::process::Command;

use crate::program::{Finished, REPOSITORY, Workspace, database};

const TEMPLATES: [&str; 3] = ["monitor", "report", "skill"];

fn deno(workspace: &Workspace, arguments: &[&str]) -> Finished {
    let mut command = Command::new(format!("{REPOSITORY}/tools/node_modules/@deno/linux-x64-glibc/deno"));
    command.current_dir(workspace.path("")).env("NO_COLOR", "1").env("DENO_DIR", workspace.path("deno_dir"));
    command.args(arguments);
    Finished::of(command)
}

/// A folder with a script of each template, called as that is.
fn all() -> Workspace {
    let workspace = Workspace::new();
    for template in TEMPLATES {
        let made = workspace.coral(&["new", template, template]).expect_code(0);
        assert_eq!(
            made.stdout,
            format!(
                "{template}.ts: a {template}, declared in coral.toml\n\
                 try: coral-wasm run {template}.ts, and coral-wasm check {template}.ts\n"
            )
        );
    }
    workspace
}

fn run(workspace: &Workspace, script: &str, flags: &[&str]) -> Finished {
    workspace.coral(&[&["run", script, "-q", "--db", database()], flags].concat())
}

#[test]
fn every_template_passes_every_check() {
    let workspace = all();
    let checked = workspace.coral(&["check"]).expect_code(0);
    assert_eq!(checked.stdout, "3 scripts checked: no problems\n");
    // In the whole folder, with the SDK in it, as their owner would.
    deno(&workspace, &["fmt", "--check", "--quiet"]).expect_code(0);
    deno(&workspace, &["lint", "--quiet"]).expect_code(0);
    deno(&workspace, &["check", "--quiet"]).expect_code(0);
}

#[test]
fn every_template_says_the_same_on_both_runtimes() {
    let workspace = all();
    for (script, expected) in [
        ("monitor.ts", "payments: critical, P99 650.0 ms, 40.00 % errors in 5 requests\n"),
        (
            "report.ts",
            "service   requests  errors %  P50 ms  P99 ms\n\
             payments         5     40.00    52.0   650.0\n\
             orders           3      0.00    20.2    30.0\n\
             users            2      0.00   531.0   580.0\n",
        ),
        (
            "skill.ts",
            "{\"summary\":\"payments used 4000 % of its error budget: 2 of 5 requests failed, 0.05 may.\",\"status\":\"critical\",\
             \"data\":{\"service\":\"payments\",\"objective\":0.99,\"requests\":5,\"errors\":2,\"allowed\":0.050000000000000044,\
             \"used\":39.999999999999964},\"recommendations\":[\"Look for what fails in payments\"]}\n",
        ),
    ] {
        for runtime in ["wasm", "deno"] {
            let finished = run(&workspace, script, &["--runtime", runtime]).expect_code(0);
            assert_eq!(finished.stdout, expected, "{script} in {runtime}");
        }
    }
}

#[test]
fn the_monitor_tells_of_a_change_once() {
    let workspace = all();
    let flags = ["--emit-to", "stdout", "--param", "checks=2", "--param", "pause_seconds=1"];
    let finished = run(&workspace, "monitor.ts", &flags).expect_code(0);
    let events: Vec<_> = finished.stdout.lines().filter(|line| line.starts_with('{')).collect();
    assert_eq!(events.len(), 1, "{}", finished.stdout);
    assert!(events[0].contains("\"before\":\"healthy\"") && events[0].contains("critical"), "{}", events[0]);
    let well = ["--emit-to", "stdout", "--param", "service=orders"];
    let finished = run(&workspace, "monitor.ts", &well).expect_code(0);
    assert_eq!(finished.stdout, "orders: healthy, P99 30.0 ms, 0.00 % errors in 3 requests\n");
    let nobody = run(&workspace, "monitor.ts", &["--param", "service=nobody"]).expect_code(0);
    assert_eq!(nobody.stdout, "nobody: no requests\n");
}

#[test]
fn the_report_is_sorted_as_it_is_told() {
    let workspace = all();
    for (sort, first) in [("requests", "payments"), ("errors", "payments"), ("latency", "payments")] {
        let finished = run(&workspace, "report.ts", &["--param", &format!("sort={sort}")]).expect_code(0);
        assert!(finished.stdout.lines().nth(1).unwrap().starts_with(first), "{sort}: {}", finished.stdout);
    }
    let by_latency = run(&workspace, "report.ts", &["--param", "sort=latency"]);
    assert!(by_latency.stdout.lines().nth(2).unwrap().starts_with("users"), "{}", by_latency.stdout);
}

#[test]
fn parameters_are_checked_by_the_host_and_by_the_script() {
    let workspace = all();
    // Beside a coral.toml that does not declare it, the script is on its own.
    workspace.write("alone/monitor.ts", workspace.read("monitor.ts"));
    workspace.write("alone/report.ts", workspace.read("report.ts"));
    workspace.write("alone/skill.ts", workspace.read("skill.ts"));
    for (script, parameter) in [
        ("monitor.ts", "checks=0"),
        ("monitor.ts", "checks=1.5"),
        ("monitor.ts", "latency_ms="),
        ("monitor.ts", "error_rate=2"),
        ("report.ts", "hours=169"),
        ("report.ts", "sort=name"),
        ("skill.ts", "objective=1"),
        ("skill.ts", "hours=none"),
    ] {
        run(&workspace, script, &["--param", parameter]).expect_code(2);
        let name = parameter.split('=').next().unwrap();
        let refused = run(&workspace, &format!("alone/{script}"), &["--param", parameter]).expect_code(1);
        assert!(refused.stderr.contains("RangeError: the ") && refused.stderr.contains(name), "{}", refused.stderr);
    }
}

#[test]
fn a_skill_is_imported_by_other_scripts() {
    let workspace = all();
    workspace.write(
        "script.ts",
        "import { errorBudget } from './skill.ts';\nconsole.log((await errorBudget({ service: 'orders' })).status);\n",
    );
    assert_eq!(workspace.run(&["-q"]).expect_code(0).stdout, "healthy\n");
}

#[test]
fn what_is_there_already_stays() {
    let workspace = Workspace::new();
    let own = "# mine\nname = \"mine\"\nversion = \"2.0.0\"\n\n[scripts.old] # keep\npath = \"old.ts\"";
    workspace.write("coral.toml", own);
    workspace.write("old.ts", "");
    workspace.write("taken.ts", "// taken");
    workspace.coral(&["new", "report", "eu.daily"]).expect_code(0);
    let text = workspace.read("coral.toml");
    assert!(text.starts_with(&format!("{own}\n\n[scripts.\"eu.daily\"]\npath = \"eu.daily.ts\"\n")), "{text}");
    run(&workspace, "eu.daily.ts", &[]).expect_code(0);

    for (name, problem) in [
        ("eu.daily", "error: coral.toml has a script eu.daily already: choose another name\n"),
        ("old", "error: coral.toml has a script old already: choose another name\n"),
        ("taken", "error: taken.ts is there already: choose another name\n"),
    ] {
        let refused = workspace.coral(&["new", "monitor", name]).expect_code(1);
        assert_eq!(refused.stderr, problem);
    }
    assert_eq!((workspace.read("coral.toml"), workspace.read("taken.ts")), (text, "// taken".to_owned()));

    workspace.write("coral.toml", "name = \"mine\"\nversion = \"2.0.0\"\nscripts = {}\n");
    let refused = workspace.coral(&["new", "monitor", "next"]).expect_code(1);
    assert!(refused.stderr.contains("write each as a table [scripts.NAME]"), "{}", refused.stderr);
    assert!(!fs::exists(workspace.path("next.ts")).unwrap());
    workspace.write("coral.toml", "name = ");
    let refused = workspace.coral(&["new", "monitor", "next"]).expect_code(1);
    assert!(refused.stderr.starts_with("error: coral.toml: TOML parse error"), "{}", refused.stderr);
}

#[test]
fn a_deno_json_is_told_what_it_lacks() {
    let workspace = Workspace::new().with("deno.json", "{}");
    let made = workspace.coral(&["new", "report", "daily"]).expect_code(0);
    assert!(made.stdout.contains("note: deno.json is there already and stays as it is: add "), "{}", made.stdout);
    assert_eq!(workspace.read("deno.json"), "{}");
}

#[test]
fn a_folder_of_its_own_is_made() {
    let workspace = Workspace::new();
    let made = workspace.coral(&["new", "skill", "budget", "--dir", "checks/budgets"]).expect_code(0);
    assert!(made.stdout.starts_with("checks/budgets/budget.ts: a skill, declared in checks/budgets/coral.toml\n"));
    assert!(workspace.read("checks/budgets/coral.toml").starts_with("name = \"budgets\"\n"));
    run(&workspace, "checks/budgets/budget.ts", &[]).expect_code(0);
}

#[test]
fn the_templates_are_listed_and_others_refused() {
    let workspace = Workspace::new();
    let listed = workspace.coral(&["new", "--list"]).expect_code(0).stdout;
    let names: Vec<_> = listed.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, TEMPLATES);
    workspace.coral(&["new"]).expect_code(2);
    workspace.coral(&["new", "alarm", "a"]).expect_code(2);
    let refused = workspace.coral(&["new", "monitor", "../a"]).expect_code(2);
    assert!(refused.stderr.contains("is no name"), "{}", refused.stderr);
}
