//! Questions in flight: they run at once, are cancelled with their run, and fail in ways a script can tell apart.

use std::sync::atomic::Ordering;
use std::time::Duration;

use coral_contract::{AskError, ExceededBudget};
use coral_run::{Ending, Limits};

use crate::laboratory::{Failing, LABORATORY, Slow};

#[tokio::test]
async fn five_waits_of_100_ms_under_promise_all_run_at_once() {
    let source = r#"
        import { system } from "jsr:@coral/sdk";
        const started = performance.now();
        const answers = await Promise.all([1, 2, 3, 4, 5].map(() => system.getCPU()));
        console.log(answers.length, performance.now() - started < 200);
    "#;
    let result = LABORATORY.run(source, Slow::new(Duration::from_millis(100)), Limits::default()).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    assert_eq!(result.console, ["5 true"]);
    assert!(result.outcome.usage.wall >= Duration::from_millis(100));
}

#[tokio::test]
async fn timers_and_answers_are_waited_for_together() {
    let source = r#"
        import { system } from "@coral/sdk";
        const order: string[] = [];
        setTimeout(() => order.push("timer 30"), 30);
        await Promise.all([
            system.getCPU().then(() => order.push("answer 100")),
            new Promise((resolve) => setTimeout(resolve, 300)).then(() => order.push("timer 300")),
        ]);
        console.log(order.join(", "));
    "#;
    let result = LABORATORY.run(source, Slow::new(Duration::from_millis(100)), Limits::default()).await;
    assert_eq!(result.console, ["timer 30, answer 100, timer 300"]);
}

#[tokio::test]
async fn a_run_that_is_cut_off_cancels_its_questions() {
    let source = r#"
        import { system } from "@coral/sdk";
        await Promise.all([system.getCPU(), system.getCPU(), system.getCPU()]);
    "#;
    let slow = Slow::new(Duration::from_secs(3600));
    let limits = Limits { wall: Some(Duration::from_millis(300)), ..Limits::default() };
    let result = LABORATORY.run(source, slow.clone(), limits).await;
    assert_eq!(result.outcome.ending, Ending::TimedOut { limit: Duration::from_millis(300) });
    assert_eq!(slow.in_flight.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_script_tells_every_error_apart() {
    let source = r#"
        import { system } from "@coral/sdk";
        try {
            await system.getCPU();
        } catch (error) {
            console.log((error as any).code, (error as Error).message, JSON.stringify((error as any).budget));
        }
    "#;
    let text = || "what happened".to_owned();
    let budget = ExceededBudget { name: "queries".to_owned(), limit: 10, used: 11 };
    let prefix = "Failed to get CPU usage: ";
    for (error, expected) in [
        (AskError::Denied(text()), format!("denied {prefix}what happened undefined")),
        (AskError::InvalidArgument(text()), format!("invalid-argument {prefix}what happened undefined")),
        (AskError::NotFound(text()), format!("not-found {prefix}what happened undefined")),
        (AskError::QueryFailed(text()), format!("query-failed {prefix}what happened undefined")),
        (AskError::TimedOut(text()), format!("timed-out {prefix}what happened undefined")),
        (AskError::Unavailable(text()), format!("unavailable {prefix}what happened undefined")),
        (
            AskError::BudgetExceeded(budget),
            format!(
                "budget-exceeded {prefix}the run's budget of queries is used up: 11 of 10 {}",
                r#"{"name":"queries","limit":10,"used":11}"#
            ),
        ),
    ] {
        let result = LABORATORY.run(source, Failing(error), Limits::default()).await;
        assert_eq!(result.console, [expected]);
    }
}

#[tokio::test]
async fn more_questions_at_once_than_allowed_are_refused_and_no_others() {
    let source = r#"
        import { system } from "@coral/sdk";
        const asked = await Promise.allSettled([1, 2, 3, 4].map(() => system.getCPU()));
        console.log(asked.map((one) => one.status === "rejected" ? one.reason.code : one.status).join(" "));
        console.log((await system.getCPU()).usage_percent);
    "#;
    let limits = Limits { pending_requests: 2, ..Limits::default() };
    let result = LABORATORY.run(source, Slow::new(Duration::from_millis(10)), limits).await;
    assert_eq!(result.console, ["fulfilled fulfilled budget-exceeded budget-exceeded", "1"]);
}
