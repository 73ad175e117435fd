//! Every flag and its twin in the environment, where the flag wins.

use serde_json::Value;

use crate::program::{Finished, Workspace, database};

const PRINT_PARAMETERS: &str = "import * as coral from 'jsr:@coral/sdk';
    console.log(JSON.stringify([...coral.context.params]));";

const EMIT: &str = "import * as coral from 'jsr:@coral/sdk';
    await coral.emit('one', { a: 1 });
    console.log('between');
    await coral.emit('two', { text: 'ü', list: [1, null] }, 'critical');";

const WAIT: &str = "await new Promise((resolve) => setTimeout(resolve, 1e9));";

fn with_environment(workspace: &Workspace, variables: &[(&str, &str)], flags: &[&str]) -> Finished {
    let mut command = workspace.command();
    command.args(["run", "script.ts"]).args(flags).envs(variables.iter().copied());
    Finished::of(command)
}

#[test]
fn db_names_the_database() {
    let script = "import * as coral from 'jsr:@coral/sdk'; console.log((await coral.db.query('SELECT 1 AS x')).count);";
    let workspace = Workspace::with_script(script);
    let right = [("CORAL_WASM_DB", database())];
    let wrong = [("CORAL_WASM_DB", "/nowhere.db")];
    assert_eq!(with_environment(&workspace, &right, &["-q"]).expect_code(0).stdout, "1\n");
    assert_eq!(with_environment(&workspace, &wrong, &["-q", "--db", database()]).expect_code(0).stdout, "1\n");
    let refused = with_environment(&workspace, &wrong, &["-q"]).expect_code(1);
    assert!(refused.stderr.contains("no database at /nowhere.db"), "{}", refused.stderr);
}

#[test]
fn db_is_the_demo_of_the_current_folder_without_a_flag() {
    let script = "import * as coral from 'jsr:@coral/sdk'; console.log((await coral.db.query('SELECT 1 AS x')).count);";
    let workspace = Workspace::with_script(script);
    workspace.coral(&["demo", "init"]).expect_code(0);
    assert_eq!(workspace.coral(&["run", "script.ts", "-q"]).expect_code(0).stdout, "1\n");
}

#[test]
fn param_reaches_the_script_as_it_was_given() {
    let flags = ["-q", "--param", "a=1", "--param", "b=x=y", "--param", "ü=😀 ", "--param", "empty="];
    let finished = Workspace::with_script(PRINT_PARAMETERS).run(&flags).expect_code(0);
    assert_eq!(finished.stdout, "[[\"a\",\"1\"],[\"b\",\"x=y\"],[\"ü\",\"😀 \"],[\"empty\",\"\"]]\n");
}

#[test]
fn param_has_a_twin_in_the_environment() {
    let workspace = Workspace::with_script(PRINT_PARAMETERS);
    let variables = [("CORAL_WASM_PARAM", "k=environment")];
    assert_eq!(with_environment(&workspace, &variables, &["-q"]).stdout, "[[\"k\",\"environment\"]]\n");
    let finished = with_environment(&workspace, &variables, &["-q", "--param", "k=flag"]);
    assert_eq!(finished.stdout, "[[\"k\",\"flag\"]]\n");
}

#[test]
fn timeout_as_a_flag_wins_over_the_environment() {
    let workspace = Workspace::with_script(WAIT);
    for (variable, flags) in [("200ms", &["-q"] as &[&str]), ("1h", &["-q", "--timeout", "200ms"])] {
        let finished = with_environment(&workspace, &[("CORAL_WASM_TIMEOUT", variable)], flags).expect_code(124);
        assert!(finished.stderr.contains("stopped after 200ms"), "{}", finished.stderr);
    }
}

#[test]
fn fuel_and_memory_have_twins_in_the_environment() {
    let endless = Workspace::with_script("let n = 0; while (true) n += 1;");
    with_environment(&endless, &[("CORAL_WASM_FUEL", "10000000")], &[]).expect_code(122);
    with_environment(&endless, &[("CORAL_WASM_FUEL", "900000000000")], &["--fuel", "10000000"]).expect_code(122);
    let greedy = Workspace::with_script("const all = []; while (true) all.push(new Array(1000).fill(1));");
    let finished = with_environment(&greedy, &[("CORAL_WASM_MEMORY", "16MiB")], &[]).expect_code(123);
    assert!(finished.stderr.contains("16.0 MiB"), "{}", finished.stderr);
}

#[test]
fn a_wrong_value_in_the_environment_is_refused_by_the_name_of_its_flag() {
    let workspace = Workspace::with_script("");
    let finished = with_environment(&workspace, &[("CORAL_WASM_TIMEOUT", "soon")], &[]).expect_code(2);
    assert!(finished.stderr.contains("--timeout"), "{}", finished.stderr);
}

#[test]
fn quiet_leaves_the_console_and_errors() {
    let script = "console.log('out'); console.error('err'); throw new Error('boom');";
    let workspace = Workspace::with_script(script);
    for finished in [workspace.run(&["-q"]), workspace.run(&["--quiet"])] {
        assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), "out\n"));
        let lines: Vec<&str> = finished.stderr.lines().collect();
        assert_eq!(lines.first(), Some(&"err"));
        assert!(lines[1].contains("Error: boom"));
        assert_eq!(lines.last(), Some(&"    at script.ts:1:49"));
    }
    let loud = workspace.run(&[]);
    assert!(loud.stderr.lines().last().unwrap().starts_with("exception in "), "{}", loud.stderr);
}

#[test]
fn quiet_has_a_twin_in_the_environment_that_takes_the_usual_words() {
    let workspace = Workspace::with_script("console.log('out')");
    for value in ["true", "1"] {
        let finished = with_environment(&workspace, &[("CORAL_WASM_QUIET", value)], &[]);
        assert_eq!((finished.code, finished.stderr.as_str()), (Some(0), ""), "CORAL_WASM_QUIET={value}");
    }
}

#[test]
fn an_empty_variable_counts_as_none() {
    let workspace = Workspace::with_script("console.log('out')");
    for name in ["DB", "PARAM", "TIMEOUT", "FUEL", "MEMORY", "EMIT_TO", "OUTPUT", "QUIET", "WATCH"] {
        let finished = with_environment(&workspace, &[(&format!("CORAL_WASM_{name}"), "")], &["--db", database()]);
        assert_eq!((finished.code, finished.stdout.as_str()), (Some(0), "out\n"), "CORAL_WASM_{name}=: {finished:?}");
    }
}

#[test]
fn output_has_a_twin_in_the_environment() {
    let workspace = Workspace::with_script("console.log('out')");
    let finished = with_environment(&workspace, &[("CORAL_WASM_OUTPUT", "json")], &[]).expect_code(0);
    assert_eq!(serde_json::from_str::<Value>(&finished.stdout).unwrap()["ending"], "completed");
    let finished = with_environment(&workspace, &[("CORAL_WASM_OUTPUT", "json")], &["-o", "text"]);
    assert_eq!(finished.stdout, "out\n");
}

#[track_caller]
fn assert_event(line: &str, name: &str, data: &str, severity: &str) {
    let event: Value = serde_json::from_str(line).unwrap();
    let keys: Vec<&str> = event.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["name", "data", "severity", "timestamp", "script", "run_id"]);
    assert_eq!((&event["name"], &event["severity"]), (&name.into(), &severity.into()));
    assert_eq!(event["data"].to_string(), data);
    assert_eq!(event["script"], "script");
}

#[test]
fn emit_to_appends_events_to_a_file() {
    let workspace = Workspace::with_script(EMIT);
    for _ in 0..2 {
        let finished = workspace.run(&["-q", "--emit-to", "events.jsonl"]).expect_code(0);
        assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("between\n", ""));
    }
    let text = workspace.read("events.jsonl");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    for pair in lines.chunks(2) {
        assert_event(pair[0], "one", r#"{"a":1}"#, "info");
        assert_event(pair[1], "two", r#"{"text":"ü","list":[1,null]}"#, "critical");
    }
    let runs =
        [lines[0], lines[1], lines[2]].map(|line| serde_json::from_str::<Value>(line).unwrap()["run_id"].clone());
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[test]
fn emit_to_prints_events_between_what_the_script_prints() {
    let workspace = Workspace::with_script(EMIT);
    let flag = workspace.run(&["-q", "--emit-to", "stdout"]).expect_code(0);
    let twin = with_environment(&workspace, &[("CORAL_WASM_EMIT_TO", "stdout")], &["-q"]).expect_code(0);
    for finished in [flag, twin] {
        let lines: Vec<&str> = finished.stdout.lines().collect();
        assert_eq!(lines.len(), 3, "{finished:#?}");
        assert_event(lines[0], "one", r#"{"a":1}"#, "info");
        assert_eq!(lines[1], "between");
        assert_event(lines[2], "two", r#"{"text":"ü","list":[1,null]}"#, "critical");
    }
}

#[test]
fn events_are_shown_on_standard_error_without_a_sink() {
    let finished = Workspace::with_script(EMIT).run(&[]).expect_code(0);
    assert_eq!(finished.stdout, "between\n");
    assert!(finished.stderr.contains("event one (info): {\"a\":1}\n"), "{}", finished.stderr);
    assert!(finished.stderr.contains("event two (critical): "), "{}", finished.stderr);
}
