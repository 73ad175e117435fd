//! A compiler and a runtime for tests, scripts given as text, and telemetry that answers as a test wants it.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use coral_compiler::{CompiledScript, Compiler};
use coral_contract::{Answer, AskError, Asker, Event, Health, PendingAnswer, PendingHealth, Question, Telemetry};
use coral_engine::EngineComponent;
use coral_policy::Policy;
use coral_run::{Level, Observer, Outcome, RunFacts, RunId, Session, SessionOptions};
use coral_runtime::{Clock, CodeCache, JavaScript, Runtime, RuntimeOptions, Script, SystemClock};
use futures::FutureExt;

pub struct Laboratory {
    pub runtime: Runtime,
    pub javascript: JavaScript,
    pub compiler: Compiler,
}

/// One for all tests: an engine is compiled once.
pub static LABORATORY: LazyLock<Laboratory> = LazyLock::new(|| Laboratory::new(200, SystemClock::default()));

/// What came of a script: its outcome and what it wrote.
pub struct Result {
    pub outcome: Outcome,
    pub console: Vec<String>,
}

impl Laboratory {
    /// A laboratory for so many runs at once, which wait by this clock.
    pub fn new(concurrent_runs: u32, clock: impl Clock + 'static) -> Self {
        let cache = CodeCache::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("engine"));
        let options = RuntimeOptions { concurrent_runs, clock: Arc::new(clock) };
        let runtime = Runtime::new(&options).unwrap();
        let engine = EngineComponent::committed().unwrap();
        let javascript = JavaScript::compile(&runtime, &engine, Some(&cache)).unwrap();
        let compiler = Compiler::new(runtime.engine(), javascript.module()).unwrap();
        Self { runtime, javascript, compiler }
    }

    /// Compiles a script that is one file.
    pub async fn compile(&self, source: &str) -> CompiledScript {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("script.ts");
        std::fs::write(&path, source).unwrap();
        self.compile_file(&path).await
    }

    pub async fn compile_file(&self, path: &Path) -> CompiledScript {
        self.compiler.compile(path).await.unwrap_or_else(|error| panic!("{error}"))
    }

    pub async fn run(&self, source: &str, telemetry: impl Telemetry, policy: Policy) -> Result {
        let compiled = self.compile(source).await;
        self.run_component(&compiled.component, telemetry, policy).await
    }

    pub async fn run_component(&self, component: &[u8], telemetry: impl Telemetry, policy: Policy) -> Result {
        let console = Arc::new(Mutex::new(Vec::new()));
        let observer = Recorder(Arc::clone(&console));
        let outcome = self.observe_component(component, telemetry, policy, observer).await;
        let console = console.lock().unwrap().clone();
        Result { outcome, console }
    }

    /// Runs a script that someone else watches.
    pub async fn observe(
        &self,
        source: &str,
        telemetry: impl Telemetry,
        policy: Policy,
        observer: impl Observer + 'static,
    ) -> Outcome {
        let compiled = self.compile(source).await;
        self.observe_component(&compiled.component, telemetry, policy, observer).await
    }

    async fn observe_component(
        &self,
        component: &[u8],
        telemetry: impl Telemetry,
        policy: Policy,
        observer: impl Observer + 'static,
    ) -> Outcome {
        let script = self.javascript.load(component).unwrap();
        let session = session(&[], telemetry, policy, observer);
        self.runtime.run(&script, session, std::future::pending().boxed()).await
    }

    /// A script that is ready to be run any number of times.
    pub async fn ready(&self, source: &str) -> Script {
        self.javascript.load(&self.compile(source).await.component).unwrap()
    }

    /// A plugin that tools/build-plugins has made, compiled anew: each is another module to wasmtime.
    #[track_caller]
    pub fn plugin(&self, name: &str) -> Script {
        let builds = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let path = builds.join("plugins").join(name).with_extension("wasm");
        let component = std::fs::read(&path);
        let component =
            component.unwrap_or_else(|error| panic!("{}: {error}: run tools/build-plugins", path.display()));
        self.runtime.load(&component).unwrap()
    }

    /// Runs a script that is ready, with these parameters, until `interrupt` is done.
    pub async fn run_ready(
        &self,
        script: &Script,
        parameters: &[(&str, &str)],
        telemetry: impl Telemetry,
        policy: Policy,
        interrupt: impl Future<Output = ()> + Send,
    ) -> Result {
        let console = Arc::new(Mutex::new(Vec::new()));
        let session = session(parameters, telemetry, policy, Recorder(Arc::clone(&console)));
        let outcome = self.runtime.run(script, session, interrupt.boxed()).await;
        let console = console.lock().unwrap().clone();
        Result { outcome, console }
    }
}

fn session(
    parameters: &[(&str, &str)],
    telemetry: impl Telemetry,
    policy: Policy,
    observer: impl Observer + 'static,
) -> Arc<Session> {
    let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Arc::new(Session::new(SessionOptions {
        facts: RunFacts { script: "script".to_owned(), id: RunId::generate().unwrap(), parameters },
        policy,
        keep_events: false,
        telemetry: Arc::new(telemetry),
        observer: Box::new(observer),
    }))
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

struct Recorder(Arc<Mutex<Vec<String>>>);

impl Observer for Recorder {
    fn console(&mut self, _level: Level, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }

    fn event(&mut self, _event: &Event) {}
}

/// Answers every question with a number, after a while.
#[derive(Clone)]
pub struct Slow {
    pub after: Duration,
    /// How many questions are in flight.
    pub in_flight: Arc<AtomicUsize>,
}

impl Slow {
    pub fn new(after: Duration) -> Self {
        Self { after, in_flight: Arc::default() }
    }
}

struct InFlight(Arc<AtomicUsize>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Telemetry for Slow {
    fn ask_as(&self, _asker: &Asker, _question: Question) -> PendingAnswer {
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        let guard = InFlight(Arc::clone(&self.in_flight));
        let after = self.after;
        Box::pin(async move {
            tokio::time::sleep(after).await;
            drop(guard);
            Ok(Answer::Number(1.0))
        })
    }

    fn health(&self) -> PendingHealth {
        Box::pin(async { Ok(Health::default()) })
    }
}

/// Answers every question with an error.
pub struct Failing(pub AskError);

impl Telemetry for Failing {
    fn ask_as(&self, _asker: &Asker, _question: Question) -> PendingAnswer {
        let error = self.0.clone();
        Pin::from(Box::new(async move { Err(error) }))
    }

    fn health(&self) -> PendingHealth {
        let error = self.0.clone();
        Box::pin(async move { Err(error) })
    }
}
