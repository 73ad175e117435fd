//! Good scripts beside hostile ones on one host: `make neighbours`. A thousand runs of a good script alone, and again
//! beside two hundred runs of hostile ones: every good one has to be right, and at the end the host may hold no more memory
//! than before. How long a good one takes, beside and alone, is compared within this one run of the bench.

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

mod hostile;
#[path = "../own_memory.rs"]
mod own_memory;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use coral_compiler::Compiler;
use coral_contract::{Event, Telemetry};
use coral_engine::EngineComponent;
use coral_policy::Policy;
use coral_run::{Ending, Level, Observer, Outcome, RunFacts, RunId, Session, SessionOptions};
use coral_runtime::{CodeCache, JavaScript, Runtime, RuntimeOptions, Script};
use coral_telemetry::{LazyDatabase, Options, WorkerOptions, WorkerProgram, create_sample};
use futures::FutureExt;
use futures::future::{BoxFuture, pending};
use own_memory::own_memory;
use tokio::sync::watch;

/// How many runs of the good script there are.
const GOOD_RUNS: usize = 1_000;

/// How many of them at once.
const GOOD_AT_ONCE: usize = 2;

/// How many runs of each hostile script.
const OF_EACH: usize = 10;

/// How many times as long the slowest good run but ten may take beside hostile ones as alone.
const MOST_TIMES_AS_LONG: f64 = 3.0;

/// How many times as much memory the host may hold afterwards.
const MOST_TIMES_AS_MUCH: f64 = 1.05;

const GOOD: &str = "import { db, emit, metrics } from 'jsr:@coral/sdk';
    const { rows } = await db.query('SELECT count(*) AS spans FROM otel_spans_local WHERE service_name = ?', ['payments']);
    const p99 = await metrics.getPercentile('payments', 'http.server.duration', 0.99);
    await new Promise((go) => setTimeout(go, 1));
    console.log(rows[0].spans > 0, p99 > 0);
    await emit('checked', { spans: rows[0].spans });";

struct Host {
    runtime: Runtime,
    javascript: JavaScript,
    compiler: Compiler,
    telemetry: Arc<LazyDatabase>,
}

fn main() {
    let tokio = tokio::runtime::Runtime::new().unwrap();
    let is_as_wanted = tokio.block_on(neighbours());
    tokio.shutdown_background();
    if !is_as_wanted {
        std::process::exit(1);
    }
}

async fn neighbours() -> bool {
    let host = Arc::new(Host::open());
    let good = Arc::new(host.compile(GOOD).await);
    let mut hostile = Vec::new();
    // `NEIGHBOURS` names a kind, to look at it alone.
    let kind = std::env::var("NEIGHBOURS").unwrap_or_default();
    for (name, source) in hostile::SCRIPTS.into_iter().filter(|(name, _)| name.contains(&kind)) {
        hostile.push((name, Arc::new(host.compile(source).await)));
    }
    let memory_before = warmed_memory(async || drop(beside(&host, &good, &hostile).await)).await;
    let alone = good_runs(&host, &good).await;
    let (beside, endings) = beside(&host, &good, &hostile).await;
    let memory_after = settled_memory(memory_before).await;

    for (name, ending) in endings {
        println!("{name:<26} {ending}");
    }
    let (alone, beside) = (Figures::of(alone), Figures::of(beside));
    let times = beside.p99.as_secs_f64() / alone.p99.as_secs_f64();
    let memory = memory_after as f64 / memory_before as f64;
    println!("{GOOD_RUNS} good runs alone            {alone}");
    println!("{GOOD_RUNS} good runs beside {} hostile {beside}", hostile.len() * OF_EACH);
    println!("p99 beside over alone        {times:.2} (at most {MOST_TIMES_AS_LONG})");
    println!(
        "memory after over before     {memory:.3} (at most {MOST_TIMES_AS_MUCH}), {} and {} MiB",
        memory_after >> 20,
        memory_before >> 20
    );
    times <= MOST_TIMES_AS_LONG && memory <= MOST_TIMES_AS_MUCH
}

/// Good runs beside hostile ones, which have no end of their own but the limits that they reach, and are stopped when all
/// good ones are done: how long each good one took, and how the hostile ones ended.
async fn beside(
    host: &Arc<Host>,
    good: &Arc<Script>,
    hostile: &[(&'static str, Arc<Script>)],
) -> (Vec<Duration>, Vec<(&'static str, &'static str)>) {
    let (stop, stopped) = watch::channel(false);
    let start = |(name, script): &(&'static str, Arc<Script>)| {
        tokio::spawn(run_until(stopped.clone(), Arc::clone(host), name, Arc::clone(script)))
    };
    let running: Vec<_> = (0..OF_EACH).flat_map(|_| hostile.iter().map(start)).collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let took = good_runs(host, good).await;
    stop.send(true).unwrap();
    let mut endings = Vec::new();
    for run in running {
        let ended = run.await.unwrap();
        if !endings.contains(&ended) {
            endings.push(ended);
        }
    }
    endings.sort_unstable();
    (took, endings)
}

/// Runs a hostile script until it is stopped: its name, and how it ended.
async fn run_until(
    mut stopped: watch::Receiver<bool>,
    host: Arc<Host>,
    name: &'static str,
    script: Arc<Script>,
) -> (&'static str, &'static str) {
    let policy = Policy { timeout: None, ..Policy::default() };
    let stop = async move { stopped.wait_for(|stop| *stop).await.map(drop).unwrap_or_default() };
    let outcome = host.run(&script, policy, Recorder::default(), stop.boxed()).await;
    assert!(!matches!(outcome.ending, Ending::HostFailure(_)), "{name}: {:?}", outcome.ending);
    (name, outcome.ending.name())
}

/// All good runs, some at once, each of which has to be right: how long each took.
async fn good_runs(host: &Arc<Host>, script: &Arc<Script>) -> Vec<Duration> {
    let runs = (0..GOOD_AT_ONCE).map(|_| {
        let (host, script) = (Arc::clone(host), Arc::clone(script));
        tokio::spawn(async move {
            let mut took = Vec::new();
            for _ in 0..GOOD_RUNS / GOOD_AT_ONCE {
                let said = Recorder::default();
                let started = Instant::now();
                let outcome = host.run(&script, Policy::default(), said.clone(), pending().boxed()).await;
                took.push(started.elapsed());
                assert_eq!(outcome.ending, Ending::Completed);
                assert_eq!(*said.0.lock().unwrap(), ["true true", "event checked"]);
            }
            took
        })
    });
    futures::future::join_all(runs.collect::<Vec<_>>()).await.into_iter().flat_map(Result::unwrap).collect()
}

impl Host {
    fn open() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let database = folder.join("neighbours.db");
        create_sample(&database).unwrap();
        let hostile_runs = u32::try_from(hostile::SCRIPTS.len() * OF_EACH).unwrap();
        let runtime = Runtime::new(&RuntimeOptions { concurrent_runs: hostile_runs + 20, ..RuntimeOptions::default() });
        let runtime = runtime.unwrap();
        let engine = EngineComponent::committed().unwrap();
        let cache = CodeCache::new(folder.join("engine"));
        let javascript = JavaScript::compile(&runtime, &engine, Some(&cache)).unwrap();
        let compiler = Compiler::new(runtime.engine(), javascript.module()).unwrap();
        let program =
            WorkerProgram { path: env!("CARGO_BIN_EXE_coral-wasm").into(), arguments: vec!["sql-worker".into()] };
        let workers = WorkerOptions { program, ..WorkerOptions::default() };
        let telemetry = Arc::new(LazyDatabase::new(database, Options { workers, ..Options::default() }));
        Self { runtime, javascript, compiler, telemetry }
    }

    async fn compile(&self, source: &str) -> Script {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("script.ts");
        std::fs::write(&path, source).unwrap();
        self.javascript.load(&self.compiler.compile(&path).await.unwrap().component).unwrap()
    }

    async fn run(&self, script: &Script, policy: Policy, observer: Recorder, interrupt: BoxFuture<'_, ()>) -> Outcome {
        let session = Session::new(SessionOptions {
            facts: RunFacts { script: "script".to_owned(), id: RunId::generate().unwrap(), parameters: Vec::new() },
            policy,
            keep_events: false,
            telemetry: Arc::clone(&self.telemetry) as Arc<dyn Telemetry>,
            observer: Box::new(observer),
        });
        self.runtime.run(script, Arc::new(session), interrupt).await
    }
}

/// Keeps the first lines that a run says.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    fn keep(&self, text: String) {
        let mut said = self.0.lock().unwrap();
        if said.len() < 10 {
            said.push(text);
        }
    }
}

impl Observer for Recorder {
    fn console(&mut self, _level: Level, text: &str) {
        self.keep(text.chars().take(100).collect());
    }

    fn event(&mut self, event: &Event) {
        self.keep(format!("event {}", event.name));
    }
}

/// How long runs took.
struct Figures {
    p50: Duration,
    p99: Duration,
    most: Duration,
}

impl Figures {
    fn of(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)];
        Self { p50: at(50), p99: at(99), most: at(100) }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "p50 {:.1?}, p99 {:.1?}, the slowest {:.1?}", self.p50, self.p99, self.most)
    }
}

/// How often at most what is measured is done beforehand.
const MOST_WARMINGS: usize = 12;

/// The memory once it no longer grows with what is done: each place for a run keeps some of what was written there, and it
/// takes a few times until all those have been used that will be.
async fn warmed_memory(mut warm: impl AsyncFnMut()) -> u64 {
    warm().await;
    let mut memory = own_memory();
    for _ in 1..MOST_WARMINGS {
        warm().await;
        let before = std::mem::replace(&mut memory, own_memory());
        if memory as f64 <= before as f64 * 1.01 {
            break;
        }
    }
    memory
}

/// The memory once it is no more than `before`, or else after 20 seconds, in which what ends late has ended: threads that may
/// block do so after 10.
async fn settled_memory(before: u64) -> u64 {
    for _ in 0..200 {
        if own_memory() <= before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    own_memory()
}
