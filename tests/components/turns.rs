//! Fuel between two waits of the event loop: a script may go on for ever in small turns, and in no long one.

use std::time::Duration;

use coral_policy::{Limit, Policy};
use coral_run::{Activity, Ending};

use crate::laboratory::{LABORATORY, Slow};

const SPIN: &str = "const spin = (turns) => { let x = 0; for (let i = 0; i < turns; i++) x ^= i; return x; };";

async fn ending(body: &str, policy: Policy) -> Ending {
    let source = format!("// @ts-nocheck\n{SPIN}\n{body}");
    LABORATORY.run(&source, Slow::new(Duration::ZERO), policy).await.outcome.ending
}

fn turns(units: u64) -> Policy {
    Policy { fuel: None, turn_fuel: Some(units), ..Policy::default() }
}

#[tokio::test]
async fn each_turn_has_its_own_fuel() {
    let pass = "await new Promise((go) => setTimeout(go, 1));";
    let body = format!("for (let turn = 0; turn < 30; turn++) {{ spin(100_000); {pass} }}");
    assert_eq!(ending(&body, turns(100_000_000)).await, Ending::Completed);
    let in_one = "spin(30 * 100_000);";
    let Ending::Stopped(stop) = ending(in_one, turns(100_000_000)).await else { panic!("it was not stopped") };
    assert_eq!((stop.limit, stop.allowed), (Limit::TurnFuel, 100_000_000));
    let Activity::Running(stack) = stop.activity else { panic!("it did not run") };
    assert!(stack.contains("at spin (function.mjs:"), "{stack}");
}

#[tokio::test]
async fn microtasks_are_of_the_turn_that_they_began_in() {
    let body = "for (let step = 0; step < 30; step++) { spin(100_000); await null; }";
    let Ending::Stopped(stop) = ending(body, turns(100_000_000)).await else { panic!("it was not stopped") };
    assert_eq!(stop.limit, Limit::TurnFuel);
}

#[tokio::test]
async fn the_fuel_of_a_run_counts_in_all_its_turns() {
    let policy = Policy { fuel: Some(150_000_000), ..turns(100_000_000) };
    let body = "for (;;) { spin(100_000); await new Promise((go) => setTimeout(go, 1)); }";
    let Ending::Stopped(stop) = ending(body, policy).await else { panic!("it was not stopped") };
    assert_eq!((stop.limit, stop.allowed), (Limit::Fuel, 150_000_000));
    assert!(stop.used > stop.allowed);
}

#[tokio::test]
async fn processor_time_bounds_a_chain_of_short_turns() {
    let policy = Policy { cpu_time: Some(Duration::from_millis(200)), ..turns(100_000_000) };
    let body = "const again = () => setTimeout(again, 0); again();";
    let Ending::Stopped(stop) = ending(body, policy).await else { panic!("it was not stopped") };
    assert_eq!((stop.limit, stop.allowed), (Limit::CpuTime, 200));
}

#[tokio::test]
async fn processor_time_is_a_period_s() {
    let policy = Policy {
        cpu_time: Some(Duration::from_millis(200)),
        period: Some(Duration::from_millis(50)),
        timeout: Some(Duration::from_secs(1)),
        ..turns(u64::MAX)
    };
    let Ending::Stopped(stop) = ending("for (;;) {}", policy).await else { panic!("it was not stopped") };
    assert_eq!(stop.limit, Limit::Timeout);
}
