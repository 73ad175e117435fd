//! Components of other toolchains, which tools/build-plugins makes of tests/plugins: two monitors that do what a script
//! that ships does, and some that do what no plugin may.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::program::{Finished, REPOSITORY, Workspace, database};

/// A plugin that was built before.
#[track_caller]
fn plugin(name: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let path = target.join("plugins").join(name).with_extension("wasm");
    assert!(path.exists(), "{} is not there: run tools/build-plugins", path.display());
    path
}

#[track_caller]
fn run(name: &str, flags: &[&str]) -> Finished {
    let path = plugin(name);
    let mut arguments = vec!["run", path.to_str().unwrap(), "--db", database()];
    arguments.extend(flags);
    Workspace::new().coral(&arguments)
}

/// Lets the hostile plugin perform an act.
#[track_caller]
fn act(act: &str, flags: &[&str]) -> Finished {
    let parameter = format!("act={act}");
    let mut all = vec!["-q", "--param", &parameter];
    all.extend(flags);
    run("hostile", &all)
}

/// The report in JSON. It is no [`Finished`], which would take a plugin's panic for one of the program.
#[track_caller]
fn report_of(name: &str, flags: &[&str], code: i32) -> Value {
    let workspace = Workspace::new();
    let mut command = workspace.command();
    let output = command.arg("run").arg(plugin(name)).args(["--db", database(), "-o", "json"]).args(flags).output();
    let report: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    assert_eq!(report["exit_code"], code, "{report:#}");
    report
}

fn lines(report: &Value) -> Vec<(&str, &str)> {
    let lines = report["logs"]["lines"].as_array().unwrap();
    lines.iter().map(|line| (line["level"].as_str().unwrap(), line["text"].as_str().unwrap())).collect()
}

#[track_caller]
fn trapped(name: &str) -> String {
    let finished = act(name, &[]).expect_code(121);
    assert_eq!(finished.stderr.lines().count(), 1, "{}", finished.stderr);
    finished.stderr
}

/// A check by a monitor: what it printed, and the data of its one event but for the time.
#[track_caller]
fn checked_once(script: &str) -> (Value, Map<String, Value>) {
    let arguments = ["run", script, "--db", database(), "--param", "checks=1", "-o", "json"];
    let finished = Workspace::new().coral(&arguments).expect_code(0);
    let report: Value = serde_json::from_str(&finished.stdout).unwrap();
    let events = report["events"].as_array().unwrap();
    assert_eq!((events.len(), &events[0]["severity"], &report["ending"]), (1, &"critical".into(), &"completed".into()));
    let mut data = events[0]["data"].as_object().unwrap().clone();
    let timestamp = data.shift_remove("timestamp").unwrap();
    // The same shape as an event's own time, which the host writes.
    assert_eq!(timestamp.as_str().unwrap().len(), events[0]["timestamp"].as_str().unwrap().len());
    for value in data.values_mut() {
        // 40 and 40.0 are one number.
        if let Some(number) = value.as_f64() {
            *value = number.into();
        }
    }
    (report["logs"]["lines"].clone(), data)
}

#[test]
fn monitors_in_rust_and_c_do_what_the_one_in_typescript_does() {
    let expected = checked_once(&format!("{REPOSITORY}/scripts/high-latency-alert.ts"));
    for name in ["rust-monitor", "c-monitor"] {
        assert_eq!(checked_once(plugin(name).to_str().unwrap()), expected, "{name}");
    }
}

#[test]
fn a_monitor_that_waits_for_its_next_check_ends_with_the_timeout() {
    for name in ["rust-monitor", "c-monitor"] {
        let finished = run(name, &["-q", "--timeout", "1s"]).expect_code(124);
        assert!(finished.stdout.contains("CRITICAL ALERT"), "{finished:#?}");
    }
}

#[test]
fn a_mistake_in_a_parameter_is_the_plugins_exception() {
    for name in ["rust-monitor", "c-monitor"] {
        let finished = run(name, &["-q", "--param", "checks=many"]).expect_code(1);
        let expected = "error: Uncaught the parameter \"checks\" must be a whole number above 0, not \"many\"\n";
        assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("", expected), "{name}");
    }
}

#[test]
fn a_plugin_is_held_to_its_service() {
    let report = report_of("rust-monitor", &["--param", "checks=1", "--service", "orders"], 1);
    let error = r#"this run may ask about the service "orders" alone, not about "payments""#;
    let message = report["error"]["message"].as_str().unwrap();
    assert!(message.contains(r#"this run may emit for the service \"orders\" alone"#), "{message}");
    assert!(lines(&report).contains(&("error", &format!("Error checking service health: {error}"))), "{report:#}");
}

#[test]
fn an_exception_has_the_stack_that_the_plugin_gives_it() {
    insta::assert_snapshot!(act("throw", &[]).expect_code(1).stderr, @r"
    error: Uncaught it went wrong
        at the_act
    ");
}

#[test]
fn there_are_no_files() {
    insta::assert_snapshot!(act("files", &[]).expect_code(0).stdout, @r"
    read: Err(Uncategorized)
    write: Err(Uncategorized)
    list: Err(Uncategorized)
    folders: 0
    ");
}

#[test]
fn there_are_no_variables_no_arguments_no_folder_and_no_input() {
    insta::assert_snapshot!(act("surroundings", &[]).expect_code(0).stdout, @r"
    variables: 0
    arguments: 0
    folder: None
    input: Ok(0)
    ");
}

#[test]
fn there_is_no_network() {
    let printed = act("network", &[]).expect_code(0).stdout;
    for refusal in [
        r#"name: Err(ErrorCode { code: 20, name: "permanent-resolver-failure""#,
        r#"tcp: Err(ErrorCode { code: 1, name: "access-denied""#,
        r#"udp: Err(ErrorCode { code: 1, name: "access-denied""#,
    ] {
        assert!(printed.contains(refusal), "{printed}");
    }
}

#[test]
fn what_is_printed_goes_to_the_console_line_by_line() {
    let report = report_of("hostile", &["--param", "act=streams"], 0);
    assert_eq!(lines(&report), [("error", "to standard error"), ("log", "out and on, without a newline")]);
    assert_eq!(report["usage"]["console_bytes"], 48);
}

#[test]
fn a_line_without_an_end_is_printed_in_pieces() {
    let printed = act("long-line", &[]).expect_code(0).stdout;
    assert!(printed.lines().count() > 1);
    assert_eq!(printed.replace('\n', ""), "é".repeat(50_000));
}

#[test]
fn a_full_console_ends_a_plugin() {
    let finished = act("fill-stdout", &[]).expect_code(119);
    assert!(finished.stdout.len() <= 16 << 20, "{}", finished.stdout.len());
    assert!(finished.stderr.contains("console-bytes"), "{}", finished.stderr);
}

#[test]
fn waiting_and_looping_end_with_the_timeout() {
    for name in ["sleep", "wait-for-ever", "poll-busily", "spin"] {
        let finished = act(name, &["--timeout", "300ms"]).expect_code(124);
        assert_eq!(finished.stderr.lines().count(), 1, "{name}: {}", finished.stderr);
        assert!(finished.stderr.contains("--timeout"), "{name}: {}", finished.stderr);
    }
}

#[test]
fn a_loop_ends_with_the_fuel() {
    let finished = act("spin", &["--fuel", "1000000"]).expect_code(122);
    assert!(finished.stderr.contains("--fuel"), "{}", finished.stderr);
}

#[test]
fn allocating_ends_with_the_memory() {
    let report = report_of("hostile", &["--param", "act=allocate", "--memory", "16MiB"], 123);
    assert_eq!((&report["ending"], lines(&report)[0].0), (&"out-of-memory".into(), "error"), "{report:#}");
    assert!(report["usage"]["peak_memory"].as_u64().unwrap() <= 16 << 20, "{report:#}");
}

#[test]
fn a_memory_that_begins_above_the_limit_ends_with_it() {
    let finished = run("large", &["-q", "--memory", "100MiB"]).expect_code(123);
    assert!(finished.stderr.contains("--memory"), "{}", finished.stderr);
    assert_eq!(run("large", &["-q", "--memory", "140MiB"]).expect_code(0).stdout, "this fits\n");
}

#[test]
fn a_trap_names_itself_and_its_functions() {
    insta::assert_snapshot!(trapped("trap"), @"error: the plugin trapped: wasm `unreachable` instruction executed, in hostile::acts::trip_over, called by hostile::acts::perform, called by <hostile::Plugin as hostile::exports::coral::script::program::Guest>::run, called by hostile::exports::coral::script::program::_export_run_cabi::<hostile::Plugin>, called by coral:script/program@0.1.0#run");
    insta::assert_snapshot!(trapped("out-of-bounds"), @"error: the plugin trapped: out of bounds memory access, in hostile::acts::read_far_away, called by hostile::acts::perform, called by <hostile::Plugin as hostile::exports::coral::script::program::Guest>::run, called by hostile::exports::coral::script::program::_export_run_cabi::<hostile::Plugin>, called by coral:script/program@0.1.0#run");
}

#[test]
fn recursing_for_ever_is_a_trap() {
    let message = trapped("recurse");
    assert!(message.contains("hostile::acts::recurse, called by hostile::acts::recurse"), "{message}");
}

#[test]
fn a_panic_is_a_trap_after_its_message() {
    let report = report_of("hostile", &["--param", "act=panic"], 121);
    assert!(lines(&report).contains(&("error", "the plugin gives up")), "{report:#}");
    assert_eq!(report["ending"], "trap");
    let message = report["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("the plugin trapped: wasm `unreachable` instruction executed, in abort"), "{message}");
}

#[test]
fn hoarding_what_the_host_must_keep_is_a_trap() {
    let message = trapped("hoard-pollables");
    assert!(message.contains("it keeps too many of the host's resources at once, in "), "{message}");
}

#[test]
fn hoarding_questions_ends_with_their_budget() {
    let finished = act("hoard-questions", &["--requests", "100"]).expect_code(119);
    assert!(finished.stderr.contains("budget of requests is used up: 101 of 100"), "{}", finished.stderr);
}

#[test]
fn an_answer_is_taken_once_and_in_its_time() {
    insta::assert_snapshot!(act("take-twice", &[]).expect_code(0).stdout, @r#"
    true
    Err(Error::InvalidArgument("the answer was taken already"))
    "#);
    insta::assert_snapshot!(act("take-early", &[]).expect_code(0).stdout, @r#"Err(Error::InvalidArgument("the answer is not there yet: wait for it first"))"#);
}

#[test]
fn handles_that_are_none_and_too_many_are_traps() {
    for (name, what) in [
        ("take-of-others", "unknown handle index 123456, in "),
        ("wait-for-dropped", "unknown handle index "),
        ("wait-for-a-million", "cannot lend resource: store handle limit exceeded, in "),
    ] {
        let message = trapped(name);
        assert!(message.contains(what), "{name}: {message}");
    }
}

#[test]
fn a_text_that_is_no_utf_8_is_a_trap() {
    for name in ["emit-no-text", "emit-surrogate"] {
        let message = trapped(name);
        assert!(message.contains("invalid utf-8 sequence of 1 bytes from index 1, in "), "{name}: {message}");
    }
}

#[test]
fn a_console_text_without_measure_is_cut_off_and_randomness_is_given_in_measure() {
    let printed = act("contract-console", &["--memory", "200MiB"]).expect_code(0).stdout;
    assert!(printed.contains("bytes cut off: console-line]\nOk(())\n"), "{} bytes", printed.len());
    assert_eq!(act("contract-random", &[]).expect_code(0).stdout, "65536\n");
}

#[test]
fn waiting_in_wasis_way_begins_a_turn() {
    let limits = ["--turn-fuel", "1000000", "--timeout", "500ms"];
    for (name, code) in [("poll-busily", 124), ("sleep", 124), ("spin", 122)] {
        act(name, &limits).expect_code(code);
    }
}

#[test]
fn asking_the_host_for_more_bytes_than_it_gives_is_a_trap() {
    for (name, what) in [
        ("write-too-much", "more was written than check-write allows"),
        ("write-zeroes", "more was written than check-write allows"),
        ("random", "requested len 1099511627776 exceeds limit 65536"),
    ] {
        let message = trapped(name);
        assert!(message.contains(what), "{name}: {message}");
    }
}

#[test]
fn an_exit_code_is_given_to_the_shell() {
    // WASI 0.1, as the adapter passes it on, knows success and failure alone.
    for (name, code) in [("exit-0", 0), ("exit-3", 1), ("wasi-exit-3", 3), ("context-exit-3", 3)] {
        let finished = act(name, &[]).expect_code(code);
        assert_eq!(finished.stderr, "", "{name}");
    }
}

#[test]
fn what_no_plugin_is_given_is_refused_by_name() {
    insta::assert_snapshot!(run("http", &["-q"]).expect_code(1).stderr, @"error: the component imports wasi:http/outgoing-handler@0.2.0, which no script is given: it may import the interfaces of coral:script and, of WASI 0.2, those of wasi:cli, wasi:clocks, wasi:filesystem, wasi:io, wasi:random, wasi:sockets");
}

#[test]
fn resources_of_its_own_are_refused() {
    insta::assert_snapshot!(run("own-resources", &["-q"]).expect_code(1).stderr, @"error: the component makes resources of its own, whose handles no limit counts: build it without an exported or an inner interface that has resources");
}

#[test]
fn a_plugin_runs_out_of_a_signed_bundle_as_machine_code() {
    let workspace = Workspace::new();
    let monitor = plugin("rust-monitor");
    let bundle = ["bundle", monitor.to_str().unwrap(), "--name", "monitors", "--aot", "--sign", "key"];
    for arguments in [&["key", "new", "key"] as &[&str], &bundle] {
        workspace.coral(arguments).expect_code(0);
    }
    let run = ["run", "monitors.coralbundle", "--trust", "key.pub", "--db", database(), "-q", "--param", "checks=1"];
    let finished = workspace.coral(&run).expect_code(0);
    assert!(finished.stdout.contains("CRITICAL ALERT"), "{finished:#?}");
}

#[test]
fn resources_of_its_own_are_refused_before_they_are_bundled_as_machine_code() {
    let path = plugin("own-resources");
    let arguments = ["bundle", path.to_str().unwrap(), "--name", "own", "--aot"];
    let finished = Workspace::new().coral(&arguments).expect_code(1);
    assert!(finished.stderr.contains("the component makes resources of its own"), "{}", finished.stderr);
}
