//! How many runs a second there are, on one core and on more. Must not know what a script does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use coral_policy::Policy;
use coral_runtime::Script;

use crate::host::Host;
use crate::number::grouped;
use crate::plot::{Plot, Series};
use crate::samples::median;
use crate::session::Silent;

/// How long each number of cores is measured at once, and how often.
const WINDOW: Duration = Duration::from_millis(500);
const WINDOWS: usize = 6;

/// How many runs there are at once for each core.
const RUNS_AT_ONCE: usize = 4;

/// What is wanted with two cores, and of them over one.
const TARGET: f64 = 50_000.0;
const TARGET_RATIO: f64 = 1.8;

/// Runs a second, by cores.
pub struct Throughput(Vec<(usize, f64)>);

/// Measures a script on one core, on two, and so on to all, in turns.
pub fn measure(host: &Arc<Host>, script: &Script) -> Throughput {
    let cores = std::thread::available_parallelism().unwrap().get();
    let mut windows = vec![Vec::new(); cores];
    for _ in 0..=WINDOWS {
        for (index, rates) in windows.iter_mut().enumerate() {
            rates.push(rate(host, script, index + 1));
        }
    }
    // The first window of each starts threads.
    let rates = windows.into_iter().map(|rates| median(rates.into_iter().skip(1)));
    Throughput((1..).zip(rates).collect())
}

/// Runs a second with so many threads.
fn rate(host: &Arc<Host>, script: &Script, threads: usize) -> f64 {
    let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap();
    let (runs, is_over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..threads * RUNS_AT_ONCE)
        .map(|_| {
            let (host, script) = (Arc::clone(host), script.clone());
            let (runs, is_over) = (Arc::clone(&runs), Arc::clone(&is_over));
            tokio.spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    host.run(&script, Policy::default(), Silent).await;
                    runs.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    std::thread::sleep(WINDOW);
    is_over.store(true, Ordering::Relaxed);
    for task in tasks {
        tokio.block_on(task).unwrap();
    }
    runs.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64()
}

impl Throughput {
    pub fn report(&self) -> String {
        let each = self.0.iter().map(|(cores, rate)| format!("{} on {cores}", grouped(*rate)));
        let each = each.collect::<Vec<_>>().join(", ");
        let ratio = self.0.get(1).map_or(1.0, |two| two.1 / self.0[0].1);
        format!(
            "Runs a second of the last of them, by cores: {each}; two do **{ratio:.2}** times as many as one. {} and {TARGET_RATIO} \
             are wanted.\n",
            grouped(TARGET)
        )
    }

    pub fn plot(&self) {
        let measured = self.0.iter().map(|(cores, rate)| (*cores as f64, *rate)).collect();
        let ideal = self.0.iter().map(|(cores, _)| (*cores as f64, *cores as f64 * self.0[0].1)).collect();
        let plot = Plot {
            file: "cores",
            title: "Runs a second: a script that imports the SDK and emits an event",
            x: "cores",
            y: "runs a second",
            is_logarithmic: false,
            series: vec![
                Series { name: "measured".to_owned(), points: measured },
                Series { name: "that of one core, times the cores".to_owned(), points: ideal },
            ],
        };
        plot.write();
    }
}
