//! How the end of a script is told.

use std::fs;
use std::time::Duration;

use coral_policy::{Limit, Policy};
use coral_run::{Ending, Level};
use futures::FutureExt;

use crate::laboratory::{Laboratory, Report, processes_with};

async fn run(code: &str) -> Report {
    Laboratory::default().run(code).await
}

#[tokio::test]
async fn a_script_that_ends_has_completed() {
    let report = run("console.log('hello');").await;
    assert_eq!(report.ending(), &Ending::Completed);
    assert_eq!(report.said, [(Level::Log, "hello".to_owned())]);
    let usage = report.outcome.usage;
    assert!(usage.peak_memory > 0 && usage.wall > Duration::ZERO, "{usage:?}");
}

#[tokio::test]
async fn exit_codes_are_told() {
    for (code, ending) in [("0", Ending::Completed), ("1", Ending::Exited(1)), ("-1", Ending::Exited(255))] {
        assert_eq!(run(&format!("Deno.exit({code});")).await.ending(), &ending);
    }
}

#[tokio::test]
async fn an_exception_is_placed_in_the_sources() {
    let files = [
        ("main.ts", "import { boom } from './lib/plan ü.ts';\n\ninterface Ignored { a: number }\nboom(1);\n"),
        (
            "lib/plan ü.ts",
            "export type No = 1;\nexport function boom(x: number): void {\n  throw 'ü😀' && new TypeError(`x ${x}`);\n}\n",
        ),
    ];
    let report = Laboratory::default().run_files(&files).await;
    let exception = report.exception();
    assert_eq!(exception.message, "TypeError: x 1");
    assert_eq!(exception.stack, "    at boom (lib/plan ü.ts:3:18)\n    at main.ts:4:1");
    assert!(exception.in_promise);
    assert_eq!(report.text(), "");
}

#[tokio::test]
async fn thrown_values_have_messages() {
    let cases = [
        ("throw 42;", "42"),
        ("throw undefined;", "undefined"),
        ("throw \"\";", "\"\""),
        ("throw {a: 1};", "{ a: 1 }"),
        ("throw new Error('multi\\nline');", "Error: multi\nline"),
        ("throw new Error();", "Error"),
        ("throw Object.assign(new Error('x'), {name: 'Mine'});", "Mine: x"),
        ("throw new AggregateError([new Error('one')], 'all');", "AggregateError: all"),
        (
            "throw new Error('a', {cause: new Error('b', {cause: 'c'})});",
            "Error: a\nCaused by: Error: b\nCaused by: \"c\"",
        ),
        ("Promise.reject(new Error('rejected'));", "Error: rejected"),
        ("setTimeout(() => { throw new Error('late'); }, 1);", "Error: late"),
        ("queueMicrotask(() => { throw new Error('soon'); });", "Error: soon"),
        ("(function f() { f(); })();", "RangeError: Maximum call stack size exceeded"),
        (
            "Deno.readTextFileSync('/etc/passwd');",
            "NotCapable: Requires read access to \"/etc/passwd\", run again with the --allow-read flag",
        ),
        (
            "await new Promise(() => {});",
            "Error: the script waits for a promise that nothing will resolve: no timer and no request is left",
        ),
        ("window.x;", "ReferenceError: window is not defined"),
    ];
    for (code, message) in cases {
        let report = run(code).await;
        assert_eq!(report.exception().message, message, "{code}");
        assert_eq!(report.text(), "", "{code}");
    }
}

#[tokio::test]
async fn a_throw_from_a_callback_is_not_in_a_promise() {
    assert!(!run("setTimeout(() => { throw 1; });").await.exception().in_promise);
    assert!(run("setTimeout(async () => { throw 1; });").await.exception().in_promise);
}

#[tokio::test]
async fn what_only_looks_like_an_exception_is_console_output() {
    let report = run("console.error('error: Uncaught Error: fake\\n    at x.ts:1:1');").await;
    assert_eq!(report.ending(), &Ending::Completed);
    assert_eq!(report.text(), "error: Uncaught Error: fake\n    at x.ts:1:1\n");

    let report = run("console.error('error: Uncaught Error: fake'); throw new Error('real');").await;
    assert_eq!(report.exception().message, "Error: real");
    assert_eq!(report.text(), "error: Uncaught Error: fake\n");
}

#[tokio::test]
async fn an_interrupt_ends_the_run() {
    let interrupt = tokio::time::sleep(Duration::from_millis(300)).boxed();
    let report = Laboratory { interrupt, ..Laboratory::default() }.run("setInterval(() => {}, 1000);").await;
    assert_eq!(report.ending(), &Ending::Interrupted);
}

#[tokio::test]
async fn the_wall_limit_ends_the_run_whatever_it_listens_for() {
    let wall = Duration::from_millis(500);
    let policy = Policy { timeout: Some(wall), ..Policy::default() };
    let code = "for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) Deno.addSignalListener(s, () => {}); setInterval(() => {}, 9);";
    let report = Laboratory { policy, ..Laboratory::default() }.run(code).await;
    assert_eq!(report.ending().limit(), Some(Limit::Timeout));
}

/// The folder of the run, as a script that is no bundle can find it out: backwards, since what a run prints of it is not
/// its real place.
const FOLDER: &str = "[...new URL('.', import.meta.url).pathname].reverse().join('')";

fn forwards(text: &str) -> String {
    text.chars().rev().collect()
}

#[tokio::test]
async fn nothing_is_left_of_a_run() {
    let report = run(&format!("console.log({FOLDER}); console.log(Deno.pid); setTimeout(() => {{}}, 50);")).await;
    let text = report.text();
    let [folder, process] = text.lines().collect::<Vec<_>>()[..] else { panic!("{text}") };
    let folder = forwards(folder);
    assert!(folder.contains("/coral-wasm-run-"), "{folder}");
    assert!(!fs::exists(folder).unwrap());
    assert!(!fs::exists(format!("/proc/{process}")).unwrap());
}

#[tokio::test]
async fn dropping_a_run_ends_it() {
    let code = format!("console.log({FOLDER}); setInterval(() => {{}}, 1000);");
    let (run, said) = Laboratory::default().start(&code, "{}");
    let mut run = tokio::spawn(run);
    let folder = loop {
        assert!(futures::poll!(&mut run).is_pending());
        if let Some((_, folder)) = said.lock().unwrap().first() {
            break forwards(folder);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    assert_eq!(processes_with(&folder).len(), 1);
    run.abort();
    while fs::exists(&folder).unwrap() || !processes_with(&folder).is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
