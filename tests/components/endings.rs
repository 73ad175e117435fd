//! Runs that end in the middle of their questions, in every way that a run can end: nothing of them is left in the host.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use coral_contract::{Answer, Asker, Health, PendingAnswer, PendingHealth, Question, Telemetry};
use coral_policy::Policy;
use coral_runtime::{Script, SystemClock};
use tokio::runtime::Handle;

use crate::allocations;
use crate::laboratory::{Laboratory, Result};

/// What a question can have come to.
const STATES: [&str; 6] = ["started", "pending", "answered", "taken", "dropped", "refused"];

/// How a run can end: what the script does, who ends it, and what that is called.
const ENDS: [(&str, Ended, &str); 9] = [
    ("exit", Ended::Itself, "exited"),
    ("exception", Ended::Itself, "exception"),
    ("exhaust", Ended::Itself, "out-of-memory"),
    ("spin", Ended::Fuel, "out-of-fuel"),
    ("spin", Ended::Timeout, "timed-out"),
    ("wait", Ended::Timeout, "timed-out"),
    ("spin", Ended::Interrupt, "interrupted"),
    ("wait", Ended::Interrupt, "interrupted"),
    ("wait", Ended::Drop, ""),
];

/// How many runs there may be at once.
const RUNS: u32 = 4;

/// What a pass over all states and ends may leave behind in the host's memory: none of its runs, each of which has 20
/// questions, would fit.
const MOST_BYTES: isize = 2_000;

/// A script cannot leave an answer that is there, or drop a question: its engine takes each.
const SCRIPT: &str = r#"
    import * as coral from "jsr:@coral/sdk";
    const [, state, end] = coral.context.params.get("act")!.split(" ");
    const isAnswered = ["answered", "taken", "dropped"].includes(state!);
    const ask = () => isAnswered ? coral.system.getCPU() : coral.system.getMemory();
    const asked = Array.from({ length: 20 }, () => ask().catch(() => {}));
    if (state === "pending") await new Promise((go) => setTimeout(go, 1));
    if (state === "answered") await asked[0];
    if (state === "taken") await Promise.all(asked);
    switch (end) {
        case "exit": Deno.exit(3);
        case "exception": throw new Error("it went wrong");
        case "exhaust": for (const all = [];;) all.push(new Uint8Array(1 << 20).fill(1));
        case "spin": for (;;);
        case "wait": await new Promise((go) => setTimeout(go, 1e9));
    }
"#;

/// Who or what ends a run.
#[derive(Clone, Copy)]
enum Ended {
    Itself,
    Fuel,
    Timeout,
    Interrupt,
    /// The future of the run is dropped.
    Drop,
}

/// Answers at once what is asked of the processor, and all else never.
#[derive(Clone, Default)]
struct Counting {
    in_flight: Arc<AtomicUsize>,
}

/// A question, until its answer is taken or it is dropped.
struct InFlight(Arc<AtomicUsize>);

impl InFlight {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Telemetry for Counting {
    fn ask_as(&self, _asker: &Asker, question: Question) -> PendingAnswer {
        let in_flight = InFlight::new(&self.in_flight);
        Box::pin(async move {
            let _in_flight = in_flight;
            match question {
                Question::Cpu => Ok(Answer::Number(1.0)),
                _ => std::future::pending().await,
            }
        })
    }

    fn health(&self) -> PendingHealth {
        Box::pin(async { Ok(Health::default()) })
    }
}

fn policy(state: &str, ended: Ended) -> Policy {
    let mut policy = Policy { fuel: None, turn_fuel: None, ..Policy::default() };
    if state == "refused" {
        policy.requests = 1;
    }
    match ended {
        Ended::Fuel => policy.fuel = Some(1_000_000),
        Ended::Timeout => policy.timeout = Some(Duration::from_millis(5)),
        _ => {}
    }
    policy
}

/// Every state and every end once.
async fn pass(laboratory: &Laboratory, run: &impl AsyncFn(&str, &str, Ended, Counting) -> Option<Result>) {
    for state in STATES {
        for (end, ended, name) in ENDS {
            let telemetry = Counting::default();
            let result = run(state, end, ended, telemetry.clone()).await;
            if let Some(Result { outcome, .. }) = result {
                assert_eq!(outcome.ending.name(), name, "{state}, {end}: {:?}", outcome.ending);
            }
            assert_eq!(telemetry.in_flight.load(Ordering::SeqCst), 0, "{state}, {end}");
            assert_eq!(Handle::current().metrics().num_alive_tasks(), 0, "{state}, {end}");
        }
    }
    // Each of the places is free.
    let everything_free = (0..RUNS).map(|_| laboratory.run("await null;", Counting::default(), Policy::default()));
    for result in futures::future::join_all(everything_free).await {
        assert_eq!(result.outcome.ending.name(), "completed");
    }
}

/// Two passes, of which the second may leave nothing in the host's memory: what is kept for good is kept in the first.
async fn assert_nothing_is_left(
    laboratory: &Laboratory,
    run: impl AsyncFn(&str, &str, Ended, Counting) -> Option<Result>,
) {
    pass(laboratory, &run).await;
    let before = allocations::live();
    pass(laboratory, &run).await;
    let kept = allocations::live() - before;
    assert!(kept <= MOST_BYTES, "{kept} bytes are kept");
}

/// Ends a run that is not over after a while.
async fn soon() {
    tokio::time::sleep(Duration::from_millis(5)).await;
}

/// Runs a script which knows what `hold STATE END` means.
async fn hold(
    laboratory: &Laboratory,
    script: &Script,
    (state, end, ended): (&str, &str, Ended),
    telemetry: Counting,
) -> Option<Result> {
    let act = format!("hold {state} {end}");
    let (parameters, policy) = ([("act", act.as_str())], policy(state, ended));
    let interrupt = async {
        match ended {
            Ended::Interrupt => soon().await,
            _ => std::future::pending().await,
        }
    };
    let run = laboratory.run_ready(script, &parameters, telemetry, policy, interrupt);
    match ended {
        Ended::Drop => tokio::time::timeout(Duration::from_millis(5), run).await.ok(),
        _ => Some(run.await),
    }
}

#[tokio::test]
async fn a_plugin_that_ends_in_the_middle_of_its_questions_leaves_nothing() {
    let laboratory = Laboratory::new(RUNS, SystemClock::default());
    let plugin = laboratory.plugin("hostile");
    assert_nothing_is_left(&laboratory, async |state, end, ended, telemetry| {
        hold(&laboratory, &plugin, (state, end, ended), telemetry).await
    })
    .await;
}

#[tokio::test]
async fn a_script_that_ends_in_the_middle_of_its_questions_leaves_nothing() {
    let laboratory = Laboratory::new(RUNS, SystemClock::default());
    let script = laboratory.ready(SCRIPT).await;
    assert_nothing_is_left(&laboratory, async |state, end, ended, telemetry| {
        hold(&laboratory, &script, (state, end, ended), telemetry).await
    })
    .await;
}
