//! What a script may have at once or write, which it can catch where it is used up: timers and the console.

use std::time::Duration;

use coral_contract::{ExceededBudget, Selection};
use coral_policy::{Limit, Policy};
use coral_run::Ending;

use crate::laboratory::{LABORATORY, Result, Slow};

async fn run(source: &str, policy: Policy) -> Result {
    LABORATORY.run(&format!("// @ts-nocheck\n{source}"), Slow::new(Duration::from_millis(1)), policy).await
}

#[tokio::test]
async fn a_timer_too_many_is_an_error_of_the_sdk() {
    let source = r#"
        import * as coral from "jsr:@coral/sdk";
        const timers = [setTimeout(() => {}, 1e6), setInterval(() => {}, 1e6), setImmediate(() => {})];
        const seen = [];
        const start = (how) => {
            try { how(); seen.push(undefined); } catch (error) { seen.push(error); }
        };
        start(() => setTimeout(() => {}));
        start(() => AbortSignal.timeout(5).addEventListener("abort", () => {}));
        clearInterval(timers[1]);
        start(() => timers.push(setInterval(() => {}, 5)));
        const emitted = await coral.emit("x", {}).catch((error) => error);
        for (const [error, key] of [[seen[0], "timers"], [seen[1], "timers"], [emitted, "events"]]) {
            console.log(error.name, error instanceof Error, error.constructor === emitted.constructor, error.code, key);
            console.log(error.message, { ...error.budget });
        }
        console.log(seen[2]);
        for (const timer of timers) clearTimeout(timer);
    "#;
    let result = run(source, Policy { timers: 3, events: Some(0), ..Policy::default() }).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    let timers = [
        "CoralError true true budget-exceeded timers",
        "Failed to start a timer: the run's budget of timers is used up: 4 of 3 { name: \"timers\", limit: 3, used: 4 }",
    ];
    let events = [
        "CoralError true true budget-exceeded events",
        "Failed to emit event: the run's budget of events is used up: 1 of 0 { name: \"events\", limit: 0, used: 1 }",
    ];
    assert_eq!(result.console, [&timers[..], &timers, &events, &["undefined"]].concat());
}

#[tokio::test]
async fn a_timer_too_many_that_is_not_caught_ends_the_run() {
    let source = "for (;;) setTimeout(() => {}, 1e6);";
    let ending = run(source, Policy { timers: 100, ..Policy::default() }).await.outcome.ending;
    let Ending::OverBudget(budget, exception) = ending else { panic!("{ending:?}") };
    assert_eq!(budget, ExceededBudget { name: "timers".to_owned(), limit: 100, used: 101 });
    assert!(exception.stack.contains("function.mjs:"), "{exception:?}");
}

#[tokio::test]
async fn a_console_that_is_full_throws_an_error_of_the_sdk() {
    let source = r#"
        const tell = console.log;
        tell("x".repeat(9));
        try {
            console.warn("y".repeat(100));
        } catch (error) {
            tell(error.name, error.code);
            tell(error.message);
            tell({ ...error.budget });
        }
    "#;
    let result = run(source, Policy { console_bytes: Some(300), ..Policy::default() }).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    assert_eq!(result.console.len(), 2, "{:?}", result.console);
    let result = run(source, Policy { console_bytes: Some(100), console_line: 1_000, ..Policy::default() }).await;
    assert_eq!(result.console[..2], ["x".repeat(9), "CoralError budget-exceeded".to_owned()]);
    let Ending::OverBudget(budget, exception) = result.outcome.ending else { panic!("{:?}", result.outcome.ending) };
    assert_eq!((budget.name.as_str(), budget.limit), ("console-bytes", 100));
    assert!(
        exception
            .message
            .starts_with("CoralError: Failed to write to the console: the run's budget of console-bytes is used up: "),
        "{exception:?}"
    );
}

#[tokio::test]
async fn a_script_knows_the_services_that_it_may_ask_about() {
    let source = r#"
        import { context } from "jsr:@coral/sdk";
        console.log(context.scope, context.service?.name, context.services);
    "#;
    let some = |names: &[&str]| Selection::Only(names.iter().map(|name| (*name).to_owned()).collect());
    for (services, expected) in [
        (Selection::Any, "global undefined undefined"),
        (some(&["orders"]), "service orders [ \"orders\" ]"),
        (some(&["orders", "cart"]), "services undefined [ \"cart\", \"orders\" ]"),
        (some(&[]), "services undefined []"),
    ] {
        let result = run(source, Policy { services, ..Policy::default() }).await;
        assert_eq!(result.console, [expected]);
    }
}

#[tokio::test]
async fn an_event_that_memory_is_too_short_for_is_too_large() {
    let source = r#"
        import * as coral from "jsr:@coral/sdk";
        await coral.emit("big", { text: "x".repeat(40_000_000) });
    "#;
    let policy = Policy { memory: 64 << 20, event_bytes: 1_000, ..Policy::default() };
    let ending = run(source, policy).await.outcome.ending;
    let Ending::OverBudget(budget, _) = ending else { panic!("{ending:?}") };
    assert_eq!(budget, ExceededBudget { name: "event-bytes".to_owned(), limit: 1_000, used: 40_000_014 });
    let allowed = Policy { memory: 64 << 20, event_bytes: 100_000_000, ..Policy::default() };
    assert_eq!(run(source, allowed).await.outcome.ending.limit(), Some(Limit::Memory));
}

#[tokio::test]
async fn a_text_that_memory_is_too_short_for_says_so() {
    let source = r#"
        import * as coral from "jsr:@coral/sdk";
        const text = "é€".repeat(10_000_000);
        try { console.log(text); } catch (error) { console.log(String(error)); }
        try { await coral.db.query(text); } catch (error) { console.log(error.message); }
    "#;
    let result = run(source, Policy { memory: 64 << 20, ..Policy::default() }).await;
    assert_eq!(result.console, ["InternalError: out of memory", "Query failed: out of memory"]);
}

#[tokio::test]
async fn a_thrown_proxy_is_what_it_stands_for_and_has_no_place() {
    let ending =
        run("throw new Proxy(new Proxy(new RangeError('bait'), {}), {});", Policy::default()).await.outcome.ending;
    let Ending::Exception(exception) = ending else { panic!("{ending:?}") };
    assert_eq!((exception.message.as_str(), exception.stack.as_str()), ("RangeError: bait", ""));
}
