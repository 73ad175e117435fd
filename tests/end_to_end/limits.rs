//! Scripts that use more than they may: each limit has its exit code and a text that names its flag.

use crate::program::{Finished, Workspace};

#[track_caller]
fn ended(script: &str, flags: &[&str], code: i32, flag: &str) -> Finished {
    let mut all = vec!["-q"];
    all.extend(flags);
    let finished = Workspace::with_script(script).run(&all).expect_code(code);
    assert!(finished.stderr.contains(flag), "{}", finished.stderr);
    assert_eq!(finished.stderr.matches("error: ").count(), 1, "{}", finished.stderr);
    finished
}

#[test]
fn an_endless_loop_ends_with_the_timeout() {
    ended("while (true) {}", &["--timeout", "300ms"], 124, "--timeout");
}

#[test]
fn an_endless_loop_that_counts_ends_with_the_timeout() {
    ended("let n = 0; while (true) n += 1;", &["--timeout", "300ms"], 124, "--timeout");
}

#[test]
fn an_endless_wait_ends_with_the_timeout() {
    ended("await new Promise(r => setTimeout(r, 1e9));", &["--timeout", "300ms"], 124, "--timeout");
}

#[test]
fn an_endless_chain_of_promises_ends_with_the_timeout() {
    ended("while (true) await null;", &["--timeout", "300ms"], 124, "--timeout");
}

#[test]
fn an_endless_row_of_timers_ends_with_the_timeout() {
    ended("const again = () => setTimeout(again, 0); again();", &["--timeout", "300ms"], 124, "--timeout");
}

#[test]
fn a_regular_expression_that_backtracks_for_ever_ends_with_the_timeout() {
    ended("console.log(/^(?:(a+)+)+$/.test('a'.repeat(40) + 'b'));", &["--timeout", "300ms"], 124, "--timeout");
}

#[test]
fn an_endless_query_ends_with_the_timeout() {
    let script = "import * as coral from 'jsr:@coral/sdk';
        await coral.db.query('SELECT count(*) FROM range(1000000000000) a, range(1000000) b WHERE a.range % 7 = b.range % 5');";
    ended(script, &["--timeout", "500ms"], 124, "--timeout");
}

#[test]
fn an_endless_loop_ends_with_the_fuel() {
    ended("let n = 0; while (true) n += 1;", &["--fuel", "10000000"], 122, "--fuel");
}

#[test]
fn a_script_cannot_catch_the_end_of_its_fuel() {
    let script = "for (;;) { try { let n = 0; while (true) n += 1; } catch { continue; } finally { continue; } }";
    ended(script, &["--fuel", "10000000"], 122, "--fuel");
}

/// Each fills the memory with something else, since each is allocated by another part of the engine.
const GREEDY: [(&str, &str); 9] = [
    ("arrays", "const all = []; while (true) all.push(new Array(1000).fill('x'));"),
    ("objects", "const all = []; for (let i = 0;; i++) all.push({ i });"),
    ("texts", "const all = []; for (let i = 0;; i++) all.push('x' + i);"),
    ("a map", "const all = new Map(); for (let i = 0;; i++) all.set(i, { i });"),
    ("bytes", "const all = []; while (true) all.push(new Uint8Array(1 << 20).fill(1));"),
    (
        "promises",
        "const all = []; while (true) { for (let i = 0; i < 100; i++) all.push(new Promise(() => {})); await null; }",
    ),
    ("timers", "while (true) setTimeout(() => {}, 1e6);"),
    ("closures", "let last = () => 0; while (true) { const before = last; last = () => before(); }"),
    ("properties", "const all = {}; for (let i = 0;; i++) all['key' + i] = i;"),
];

#[test]
fn a_script_that_fills_its_memory_ends() {
    let failures: Vec<String> = GREEDY
        .iter()
        .filter_map(|(what, script)| {
            let flags = ["-q", "--memory", "16MiB", "--timeout", "60s", "--timers", "1000000000"];
            let finished = Workspace::with_script(script).run(&flags);
            let errors = finished.stderr.matches("error: ").count();
            let is_right = finished.code == Some(123) && finished.stderr.contains("--memory") && errors == 1;
            let end: String = finished.stderr.lines().rev().take(1).collect();
            (!is_right).then(|| format!("{what}: exit code {:?}, {errors} errors, the last line: {end}", finished.code))
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn a_script_that_catches_the_end_of_its_memory_goes_on() {
    let script = "
        let all: unknown[] | undefined = [];
        try {
          while (true) all.push(new Array(1000).fill('x'));
        } catch (error) {
          all = undefined;
          console.log('caught', error instanceof Error, String(error));
        }
        console.log('goes on', new Array(100_000).fill(1).length);";
    let finished = Workspace::with_script(script).run(&["-q", "--memory", "16MiB"]).expect_code(0);
    assert_eq!(finished.stdout, "caught true InternalError: out of memory\ngoes on 100000\n");
    assert_eq!(finished.stderr, "");
}

#[test]
fn one_allocation_that_is_too_large_can_be_caught() {
    let script = "
        const tries = [() => new Uint8Array(1 << 30), () => 'x'.repeat(1 << 28), () => new Array(1 << 28).fill(1)];
        for (const attempt of tries) {
          try { attempt(); console.log('no error'); } catch (error) { console.log(error instanceof Error); }
        }
        console.log('goes on');";
    let finished = Workspace::with_script(script).run(&["-q", "--memory", "16MiB"]).expect_code(0);
    assert_eq!(finished.stdout, "true\ntrue\ntrue\ngoes on\n");
}

#[test]
fn more_memory_can_be_allowed() {
    let script = "const bytes = new Uint8Array(200 << 20).fill(1); console.log(bytes.length);";
    let finished = Workspace::with_script(script).run(&["-q", "--memory", "300MiB"]).expect_code(0);
    assert_eq!(finished.stdout, "209715200\n");
}

#[test]
fn a_console_that_never_stops_is_cut() {
    let script = "const line = 'x'.repeat(1 << 20); for (let i = 0; i < 40; i++) console.log(line);";
    let finished = Workspace::with_script(script).run(&["-q"]).expect_code(119);
    assert!(finished.stdout.len() <= 16 << 20, "{} bytes", finished.stdout.len());
    assert!(finished.stderr.contains("console-bytes"), "{}", finished.stderr);
}
