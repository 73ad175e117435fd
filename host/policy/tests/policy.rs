//! Policies as people write them: files, layers, and what is said of mistakes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use coral_contract::Selection;
use coral_policy::{Limit, Policy, PolicyFile, PolicyInForce, Preset, Settings, Source, Value};

fn settings(text: &str) -> Settings {
    PolicyFile::parse(text).unwrap().settings
}

fn mistake(text: &str) -> String {
    let mistake = PolicyFile::parse(text).unwrap_err();
    format!("{}: {}", mistake.at, mistake.problem)
}

#[test]
fn a_file_says_what_differs_from_its_preset() {
    let file = PolicyFile::parse(
        r#"
        preset = "monitor"
        memory = "128MiB"
        timeout = "90s"
        events = 1_000
        queries = "none"
        tables = ["otel_spans_local"]
        services = "any"
        emit = false
        "#,
    )
    .unwrap();
    assert_eq!(file.preset, Some(Preset::Monitor));
    let policy = PolicyInForce::of_preset(Preset::Monitor).with(&file.settings, |_| Source::Script).policy();
    let expected = Policy {
        memory: 128 << 20,
        timeout: Some(Duration::from_secs(90)),
        events: Some(1_000),
        queries: None,
        tables: Selection::only(["otel_spans_local"]),
        emit: false,
        ..Policy::of_preset(Preset::Monitor)
    };
    assert_eq!(policy, expected);
}

#[test]
fn mistakes_are_told_with_what_to_write() {
    insta::assert_snapshot!(mistake("memry = 1"), @r#"0: "memry" is no limit: there are fuel, turn-fuel, memory, timeout, cpu-time, period, queries, query-time, query-rows, query-bytes, tables, services, requests, emit, events, event-bytes, event-rate, console-bytes, console-line, parameter-bytes, timers"#);
    insta::assert_snapshot!(mistake("fuel = -1"), @"0: fuel: it is below 0: write 0 or more");
    insta::assert_snapshot!(mistake("fuel = 1.5"), @"0: fuel: invalid type: floating point `1.5`, expected a whole number, a text, a list of names, or true or false");
    insta::assert_snapshot!(mistake("fuel = \"lots\""), @"0: fuel: write a whole number, such as 1000000000, or `none`");
    insta::assert_snapshot!(mistake("memory = \"lots\""), @"0: memory: write a number with a unit, such as 64MiB or 1GiB");
    insta::assert_snapshot!(mistake("memory = \"none\""), @"0: memory: there is always a limit: write one in place of `none`");
    insta::assert_snapshot!(mistake("memory = 1"), @"0: memory: it is less than 8MiB, half of which the engine needs");
    insta::assert_snapshot!(mistake("memory = \"5GiB\""), @"0: memory: it is more than 4GiB, the most that a script can address");
    insta::assert_snapshot!(mistake("timeout = 30"), @"0: timeout: write a number with a unit, such as 500ms, 30s or 5m, or `none`");
    insta::assert_snapshot!(mistake("timeout = \"0s\""), @"0: timeout: it is zero: write `none` for no limit");
    insta::assert_snapshot!(mistake("services = [\"any\", \"payments\"]"), @"0: services: `any` and `none` stand alone: leave out the other names");
    insta::assert_snapshot!(mistake("services = [\"\"]"), @"0: services: a name is empty: write one, or `any`");
    insta::assert_snapshot!(mistake("tables = 3"), @"0: tables: write a list of names, or `any`");
    insta::assert_snapshot!(mistake("emit = 1"), @"0: emit: write true or false");
    insta::assert_snapshot!(mistake("requests = 0"), @"0: requests: it is zero: write 1 or more");
    insta::assert_snapshot!(mistake("preset = \"lax\""), @r#"0: there is no preset "lax": write adhoc, monitor or server"#);
    insta::assert_snapshot!(mistake("[limits]\nfuel = 1"), @"1: limits: invalid type: map, expected a whole number, a text, a list of names, or true or false");
    insta::assert_snapshot!(mistake("fuel = 1\nfuel = 2"), @"9: duplicate key");
}

#[test]
fn a_file_that_is_none_is_told_apart() {
    let folder = std::env::temp_dir().join(format!("coral-policy-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let read = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        PolicyFile::read(&path).unwrap_err().to_string().replace(folder.to_str().unwrap(), "…")
    };
    insta::assert_snapshot!(read("wrong.toml", b"fuel = 1\n\nmemory = \"lots\"\n"), @"the policy …/wrong.toml:3 is wrong: memory: write a number with a unit, such as 64MiB or 1GiB");
    insta::assert_snapshot!(read("binary.toml", b"fuel = \xff"), @"could not read the policy …/binary.toml: it is no text in UTF-8");
    insta::assert_snapshot!(read("large.toml", &b"# x\n".repeat(20_000)), @"the policy …/large.toml is larger than 64KiB, and no policy is: name another file");
    std::fs::remove_dir_all(&folder).unwrap();
    let missing = PolicyFile::read(Path::new("/nowhere/policy.toml")).unwrap_err().to_string();
    insta::assert_snapshot!(missing, @"could not read the policy /nowhere/policy.toml: No such file or directory (os error 2)");
    let endless = PolicyFile::read(Path::new("/dev/zero")).unwrap_err().to_string();
    insta::assert_snapshot!(endless, @"the policy /dev/zero is larger than 64KiB, and no policy is: name another file");
}

#[test]
fn what_a_script_asks_for_narrows_and_never_widens() {
    let asked = settings(
        r#"
        fuel = 10
        memory = "1GiB"
        timeout = "none"
        services = ["payments", "orders"]
        emit = true
        events = 0
        "#,
    );
    let host = settings("services = [\"payments\"]\nemit = false\n");
    let file = || Source::File(PathBuf::from("policy.toml"));
    let narrowed = PolicyInForce::of_preset(Preset::Adhoc).with(&host, |_| file()).narrowed(&asked);
    let expected = Policy {
        fuel: Some(10),
        services: Selection::only(["payments"]),
        emit: false,
        events: Some(0),
        ..Policy::default()
    };
    assert_eq!(narrowed.policy(), expected);
    let source = |limit| narrowed.iter().find(|(other, ..)| *other == limit).unwrap().2.to_string();
    assert_eq!(source(Limit::Fuel), "asked for by the script");
    assert_eq!(source(Limit::Services), "policy.toml");
    assert_eq!(source(Limit::Memory), "preset adhoc");
}

#[test]
fn what_is_later_prevails() {
    let policy = PolicyInForce::of_preset(Preset::Adhoc)
        .with(&settings("fuel = 1\nmemory = \"16MiB\""), |_| Source::Script)
        .with(&settings("fuel = 2"), |limit| Source::Flag(format!("--{}", limit.flag())));
    assert_eq!((policy.policy().fuel, policy.policy().memory), (Some(2), 16 << 20));
}

#[test]
fn settings_are_read_as_they_were_written() {
    let all = PolicyInForce::of_preset(Preset::Monitor).settings();
    let json = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Settings>(&json).unwrap(), all);
    let names = settings("tables = [\"b\", \"a\"]\nservices = \"none\"");
    let json = serde_json::to_string(&names).unwrap();
    assert_eq!(json, r#"{"tables":["a","b"],"services":[]}"#);
    assert_eq!(serde_json::from_str::<Settings>(&json).unwrap(), names);
}

#[test]
fn flags_give_names_one_by_one() {
    let names = |texts: &[&str]| {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        Value::of_texts(Limit::Services, &texts)
    };
    assert_eq!(names(&["payments", "orders"]).unwrap(), Value::Names(Selection::only(["orders", "payments"])));
    assert_eq!(names(&["any"]).unwrap(), Value::Names(Selection::Any));
    assert_eq!(names(&["none"]).unwrap(), Value::Names(Selection::NONE));
    assert!(names(&["any", "payments"]).is_err());
}

#[test]
fn the_document_has_every_limit_as_it_is() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/policy.md");
    let document = std::fs::read_to_string(document).unwrap();
    let rows: Vec<&str> = document.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert_eq!(rows.len(), Limit::ALL.len());
    for (limit, row) in Limit::ALL.into_iter().zip(rows) {
        let [adhoc, monitor] = [Preset::Adhoc, Preset::Monitor].map(|preset| preset.value(limit));
        let beginning = format!("| {limit} | {} | {adhoc} | {monitor} |", limit.about());
        assert!(row.starts_with(&beginning), "{row}\n{beginning}");
    }
}
