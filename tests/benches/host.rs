//! A host as it is after its start: wasmtime is set up, the engine compiled, nothing run. Must not know what is measured.

use std::path::Path;
use std::sync::Arc;

use coral_compiler::Compiler;
use coral_contract::Telemetry;
use coral_engine::EngineComponent;
use coral_policy::Policy;
use coral_run::{Observer, Outcome};
use coral_runtime::{CodeCache, JavaScript, Runtime, RuntimeOptions, Script};
use coral_telemetry::{LazyDatabase, Options};
use futures::FutureExt;

use crate::session::session;

/// What runs scripts, and what makes them.
pub struct Host {
    pub runtime: Runtime,
    pub javascript: JavaScript,
    pub compiler: Compiler,
    telemetry: Arc<dyn Telemetry>,
}

impl Host {
    /// One for so many runs at once, whose scripts ask nothing.
    pub fn new(concurrent_runs: u32, engine: &EngineComponent<'_>) -> Self {
        let runtime = Runtime::new(&RuntimeOptions { concurrent_runs, ..RuntimeOptions::default() }).unwrap();
        let cache = CodeCache::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("engine"));
        let javascript = JavaScript::compile(&runtime, engine, Some(&cache)).unwrap();
        let compiler = Compiler::new(runtime.engine(), javascript.module()).unwrap();
        Self { runtime, javascript, compiler, telemetry: Arc::new(LazyDatabase::new("none.db", Options::default())) }
    }

    /// A script of one file, ready to run.
    pub async fn script(&self, source: &str) -> Script {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("script.ts");
        std::fs::write(&path, source).unwrap();
        self.load(&path).await
    }

    /// A script in a file, ready to run.
    pub async fn load(&self, script: &Path) -> Script {
        let compiled = self.compiler.compile(script).await.unwrap();
        self.javascript.load(&compiled.component).unwrap()
    }

    /// Runs a script once, through the product's own door.
    pub async fn run(&self, script: &Script, policy: Policy, observer: impl Observer + 'static) -> Outcome {
        let session = session(&self.telemetry, policy, observer);
        self.runtime.run(script, session, std::future::pending().boxed()).await
    }
}
