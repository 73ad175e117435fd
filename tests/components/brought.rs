//! Components that someone else has made for the JavaScript engine, whose bytecode is whatever it is: what they do wrong is
//! their failure, and never the host's.

use std::time::Duration;

use coral_policy::Policy;
use coral_run::Ending;
use coral_runtime::Script;

use crate::laboratory::{LABORATORY, Slow};

/// One in so many bytes is damaged, each in a component of its own.
const STEP: usize = 5;

async fn ending(script: &Script) -> Ending {
    let policy = Policy { fuel: Some(50_000_000), timeout: Some(Duration::from_secs(2)), ..Policy::default() };
    let run = LABORATORY.run_ready(script, &[], Slow::new(Duration::ZERO), policy, std::future::pending());
    run.await.outcome.ending
}

#[tokio::test]
async fn a_trap_of_what_was_brought_is_its_own_and_one_of_what_was_compiled_is_the_hosts() {
    let source = "
        class Point { #x = 1; get x() { return this.#x; } }
        const points = Array.from({ length: 10 }, () => new Point());
        const { length, ...rest } = { length: points.map(({ x }) => x).join(), more: [...points] };
        console.log(length, rest.more.length, `${points.length}`);";
    let sound = LABORATORY.compile(source).await.component;
    let mut trapped = 0;
    for place in (0..sound.len()).step_by(STEP) {
        let mut damaged = sound.clone();
        damaged[place] ^= 1;
        let Ok(script) = LABORATORY.javascript.load_brought(&damaged) else { continue };
        match ending(&script).await {
            Ending::HostFailure(failure) => panic!("byte {place}: {failure}"),
            Ending::Trapped(text) => {
                trapped += 1;
                assert_eq!(text.lines().count(), 1, "byte {place}: {text}");
                let compiled_here = ending(&LABORATORY.javascript.load(&damaged).unwrap()).await;
                assert_eq!(compiled_here.name(), "host-failure", "byte {place}: {compiled_here:?}");
            }
            _ => {}
        }
    }
    assert!(trapped > 0, "no damage made the engine trap");
}
