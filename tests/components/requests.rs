//! Questions in flight: they run at once, are cancelled with their run, and fail in ways a script can tell apart.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use coral_contract::{
    Answer, AskError, Asker, ErrorRate, Event, ExceededBudget, Health, Memory, PendingAnswer, PendingHealth, Question,
    ResultSet, Telemetry,
};
use coral_policy::{Limit, Policy};
use coral_run::{Ending, Level, Observer};
use tokio::sync::{Barrier, Notify};

use crate::laboratory::{Failing, LABORATORY, Slow};

#[tokio::test]
async fn five_waits_of_100_ms_under_promise_all_run_at_once() {
    let source = r#"
        import { system } from "jsr:@coral/sdk";
        const started = performance.now();
        const answers = await Promise.all([1, 2, 3, 4, 5].map(() => system.getCPU()));
        console.log(answers.length, performance.now() - started < 200);
    "#;
    let result = LABORATORY.run(source, Slow::new(Duration::from_millis(100)), Policy::default()).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    assert_eq!(result.console, ["5 true"]);
    assert!(result.outcome.usage.wall >= Duration::from_millis(100));
}

#[tokio::test]
async fn timers_and_answers_are_waited_for_together() {
    let source = r#"
        import { system } from "jsr:@coral/sdk";
        const order: string[] = [];
        setTimeout(() => order.push("timer 30"), 30);
        await Promise.all([
            system.getCPU().then(() => order.push("answer 100")),
            new Promise((resolve) => setTimeout(resolve, 300)).then(() => order.push("timer 300")),
        ]);
        console.log(order.join(", "));
    "#;
    let result = LABORATORY.run(source, Slow::new(Duration::from_millis(100)), Policy::default()).await;
    assert_eq!(result.console, ["timer 30, answer 100, timer 300"]);
}

#[tokio::test]
async fn a_run_that_is_cut_off_cancels_its_questions() {
    let source = r#"
        import { system } from "jsr:@coral/sdk";
        await Promise.all([system.getCPU(), system.getCPU(), system.getCPU()]);
    "#;
    let slow = Slow::new(Duration::from_secs(3600));
    let policy = Policy { timeout: Some(Duration::from_millis(300)), ..Policy::default() };
    let result = LABORATORY.run(source, slow.clone(), policy).await;
    assert_eq!(result.outcome.ending.limit(), Some(Limit::Timeout));
    assert_eq!(slow.in_flight.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_script_tells_every_error_apart() {
    let source = r#"
        import { system } from "jsr:@coral/sdk";
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
        let result = LABORATORY.run(source, Failing(error), Policy::default()).await;
        assert_eq!(result.console, [expected]);
    }
}

#[tokio::test]
async fn more_questions_at_once_than_allowed_are_refused_and_no_others() {
    let source = r#"
        import { system } from "jsr:@coral/sdk";
        const asked = await Promise.allSettled([1, 2, 3, 4].map(() => system.getCPU()));
        console.log(asked.map((one) => one.status === "rejected" ? one.reason.code : one.status).join(" "));
        console.log((await system.getCPU()).usage_percent);
    "#;
    let policy = Policy { requests: 2, ..Policy::default() };
    let result = LABORATORY.run(source, Slow::new(Duration::from_millis(10)), policy).await;
    assert_eq!(result.console, ["fulfilled fulfilled budget-exceeded budget-exceeded", "1"]);
}

/// Answers no question before so many are in flight.
struct Together(Arc<Barrier>);

impl Telemetry for Together {
    fn ask_as(&self, _asker: &Asker, question: Question) -> PendingAnswer {
        let barrier = Arc::clone(&self.0);
        Box::pin(async move {
            barrier.wait().await;
            Ok(match question {
                Question::Sql(_) | Question::Traces(_) => Answer::Rows(ResultSet::default()),
                Question::ErrorRate(_) => Answer::ErrorRate(ErrorRate { rate: 0.5, request_count: 2, error_count: 1 }),
                Question::Memory => Answer::Memory(Memory { used: 1, total: 2 }),
                _ => Answer::Number(1.0),
            })
        })
    }

    fn health(&self) -> PendingHealth {
        Box::pin(async { Ok(Health::default()) })
    }
}

#[tokio::test]
async fn all_questions_are_in_flight_before_any_is_answered() {
    let source = r#"
        import * as coral from "jsr:@coral/sdk";
        const asked = Array.from({ length: 20 }, (_, n) => [
            () => coral.db.query("SELECT ?", [n]),
            () => coral.metrics.getPercentile("payments", "http.server.duration", 0.99),
            () => coral.metrics.getErrorRate("payments"),
            () => coral.system.getCPU(),
            () => coral.system.getMemory(),
        ][n % 5]());
        console.log((await Promise.all(asked)).length);
    "#;
    let policy = Policy { timeout: Some(Duration::from_secs(30)), ..Policy::default() };
    let result = LABORATORY.run(source, Together(Arc::new(Barrier::new(20))), policy).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    assert_eq!(result.console, ["20"]);
}

/// Answers questions once the script has printed something.
#[derive(Default)]
struct Gate(Arc<Notify>);

impl Telemetry for Gate {
    fn ask_as(&self, _asker: &Asker, _question: Question) -> PendingAnswer {
        let opened = Arc::clone(&self.0);
        Box::pin(async move {
            opened.notified().await;
            Ok(Answer::Number(1.0))
        })
    }

    fn health(&self) -> PendingHealth {
        Box::pin(async { Ok(Health::default()) })
    }
}

impl Observer for Gate {
    fn console(&mut self, _level: Level, _text: &str) {
        self.0.notify_one();
    }

    fn event(&mut self, _event: &Event) {}
}

#[tokio::test]
async fn timers_fire_while_a_question_is_pending() {
    let source = r#"
        import { system } from "jsr:@coral/sdk";
        let fired = 0;
        const timer = setInterval(() => { if (++fired === 3) console.log("open"); }, 5);
        await system.getCPU();
        clearInterval(timer);
        if (fired < 3) throw new Error("the answer came first");
    "#;
    let policy = Policy { timeout: Some(Duration::from_secs(30)), ..Policy::default() };
    let gate = Gate::default();
    let observer = Gate(Arc::clone(&gate.0));
    let outcome = LABORATORY.observe(source, gate, policy, observer).await;
    assert_eq!(outcome.ending, Ending::Completed);
}

#[tokio::test]
async fn a_run_goes_on_until_a_question_is_answered_that_nobody_awaits() {
    let source = r#"
        import { system } from "jsr:@coral/sdk";
        system.getCPU().then(() => console.log("answered"));
        system.getCPU();
        console.log("end of module");
    "#;
    let slow = Slow::new(Duration::from_millis(50));
    let result = LABORATORY.run(source, slow.clone(), Policy::default()).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    assert_eq!(result.console, ["end of module", "answered"]);
    assert!(result.outcome.usage.wall >= slow.after);
}

#[tokio::test]
async fn a_run_that_ends_early_cancels_its_questions() {
    let asked = "import { system } from 'jsr:@coral/sdk'; system.getCPU(); system.getCPU();";
    for (last, name) in [
        ("Deno.exit(3);", "exited"),
        ("setTimeout(() => Deno.exit(3), 5);", "exited"),
        ("throw new Error('enough');", "exception"),
        ("setTimeout(() => { throw new Error('enough'); }, 5);", "exception"),
        ("Promise.reject(new Error('enough'));", "exception"),
    ] {
        let never = Slow::new(Duration::from_secs(3600));
        let outcome = LABORATORY.run(&format!("{asked} {last}"), never.clone(), Policy::default()).await.outcome;
        assert_eq!(outcome.ending.name(), name, "{last}");
        assert_eq!(never.in_flight.load(Ordering::SeqCst), 0, "{last}");
    }
}
