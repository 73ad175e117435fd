//! Every script of the corpus, run in WASM and under Deno: what it prints, its events and its exit code must be the same,
//! and the exit code the one that the script names. It must not know how either runtime works, and it leaves out no
//! script: the few that may differ are named, with their reasons, in differences.rs, and must.
//!
//! The report of an exception is compared to its first place in the source: its text, the code frame and that place. The
//! frames below are left out, and so are names of functions, because V8 knows more of both: `async` callers that QuickJS
//! has forgotten by then, and `Plan.run` where QuickJS says `run`. So is the order of lines between standard output and
//! standard error. Of a run that was stopped at a limit, what it was doing is left out, the place or the wait: from outside
//! of V8, which is how Deno is held to its limits, nobody can tell.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod comparison;
#[path = "../coral_wasm.rs"]
mod coral_wasm;
mod differences;
mod document;
mod run;
mod script;
mod table;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use comparison::Comparison;
use script::Script;

/// Two cores are what continuous integration has.
const THREADS: usize = 2;

#[test]
fn the_corpus_is_the_same_on_both_runtimes() {
    let scripts = Script::all_in("tests/conformance/scripts");
    assert!(scripts.len() >= 120, "only {} scripts were found", scripts.len());
    let nameless: Vec<_> =
        scripts.iter().filter(|script| script.subject.is_empty()).map(|script| &script.path).collect();
    assert!(nameless.is_empty(), "these begin with no comment that says what they show: {nameless:?}");
    let is_there = |name: &&str| scripts.iter().any(|script| script::name(&script.path) == *name);
    let gone: Vec<_> = differences::names().filter(|name| !is_there(name)).collect();
    assert!(gone.is_empty(), "the list of differences names scripts that are not there: {gone:?}");
    document::check(&compare(&scripts));
}

#[test]
fn the_scripts_that_ship_are_the_same_on_both_runtimes() {
    // The monitors end after one check; the demo's scripts must be refused.
    let good = Script::all_in("scripts").into_iter().map(|script| {
        let is_monitor = !script.path.ends_with("services.ts");
        script.with(if is_monitor { &["--param", "checks=1"] } else { &[] }, 0)
    });
    let bad = Script::all_in("demo").into_iter().map(|script| script.with(&[], 1));
    let scripts: Vec<Script> = good.chain(bad).collect();
    assert!(scripts.len() >= 5, "only {} scripts were found", scripts.len());
    compare(&scripts);
}

/// Runs each script on both runtimes, prints a table of them all, and fails if any of them differs.
fn compare(scripts: &[Script]) -> Vec<Comparison> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(script) = scripts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let comparison = Comparison::of(script);
                    found.lock().unwrap().push(comparison);
                }
            });
        }
    });
    let mut comparisons = found.into_inner().unwrap();
    comparisons.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(comparisons.len(), scripts.len(), "a thread has panicked");

    println!("{}", table::of(&comparisons));
    let different: Vec<&Comparison> = comparisons.iter().filter(|comparison| !comparison.is_right()).collect();
    let details: String = different.iter().map(|comparison| format!("\n{comparison}")).collect();
    assert!(different.is_empty(), "{} of {} scripts are not right\n{details}", different.len(), scripts.len());
    comparisons
}
