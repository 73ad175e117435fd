//! What a run costs in a process that goes on. Each kind of run is measured one by one, in turns with the
//! others.

mod throughput;

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use coral_engine::EngineComponent;
use coral_policy::Policy;
use coral_run::Ending;
use coral_runtime::Script;

use crate::bare_host::{EmptyModule, Metering};
use crate::host::Host;
use crate::plot::{Plot, Series};
use crate::samples::Samples;
use crate::session::Silent;
use crate::{bare_host, document};

/// How often each kind has its turn, and how many runs are one.
const TURNS: usize = 40;
const RUNS: usize = 250;

/// Stands behind the names of what is measured with policy, outcome and all.
const THROUGH_THE_DOOR: &str = ", through the product's door";

/// One call of its host, and nothing else.
const PRINT: &str = "console.log('hello');";
const EMIT: &str = "import { emit } from 'jsr:@coral/sdk'; await emit('alert', { a: 1 }, 'warning');";
const IMPORT: &str = "import * as coral from 'jsr:@coral/sdk'; globalThis.coral = coral;";

/// A kind of run: its name, what is wanted of its p50 in microseconds, and a run.
struct Kind<'a> {
    name: &'static str,
    target: Option<f64>,
    run: Box<dyn FnMut() -> Duration + 'a>,
}

/// How long runs of a kind took.
struct Measured {
    name: &'static str,
    target: Option<f64>,
    microseconds: Samples,
}

/// Measures all of it.
pub fn bench() {
    let host = Arc::new(Host::new(16, &EngineComponent::committed().unwrap()));
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let [empty, print, import, emit] = ["", PRINT, IMPORT, EMIT].map(|source| tokio.block_on(host.script(source)));
    let (module, bare) = (EmptyModule::new(), bare_host::prepare(PRINT, Metering::FUEL));
    let through_the_door = |script: &Script| {
        tokio.block_on(async {
            let begun = Instant::now();
            let outcome = host.run(script, Policy::default(), Silent).await;
            let took = begun.elapsed();
            assert_eq!(outcome.ending, Ending::Completed);
            took
        })
    };
    let kinds = [
        Kind { name: "floor: an empty core module", target: None, run: timed(|| module.run()) },
        Kind {
            name: "a script with one call of its host, in a bare host",
            target: Some(15.0),
            run: timed(|| assert_eq!(bare_host::printed(&bare), ["log: hello"])),
        },
        Kind { name: "an empty script", target: None, run: Box::new(|| through_the_door(&empty)) },
        Kind { name: "a script with one call of its host", target: None, run: Box::new(|| through_the_door(&print)) },
        Kind { name: "an import of the SDK", target: None, run: Box::new(|| through_the_door(&import)) },
        Kind {
            name: "an import of the SDK, and an event",
            target: Some(30.0),
            run: Box::new(|| through_the_door(&emit)),
        },
    ];
    let measured = measure(kinds);
    let [_, in_bare_host, with_nothing, with_print, with_import, with_emit] = &measured;
    let mut text = format!("{}; {} runs of each, in turns.\n\n", document::machine(), TURNS * RUNS);
    text.push_str("| microseconds | p50 | wanted | p90 | p99 |\n|---|---|---|---|---|\n");
    for Measured { name, target, microseconds } in &measured {
        let target = target.map_or_else(|| "–".to_owned(), |target| format!("{target}"));
        let [p50, p90, p99] = [0.5, 0.9, 0.99].map(|share| microseconds.quantile(share));
        writeln!(text, "| {name} | **{p50:.1}** | {target} | {p90:.1} | {p99:.1} |").unwrap();
    }
    let cost = with_import.microseconds.median() - with_nothing.microseconds.median();
    writeln!(text, "\nThe import of the SDK costs {cost:.1} µs; 5 are wanted.\n").unwrap();
    let throughput = throughput::measure(&host, &emit);
    text.push_str(&throughput.report());
    print!("{text}");
    if document::is_to_be_written() {
        document::write("runs", &text);
        distribution([(in_bare_host, ""), (with_print, THROUGH_THE_DOOR), (with_emit, THROUGH_THE_DOOR)]);
        throughput.plot();
    }
}

/// Times what it calls.
fn timed<'a>(run: impl Fn() + 'a) -> Box<dyn FnMut() -> Duration + 'a> {
    Box::new(move || {
        let begun = Instant::now();
        run();
        begun.elapsed()
    })
}

/// Runs all kinds in turns.
fn measure<const N: usize>(mut kinds: [Kind<'_>; N]) -> [Measured; N] {
    let mut times = [const { Vec::new() }; N];
    // The first turn fills what is kept for the next run.
    for turn in 0..=TURNS {
        for (kind, times) in kinds.iter_mut().zip(&mut times) {
            let took = (0..RUNS).map(|_| (kind.run)());
            if turn == 0 {
                took.for_each(drop);
            } else {
                times.extend(took.map(|took| took.as_secs_f64() * 1e6));
            }
        }
    }
    let mut times = times.into_iter();
    kinds.map(|Kind { name, target, .. }| {
        let microseconds = Samples::of(times.next().into_iter().flatten());
        Measured { name, target, microseconds }
    })
}

/// How many runs took at most how long; with what is to stand behind each name.
fn distribution(measured: [(&Measured, &str); 3]) {
    let series = measured.map(|(Measured { name, microseconds, .. }, place)| {
        let points = (0..=990)
            .step_by(5)
            .map(|share| (f64::from(share) / 10.0, microseconds.quantile(f64::from(share) / 1000.0)));
        Series { name: format!("{name}{place}"), points: points.collect() }
    });
    let plot = Plot {
        file: "runs",
        title: "How long a run takes",
        x: "percent of the runs",
        y: "microseconds",
        is_logarithmic: false,
        series: series.into(),
    };
    plot.write();
}
