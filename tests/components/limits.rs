//! What a run may use: each limit ends the run that passes it, and no other.

use std::time::Duration;

use coral_policy::{Limit, Policy};
use coral_run::Ending;

use crate::laboratory::{LABORATORY, Slow};

fn telemetry() -> Slow {
    Slow::new(Duration::ZERO)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_runs_at_once_share_nothing() {
    let runs = (0..100).map(|number| {
        tokio::spawn(async move {
            let source = format!(
                "globalThis.kept ??= {number}; await new Promise((go) => setTimeout(go, 20)); console.log(globalThis.kept);"
            );
            LABORATORY.run(&source, telemetry(), Policy::default()).await
        })
    });
    for (number, run) in runs.collect::<Vec<_>>().into_iter().enumerate() {
        let result = run.await.unwrap();
        assert_eq!(result.outcome.ending, Ending::Completed);
        assert_eq!(result.console, [number.to_string()]);
    }
}

#[tokio::test]
async fn a_slot_that_was_used_before_remembers_nothing() {
    let source = "console.log((globalThis as any).left, typeof (Array.prototype as any).left); \
        (globalThis as any).left = 1; (Array.prototype as any).left = 1;";
    let compiled_twice = [telemetry(), telemetry()];
    for telemetry in compiled_twice {
        let result = LABORATORY.run(source, telemetry, Policy::default()).await;
        assert_eq!(result.console, ["undefined undefined"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_script_that_never_waits_does_not_keep_its_neighbour_from_running() {
    let policy = Policy { timeout: Some(Duration::from_secs(2)), ..Policy::default() };
    let greedy = tokio::spawn(LABORATORY.run("for (;;) {}", telemetry(), policy));
    let modest = LABORATORY
        .run("await new Promise((go) => setTimeout(go, 50)); console.log('done');", telemetry(), Policy::default())
        .await;
    assert_eq!(modest.console, ["done"]);
    assert!(!greedy.is_finished(), "the neighbour was done before the greedy script was stopped");
    assert_eq!(greedy.await.unwrap().outcome.ending.limit(), Some(Limit::Timeout));
}

#[tokio::test]
async fn fuel_ends_a_run_and_is_counted() {
    let policy = Policy { fuel: Some(10_000_000), ..Policy::default() };
    let result = LABORATORY.run("for (;;) {}", telemetry(), policy).await;
    assert_eq!(result.outcome.ending.limit(), Some(Limit::Fuel));
    assert!(result.outcome.usage.fuel >= 9_990_000, "{}", result.outcome.usage.fuel);
}

#[tokio::test]
async fn memory_that_is_refused_can_be_caught() {
    let source = r"
        const kept: Uint8Array[] = [];
        try {
            for (;;) kept.push(new Uint8Array(1 << 20));
        } catch (error) {
            kept.length = 0;
            console.log((error as Error).name);
        }
    ";
    let result = LABORATORY.run(source, telemetry(), Policy::default()).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    assert_eq!(result.console.len(), 1);
    assert!(result.outcome.usage.peak_memory > 50 << 20);
}

#[tokio::test]
async fn memory_that_is_refused_and_not_caught_ends_the_run() {
    let source = "const kept: string[] = []; for (let i = 0;; i++) kept.push('x'.repeat(1000) + i);";
    let policy = Policy { memory: 16 << 20, ..Policy::default() };
    let result = LABORATORY.run(source, telemetry(), policy).await;
    assert_eq!(result.outcome.ending.limit(), Some(Limit::Memory));
    assert!(result.outcome.usage.peak_memory <= 16 << 20);
}

/// Blocks of other sizes have held all of the memory, one of them after the other.
#[tokio::test]
async fn memory_that_small_things_filled_is_there_for_large_and_for_other_ones() {
    let source = r"
        function fill(make: (number: number) => unknown): number {
            let kept: unknown[] | undefined = [];
            let count = 0;
            try {
                for (;; count++) kept.push(make(count));
            } catch {
                kept = undefined;
            }
            return count;
        }
        const counts = [1, 2, 3].map(() => [
            fill((number) => [number]),
            fill((number) => 'x'.repeat(100) + number),
            fill((number) => ({ number, a: 1, b: 2, c: 3, d: 4 })),
        ]);
        console.log(counts.every((three) => three.every((count) => count > 10_000)));
        console.log(new Uint8Array(512 << 10).length);
    ";
    let policy = Policy { memory: 16 << 20, fuel: None, ..Policy::default() };
    let result = LABORATORY.run(source, telemetry(), policy).await;
    assert_eq!(result.console, ["true", "524288"], "{:?}", result.outcome);
}

#[tokio::test]
async fn cyclic_garbage_is_collected_in_a_run_that_goes_on() {
    let source = r#"
        let made = 0;
        for (let turn = 0; turn < 200; turn++) {
            for (let i = 0; i < 100; i++) {
                const one: any = { text: "x".repeat(5000) + i };
                one.other = { one, text: "y".repeat(5000) + i };
                made += 10_000;
            }
            await new Promise((go) => setTimeout(go, 0));
        }
        console.log(made);
    "#;
    let policy = Policy { memory: 32 << 20, ..Policy::default() };
    let result = LABORATORY.run(source, telemetry(), policy).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    assert_eq!(result.console, ["200000000"]);
}

#[tokio::test]
async fn two_runs_of_one_script_never_draw_the_same_numbers() {
    let source = "console.log(Math.random(), Math.random(), crypto.randomUUID());";
    let first = LABORATORY.run(source, telemetry(), Policy::default()).await;
    let second = LABORATORY.run(source, telemetry(), Policy::default()).await;
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let drawn: std::collections::HashSet<_> =
        [words(&first.console[0]), words(&second.console[0])].into_iter().flatten().collect();
    assert_eq!(drawn.len(), 6);
}
