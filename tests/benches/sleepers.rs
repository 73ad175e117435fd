//! Scripts that sleep in their loops, more and more of them on one host. What each keeps in memory, how late it
//! wakes, and what a wake costs.

use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use coral_contract::Event;
use coral_engine::EngineComponent;
use coral_policy::Policy;
use coral_run::{Ending, Level, Observer};

use crate::growth::Growth;
use crate::host::Host;
use crate::number::grouped;
use crate::plot::{Plot, Series};
use crate::samples::Samples;
use crate::{document, own_memory};

/// How many there are at once.
const CROWDS: [u32; 8] = [1, 10, 50, 100, 250, 500, 1_000, 2_000];

/// What is wanted of each one's memory, and of the time by which all but one in a hundred wakes are late.
const TARGET_KIBIBYTES: f64 = 256.0;
const TARGET_MILLISECONDS: f64 = 10.0;

/// Sleeps for a part of a second first, so that not all wake at one moment, and then for a second, eight times. Prints by how
/// many milliseconds each was late.
const SLEEPER: &str = "
    const sleep = (time: number) => new Promise((wake) => setTimeout(wake, time));
    await sleep(1000 * Math.random());
    const late: number[] = [];
    for (let wakes = 0; wakes < 8; wakes++) {
        const before = performance.now();
        await sleep(1000);
        late.push(performance.now() - before - 1000);
    }
    console.log(late.join(' '));";

/// When all have begun, and none has ended.
const ASLEEP: Duration = Duration::from_secs(4);

/// What came of so many sleepers.
struct Crowd {
    sleepers: u32,
    /// KiB that all kept in memory while they slept.
    memory: f64,
    /// By how many milliseconds wakes were late.
    late: Samples,
    /// Milliseconds of processors' time for all: their starts, their wakes and their ends.
    busy: f64,
}

/// Measures all of it.
pub fn bench() {
    let host = Arc::new(Host::new(CROWDS[CROWDS.len() - 1], &EngineComponent::committed().unwrap()));
    let tokio = tokio::runtime::Runtime::new().unwrap();
    let crowds: Vec<Crowd> = CROWDS.iter().map(|&sleepers| tokio.block_on(crowd(&host, sleepers))).collect();
    let text = report(&crowds);
    print!("{text}");
    if document::is_to_be_written() {
        document::write("sleepers", &text);
        plot(&crowds);
    }
}

async fn crowd(host: &Arc<Host>, sleepers: u32) -> Crowd {
    let script = host.script(SLEEPER).await;
    let printed = Printed::default();
    let policy = || Policy { timeout: None, ..Policy::default() };
    // What a first run sets up is nobody's.
    host.run(&host.script("").await, policy(), printed.clone()).await;
    let (memory, busy, begun) = (own_memory::own_memory(), processor_time(), Instant::now());
    let asleep: Vec<_> = (0..sleepers)
        .map(|_| {
            let (host, script, printed) = (Arc::clone(host), script.clone(), printed.clone());
            tokio::spawn(async move { host.run(&script, policy(), printed).await })
        })
        .collect();
    tokio::time::sleep(ASLEEP.saturating_sub(begun.elapsed())).await;
    let kept = own_memory::own_memory().saturating_sub(memory);
    for sleeper in asleep {
        assert_eq!(sleeper.await.unwrap().ending, Ending::Completed);
    }
    let late = std::mem::take(&mut *printed.0.lock().unwrap());
    Crowd {
        sleepers,
        memory: kept as f64 / 1024.0,
        late: Samples::of(late),
        busy: (processor_time() - busy).as_secs_f64() * 1e3,
    }
}

/// The times that scripts printed.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<f64>>>);

impl Observer for Printed {
    fn console(&mut self, _level: Level, text: &str) {
        self.0.lock().unwrap().extend(text.split(' ').map(|time| time.parse::<f64>().unwrap()));
    }

    fn event(&mut self, _event: &Event) {}
}

/// Of this process.
fn processor_time() -> Duration {
    coral_processor::process_time(std::process::id()).unwrap()
}

fn report(crowds: &[Crowd]) -> String {
    let mut text = format!("{}.\n\n", document::machine());
    writeln!(text, "| scripts asleep | memory of each | late, p50 | late, p99 | latest |\n|---|---|---|---|---|")
        .unwrap();
    for Crowd { sleepers, memory, late, .. } in crowds {
        let [p50, p99, most] = [0.5, 0.99, 1.0].map(|share| late.quantile(share));
        let (each, sleepers) = (memory / f64::from(*sleepers), grouped(f64::from(*sleepers)));
        writeln!(text, "| {sleepers} | {each:.0} KiB | {p50:.2} ms | {p99:.2} ms | {most:.2} ms |").unwrap();
    }
    writeln!(
        text,
        "\nWanted: {TARGET_KIBIBYTES} KiB each, and a p99 of {TARGET_MILLISECONDS} ms, with 2,000 at once.\n"
    )
    .unwrap();
    text.push_str(&growth(crowds).table());
    text
}

fn growth(crowds: &[Crowd]) -> Growth {
    let points = crowds.iter().map(|crowd| (f64::from(crowd.sleepers), crowd.busy));
    Growth { size: "scripts at once", cost: "processor time of all, ms", points: points.collect() }
}

fn plot(crowds: &[Crowd]) {
    let memory = crowds.iter().map(|crowd| (f64::from(crowd.sleepers), crowd.memory / 1024.0));
    let wanted = |sleepers: u32| (f64::from(sleepers), f64::from(sleepers) * TARGET_KIBIBYTES / 1024.0);
    let plot = Plot {
        file: "sleepers",
        title: "Memory of scripts that sleep in their loops",
        x: "scripts",
        y: "MiB",
        is_logarithmic: false,
        series: vec![
            Series { name: "measured".to_owned(), points: memory.collect() },
            Series { name: "256 KiB each".to_owned(), points: CROWDS.map(wanted).into() },
        ],
    };
    plot.write();
}
