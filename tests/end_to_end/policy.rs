//! One policy for a run: from a file, the environment and flags; what is printed of it; and how a run ends that does not
//! keep to it, on both runtimes.

use serde_json::Value;

use crate::program::{Finished, Workspace};

const EMITS: &str = "import { emit } from 'jsr:@coral/sdk';\nawait emit('a', { service: 'orders' });\n";

#[test]
fn the_policy_in_force_is_printed_with_its_sources() {
    let workspace = Workspace::with_script("")
        .with("policy.toml", "preset = \"monitor\"\nmemory = \"32MiB\"\nevents = 7\nservices = [\"payments\"]\n");
    let flags = ["policy", "script.ts", "--policy", "policy.toml", "--events", "9", "--table", "b", "--table", "a"];
    let mut command = workspace.command();
    command.args(flags).env("CORAL_WASM_QUERIES", "12").env("CORAL_WASM_EVENTS", "8");
    let printed = Finished::of(command).expect_code(0).stdout;
    let line = |name: &str| {
        let line = printed.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap();
        line.split("  ").map(str::trim).filter(|text| !text.is_empty()).take(3).collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(line("memory"), "memory | 32.0 MiB | policy.toml");
    assert_eq!(line("timeout"), "timeout | none | preset monitor");
    assert_eq!(line("queries"), "queries | 12 | CORAL_WASM_QUERIES");
    assert_eq!(line("events"), "events | 9 | --events");
    assert_eq!(line("tables"), "tables | a, b | --table");
    assert_eq!(line("services"), "services | payments | policy.toml");
    assert_eq!(printed.lines().count(), 21);
}

#[test]
fn the_policy_is_printed_as_json_too() {
    let printed =
        Workspace::with_script("").coral(&["policy", "--memory", "32MiB", "-o", "json"]).expect_code(0).stdout;
    let printed: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed["memory"], serde_json::json!({ "value": 32 << 20, "source": "--memory" }));
    assert_eq!(printed["fuel"]["source"], "preset adhoc");
}

#[test]
fn a_policy_that_is_wrong_is_told_before_anything_runs() {
    let workspace = Workspace::with_script("console.log('ran');")
        .with("policy.toml", "\nmemory = \"lots\"\n")
        .with("other.toml", "memry = 1\n");
    let wrong = workspace.run(&["--policy", "policy.toml"]).expect_code(1);
    assert_eq!(
        (wrong.stdout.as_str(), wrong.stderr.as_str()),
        ("", "error: the policy policy.toml:2 is wrong: memory: write a number with a unit, such as 64MiB or 1GiB\n")
    );
    let other = workspace.run(&["--policy", "other.toml"]).expect_code(1);
    assert!(
        other.stderr.starts_with("error: the policy other.toml:1 is wrong: \"memry\" is no limit: "),
        "{}",
        other.stderr
    );
    let missing = workspace.run(&["--policy", "nowhere.toml"]).expect_code(1);
    assert_eq!(
        missing.stderr,
        "error: could not read the policy nowhere.toml: No such file or directory (os error 2)\n"
    );
    assert!(workspace.run(&["--preset", "lax"]).expect_code(2).stderr.contains("there is no preset \"lax\""));
}

/// The same flags on both runtimes: the same exit code and the same words.
#[track_caller]
fn both(script: &str, flags: &[&str], code: i32, words: &str) {
    let workspace = Workspace::with_script(script);
    for runtime in ["wasm", "deno"] {
        let mut all = vec!["--quiet", "--runtime", runtime];
        all.extend(flags);
        let Finished { code: ended, stderr, .. } = workspace.run(&all);
        let first = stderr.lines().next().unwrap_or_default();
        assert_eq!((ended, first), (Some(code), words), "{runtime}: {stderr}");
    }
}

#[test]
fn what_is_forbidden_and_not_caught_ends_as_denied() {
    both(
        EMITS,
        &["--emit", "false"],
        118,
        "error: Uncaught (in promise) CoralError: Failed to emit event: this run may emit no events (policy: emit = false)",
    );
    both(
        EMITS,
        &["--service", "payments"],
        118,
        "error: Uncaught (in promise) CoralError: Failed to emit event: this run may emit for the service \"payments\" \
         alone, and the event \"a\" says service = \"orders\"",
    );
}

#[test]
fn a_budget_that_is_used_up_ends_the_run_and_names_its_flag() {
    both(
        EMITS,
        &["--events", "0"],
        119,
        "error: Uncaught (in promise) CoralError: Failed to emit event: the run's budget of events is used up: 1 of 0: \
         raise it with --events",
    );
    both(
        "for (;;) console.log('x'.repeat(99));",
        &["--console-bytes", "1000"],
        119,
        "error: Uncaught (in promise) CoralError: Failed to write to the console: the run's budget of console-bytes is \
         used up: 1100 of 1000: raise it with --console-bytes",
    );
    both(
        "import { system } from 'jsr:@coral/sdk';\nfor (;;) await system.getCPU();",
        &["--queries", "3"],
        119,
        "error: Uncaught (in promise) CoralError: Failed to get CPU usage: the run's budget of queries is used up: 4 of \
         3: raise it with --queries",
    );
}

#[test]
fn what_is_refused_can_be_caught() {
    let script = "import { emit } from 'jsr:@coral/sdk';
        try { await emit('a'); } catch (error) { console.log(error.name, error.code, JSON.stringify(error.budget)); }";
    for runtime in ["wasm", "deno"] {
        let finished =
            Workspace::with_script(script).run(&["-q", "--runtime", runtime, "--events", "0"]).expect_code(0);
        assert_eq!(
            finished.stdout, "CoralError budget-exceeded {\"name\":\"events\",\"limit\":0,\"used\":1}\n",
            "{runtime}"
        );
    }
}

#[test]
fn the_report_names_the_limit_the_use_the_place_and_the_flag() {
    let script = "function spin() {\n  while (true) {}\n}\nspin();\n";
    let report = Workspace::with_script(script).run(&["-o", "json", "--fuel", "10000000"]).expect_code(122).stdout;
    let report: Value = serde_json::from_str(&report).unwrap();
    let error = &report["error"];
    assert_eq!((&error["limit"]["name"], &error["limit"]["raise"]), (&"fuel".into(), &"--fuel".into()));
    assert_eq!(error["limit"]["limit"], 10_000_000);
    assert!(error["limit"]["used"].as_u64() > error["limit"]["limit"].as_u64());
    assert_eq!(error["frames"][0]["function"], "spin");
    assert_eq!(error["frames"][0]["line"], 2);

    let waits = Workspace::with_script("await new Promise((go) => setTimeout(go, 1e6));");
    let stopped = waits.run(&["-q", "--timeout", "200ms"]).expect_code(124).stderr;
    assert_eq!(
        stopped,
        "error: the script was stopped after 200ms: raise that with --timeout, or `--timeout none` for a monitor; it was \
         waiting for a timer\n"
    );
}

#[test]
fn a_monitor_computes_for_a_turn_and_no_longer() {
    let script = "let turns = 0;
        for (;;) {
          for (let i = 0; i < 100_000; i++);
          await new Promise((go) => setTimeout(go, 1));
          if (++turns === 20) { console.log('twenty turns'); for (;;); }
        }";
    let finished = Workspace::with_script(script).run(&["-q", "--preset", "monitor", "--turn-fuel", "50000000"]);
    let finished = finished.expect_code(122);
    assert_eq!(finished.stdout, "twenty turns\n");
    assert!(finished.stderr.contains("for one turn of its event loop (50000000): raise it with --turn-fuel"));
}

#[test]
fn parameters_have_a_size() {
    let finished = Workspace::with_script("").run(&["--parameter-bytes", "4", "--param", "ab=cde"]).expect_code(2);
    assert_eq!(
        finished.stderr,
        "error: the parameters have 5 bytes, and the run may have 4: give less, or raise it with --parameter-bytes\n"
    );
}

#[test]
fn help_tells_the_exit_codes_and_the_limits() {
    let workspace = Workspace::with_script("");
    let codes = workspace.coral(&["help", "exit-codes"]).expect_code(0).stdout;
    assert!(codes.contains("  119    ") && codes.contains("  143    "), "{codes}");
    // There it is folded to the width of the terminal.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&workspace.coral(&["run", "--help"]).expect_code(0).stdout).contains(&words(&codes)));
    let limits = workspace.coral(&["help", "limits"]).expect_code(0).stdout;
    assert!(limits.contains("\nturn-fuel ") && !limits.contains("preset "), "{limits}");
    assert!(workspace.coral(&["help", "run"]).expect_code(0).stdout.contains("--grant-asked"));
    let nothing = workspace.coral(&["help", "everything"]).expect_code(2);
    assert_eq!(
        nothing.stderr,
        "error: there is no help on \"everything\": ask about a verb (coral-wasm help lists them), exit-codes or limits\n"
    );
}

#[test]
fn deno_is_said_to_hold_less() {
    let script = Workspace::with_script("");
    let notes = script.run(&["--runtime", "deno", "--preset", "monitor"]).expect_code(0).stderr;
    assert!(notes.contains("note: Deno counts no fuel a turn: turn-fuel (20000000000) does not hold, cpu-time does\n"));
    assert!(notes.contains("note: Deno counts no timers: timers (10000) does not hold, memory does\n"));
}
