//! Flags and values that have no meaning: exit code 2, and a text that says what to write instead.

use insta::assert_snapshot;

use crate::program::Workspace;

/// What is said of these arguments after `run script.ts`.
fn refusal(flags: &[&str]) -> String {
    let workspace = Workspace::with_script("console.log('it ran')");
    let mut arguments = vec!["run", "script.ts"];
    arguments.extend(flags);
    let finished = workspace.coral(&arguments).expect_code(2);
    assert_eq!(finished.stdout, "", "it ran");
    finished.stderr
}

#[test]
fn an_unknown_verb_is_named() {
    assert_snapshot!(Workspace::new().coral(&["walk"]).expect_code(2).stderr, @r"
    error: unrecognized subcommand 'walk'

    Usage: coral-wasm <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn no_verb_shows_the_verbs() {
    let finished = Workspace::new().coral(&[]).expect_code(2);
    assert!(finished.stderr.contains("run       Run a script, a component or a bundle"), "{}", finished.stderr);
}

#[test]
fn a_missing_script_argument_is_named() {
    assert_snapshot!(Workspace::new().coral(&["run"]).expect_code(2).stderr, @r"
    error: the following required arguments were not provided:
      <SCRIPT>

    Usage: coral-wasm run <SCRIPT> [NAME]

    For more information, try '--help'.
    ");
}

#[test]
fn an_unknown_flag_is_named() {
    assert_snapshot!(refusal(&["--bogus"]), @r"
    error: unexpected argument '--bogus' found

      tip: to pass '--bogus' as a value, use '-- --bogus'

    Usage: coral-wasm run <SCRIPT> [NAME]

    For more information, try '--help'.
    ");
}

#[test]
fn a_parameter_without_a_value_is_explained() {
    assert_snapshot!(refusal(&["--param", "checks"]), @r"
    error: invalid value 'checks' for '--param <K=V>': there is no `=`: write --param NAME=VALUE

    For more information, try '--help'.
    ");
}

#[test]
fn a_parameter_without_a_name_is_explained() {
    assert_snapshot!(refusal(&["--param", "=1"]), @r"
    error: invalid value '=1' for '--param <K=V>': the name before the `=` is empty: write --param NAME=VALUE

    For more information, try '--help'.
    ");
}

#[test]
fn a_parameter_given_twice_is_named() {
    assert_snapshot!(
        refusal(&["--param", "checks=1", "--param", "checks=2"]),
        @"error: --param checks is given twice: give each name once"
    );
}

#[test]
fn a_timeout_that_is_no_duration_is_explained() {
    assert_snapshot!(refusal(&["--timeout", "abc"]), @r"
    error: invalid value 'abc' for '--timeout <DURATION>': write a number with a unit, such as 500ms, 30s or 5m, or `none`

    For more information, try '--help'.
    ");
    assert!(refusal(&["--timeout", "5"]).contains("write a number with a unit"));
    assert!(refusal(&["--timeout", ""]).contains("write a number with a unit"));
}

#[test]
fn a_timeout_of_zero_is_explained() {
    assert_snapshot!(refusal(&["--timeout", "0"]), @r"
    error: invalid value '0' for '--timeout <DURATION>': it is zero: write `none` for no limit

    For more information, try '--help'.
    ");
}

#[test]
fn a_memory_that_is_too_small_is_explained() {
    assert_snapshot!(refusal(&["--memory", "5"]), @r"
    error: invalid value '5' for '--memory <SIZE>': it is less than 8MiB, half of which the engine needs

    For more information, try '--help'.
    ");
}

#[test]
fn a_memory_that_is_too_large_is_explained() {
    assert_snapshot!(refusal(&["--memory", "5GiB"]), @r"
    error: invalid value '5GiB' for '--memory <SIZE>': it is more than 4GiB, the most that a script can address

    For more information, try '--help'.
    ");
}

#[test]
fn a_memory_that_is_no_size_is_explained() {
    assert_snapshot!(refusal(&["--memory", "lots"]), @r"
    error: invalid value 'lots' for '--memory <SIZE>': write a number with a unit, such as 64MiB or 1GiB

    For more information, try '--help'.
    ");
}

/// Every size that the flag admits must either suffice for a script that needs nothing, or be refused in words that a
/// person knows.
#[test]
fn the_smallest_memory_that_is_admitted_is_enough_to_start() {
    let workspace = Workspace::with_script("console.log('it ran')");
    for memory in ["1MiB", "2MiB", "3MiB", "4MiB"] {
        let finished = workspace.run(&["-q", "--memory", memory]);
        match finished.code {
            Some(0) => assert_eq!(finished.stdout, "it ran\n"),
            Some(2 | 123) => assert!(finished.stderr.contains("memory"), "{finished:#?}"),
            _ => panic!("with --memory {memory}: {finished:#?}"),
        }
        assert!(!finished.stderr.contains("pooling allocator"), "{}", finished.stderr);
    }
}

#[test]
fn a_negative_fuel_is_called_an_invalid_value() {
    let text = refusal(&["--fuel", "-1"]);
    assert!(text.contains("invalid value '-1' for '--fuel <N>'"), "{text}");
}

#[test]
fn a_fuel_that_is_no_number_is_explained() {
    assert_snapshot!(refusal(&["--fuel", "much"]), @r"
    error: invalid value 'much' for '--fuel <N>': write a whole number, such as 1000000000, or `none`

    For more information, try '--help'.
    ");
}

#[test]
fn an_unknown_output_format_names_the_known_ones() {
    assert_snapshot!(refusal(&["-o", "xml"]), @r"
    error: invalid value 'xml' for '--output <FORMAT>'
      [possible values: text, json]

    For more information, try '--help'.
    ");
}

#[test]
fn events_into_a_folder_that_does_not_exist_are_refused_before_the_script_runs() {
    let workspace = Workspace::with_script("console.log('it ran')");
    let finished = workspace.run(&["--emit-to", "nowhere/events.jsonl"]).expect_code(1);
    assert_eq!(finished.stdout, "");
    assert_snapshot!(finished.stderr, @r"
    error: could not open nowhere/events.jsonl for events (--emit-to)
      caused by: No such file or directory (os error 2)
    ");
}

#[test]
fn help_names_every_flag_its_environment_twin_and_every_exit_code() {
    let help = Workspace::new().coral(&["run", "--help"]).expect_code(0).stdout;
    for twin in ["DB", "PARAM", "TIMEOUT", "FUEL", "MEMORY", "WATCH", "EMIT_TO", "OUTPUT", "QUIET"] {
        assert!(help.contains(&format!("CORAL_WASM_{twin}=")), "{twin}: {help}");
    }
    for code in ["0 ", "1 ", "2 ", "121", "122", "123", "124", "130", "134"] {
        assert!(help.contains(&format!("\n  {code}")), "{code}: {help}");
    }
}
