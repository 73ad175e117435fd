//! Our own engine, in this process and warm: runs a script in a fresh instance. Must not know what is measured.

use std::path::Path;
use std::sync::{Arc, Mutex};

use coral_compiler::Compiler;
use coral_contract::{Event, Telemetry};
use coral_engine::EngineComponent;
use coral_policy::Policy;
use coral_run::{Ending, Level, Observer, RunFacts, RunId, Session, SessionOptions};
use coral_runtime::{CodeCache, JavaScript, Runtime, RuntimeOptions, Script};
use coral_telemetry::{LazyDatabase, Options};
use futures::FutureExt;

pub struct Laboratory {
    runtime: Runtime,
    javascript: JavaScript,
    compiler: Compiler,
    tokio: tokio::runtime::Runtime,
}

impl Laboratory {
    /// With the committed engine, or one to compare that `COMPUTE_ENGINE` names.
    pub fn new() -> Self {
        let runtime = Runtime::new(&RuntimeOptions { concurrent_runs: 2, ..RuntimeOptions::default() }).unwrap();
        let cache = CodeCache::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("engine"));
        let other = std::env::var_os("COMPUTE_ENGINE").map(|path| std::fs::read(path).unwrap());
        let engine = match &other {
            Some(bytes) => EngineComponent::parse(bytes).unwrap(),
            None => EngineComponent::committed().unwrap(),
        };
        let javascript = JavaScript::compile(&runtime, &engine, Some(&cache)).unwrap();
        let compiler = Compiler::new(runtime.engine(), javascript.module()).unwrap();
        Self { runtime, javascript, compiler, tokio: tokio::runtime::Runtime::new().unwrap() }
    }

    /// A script, compiled.
    pub fn load(&self, script: &Path) -> Script {
        let compiled = self.tokio.block_on(self.compiler.compile(script)).unwrap();
        self.javascript.load(&compiled.component).unwrap()
    }

    /// What a script prints, and how much fuel it took.
    pub fn run(&self, script: &Script) -> (String, u64) {
        let said = Said::default();
        let telemetry: Arc<dyn Telemetry> = Arc::new(LazyDatabase::new("none.db", Options::default()));
        let session = Session::new(SessionOptions {
            facts: RunFacts { script: "bench".to_owned(), id: RunId::generate().unwrap(), parameters: Vec::new() },
            policy: Policy {
                fuel: None,
                turn_fuel: None,
                cpu_time: None,
                timeout: None,
                memory: 1 << 30,
                ..Policy::default()
            },
            keep_events: false,
            telemetry,
            observer: Box::new(said.clone()),
        });
        let run = self.runtime.run(script, Arc::new(session), std::future::pending().boxed());
        let outcome = self.tokio.block_on(run);
        let text = said.0.lock().unwrap().clone();
        assert_eq!(outcome.ending, Ending::Completed, "{text}");
        (text, outcome.usage.fuel)
    }
}

/// What a script prints.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<String>>);

impl Observer for Said {
    fn console(&mut self, _level: Level, text: &str) {
        self.0.lock().unwrap().push_str(text);
    }

    fn event(&mut self, _event: &Event) {}
}
