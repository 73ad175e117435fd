//! `coral-wasm run`: compiles a script, runs it, reports; with `--watch`, again whenever its files change.

use std::collections::HashSet;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::Context;
use coral_compiler::{BundleError, CompileError, CompiledScript, Compiler};
use coral_run::{Ending, Limits, RunFacts, RunId, Session, SessionOptions};
use coral_runtime::{CodeCache, Runtime, RuntimeOptions};
use coral_source::SourceMap;
use coral_telemetry::LazyDatabase;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use tokio::signal::unix::{SignalKind, signal};

use crate::arguments::{OutputFormat, RunArguments};
use crate::console_output::{ConsoleOutput, Logs};
use crate::event_sink::EventSink;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::report::{self, Report, Sources};
use crate::source_watcher::SourceWatcher;

/// The exit code of a process that SIGTERM ended, as shells have it.
const TERMINATED: u8 = 143;

/// Compiles and runs the script; the exit code is that of the run.
pub async fn run(arguments: RunArguments) -> Result<u8, Failure> {
    let result = run_as_asked(&arguments).await;
    if let Err(failure) = &result
        && arguments.output == OutputFormat::Json
    {
        report::print_failure(&arguments.script, failure);
    }
    result
}

async fn run_as_asked(arguments: &RunArguments) -> Result<u8, Failure> {
    let host = Host::start(arguments).await?;
    if arguments.watch { host.run_on_every_change(arguments).await } else { host.run_once(arguments).await }
}

/// The folder of the user's cache that is ours; none on a machine without a home.
pub fn code_cache() -> Option<CodeCache> {
    code_cache_folder().map(CodeCache::new)
}

/// Where compiled engines are kept.
pub fn code_cache_folder() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("coral-wasm").join("engine"))
}

/// What all runs of one command share.
struct Host {
    runtime: Runtime,
    compiler: Compiler,
    telemetry: Arc<LazyDatabase>,
    limits: Limits,
    parameters: Vec<(String, String)>,
}

impl Host {
    async fn start(arguments: &RunArguments) -> Result<Self, Failure> {
        let parameters = unique(&arguments.parameters)?;
        if let Some(target) = &arguments.emit_to {
            if target == Path::new("stdout") && arguments.output == OutputFormat::Json {
                return Err(Failure::usage(
                    "--output json and --emit-to stdout both need standard output: the report holds the events too",
                ));
            }
            // Found out before the script runs, not at its first event.
            EventSink::open(target)?;
        }
        let limits =
            Limits { fuel: arguments.fuel, memory: arguments.memory, wall: arguments.timeout.0, ..Limits::default() };
        let options =
            RuntimeOptions { largest_memory: limits.memory, code_cache: code_cache(), ..RuntimeOptions::default() };
        let _progress = Progress::show("compiling the JavaScript engine, once for this machine");
        let runtime = tokio::task::spawn_blocking(move || Runtime::new(&options))
            .await
            .context("the engine could not be set up")?
            .map_err(anyhow::Error::from)?;
        let compiler = Compiler::new(runtime.engine(), runtime.javascript()).map_err(anyhow::Error::from)?;
        let telemetry = Arc::new(LazyDatabase::new(arguments.db.clone(), coral_telemetry::Options::default()));
        Ok(Self { runtime, compiler, telemetry, limits, parameters })
    }

    async fn run_once(&self, arguments: &RunArguments) -> Result<u8, Failure> {
        let script = self.compile(&arguments.script).await?;
        let stop = StopSignal::listen()?;
        let (ending, report) = self.run(arguments, &script, stop.received.clone().boxed()).await?;
        report.print(arguments.quiet);
        Ok(match ending {
            Ending::Interrupted => stop.exit_code().unwrap_or(ending.exit_code()),
            ending => ending.exit_code(),
        })
    }

    /// Runs until Ctrl-C. A change ends the run under way: old code never goes on beside new code.
    async fn run_on_every_change(&self, arguments: &RunArguments) -> Result<u8, Failure> {
        let mut watcher = SourceWatcher::new()?;
        watcher.add([arguments.script.clone()])?;
        let stop = StopSignal::listen()?;
        while stop.exit_code().is_none() {
            let mut is_changed = false;
            match self.compile_watched(&arguments.script, &mut watcher).await {
                Ok(script) => {
                    let interrupt = futures::future::select(watcher.changed().boxed(), stop.received.clone());
                    let (ending, report) = self.run(arguments, &script, interrupt.map(drop).boxed()).await?;
                    is_changed = ending == Ending::Interrupted;
                    if !is_changed {
                        report.print(arguments.quiet);
                    }
                }
                Err(failure) => failure.print(),
            }
            if !is_changed {
                tell(arguments, "waiting for a change");
                futures::future::select(watcher.changed().boxed(), stop.received.clone()).await;
            }
            if stop.exit_code().is_none() {
                tell(arguments, "changed: running again");
            }
        }
        Ok(stop.exit_code().unwrap_or_default())
    }

    /// Compiles, and watches every file that was read, whether it was right or wrong.
    async fn compile_watched(&self, script: &Path, watcher: &mut SourceWatcher) -> Result<CompiledScript, Failure> {
        let compiled = self.compiler.compile(script).await;
        let inputs = match &compiled {
            Ok(compiled) => compiled.inputs.as_slice(),
            Err(CompileError::Bundle(BundleError::Rejected(rejection))) => rejection.inputs.as_slice(),
            Err(_) => &[],
        };
        watcher.add(inputs.iter().cloned())?;
        compiled.map_err(compile_failure)
    }

    async fn compile(&self, script: &Path) -> Result<CompiledScript, Failure> {
        let _progress = Progress::show("compiling the script");
        self.compiler.compile(script).await.map_err(compile_failure)
    }

    async fn run(
        &self,
        arguments: &RunArguments,
        compiled: &CompiledScript,
        interrupt: BoxFuture<'static, ()>,
    ) -> Result<(Ending, Report), Failure> {
        let script = self.runtime.load(&compiled.component).map_err(anyhow::Error::from)?;
        let is_json = arguments.output == OutputFormat::Json;
        let kept = is_json.then(|| Arc::new(Mutex::new(Logs::default())));
        let sink = arguments.emit_to.as_deref().map(EventSink::open).transpose()?;
        let map = Arc::new(SourceMap::new(compiled.source_map.clone()));
        let output = ConsoleOutput {
            kept: kept.clone(),
            sources: map.clone(),
            show_events: !arguments.quiet && !is_json && sink.is_none(),
            sink,
        };
        let id = RunId::generate().map_err(|error| anyhow::anyhow!("the system gives no randomness: {error}"))?;
        let session = Session::new(SessionOptions {
            facts: RunFacts {
                script: script_name(&arguments.script),
                id: id.clone(),
                parameters: self.parameters.clone(),
                service: None,
            },
            limits: self.limits.clone(),
            keep_events: true,
            telemetry: self.telemetry.clone(),
            observer: Box::new(output),
        });
        let outcome = self.runtime.run(&script, Arc::new(session), interrupt).await;
        let ending = outcome.ending.clone();
        let sources = Sources { map: &map, root: &compiled.root };
        let report = Report::new(&arguments.script, id.to_string(), outcome, &self.limits, &sources);
        let logs = kept.map(|kept| kept.lock().unwrap_or_else(PoisonError::into_inner).clone());
        Ok((ending, report.with_logs(logs)))
    }
}

fn compile_failure(error: CompileError) -> Failure {
    match error {
        CompileError::Bundle(BundleError::Rejected(rejection)) => Failure::rendered(rejection),
        error => Failure::from(anyhow::Error::from(error)),
    }
}

/// The same name twice would leave it to chance which value counts.
fn unique(parameters: &[(String, String)]) -> Result<Vec<(String, String)>, Failure> {
    let mut names = HashSet::new();
    match parameters.iter().find(|(name, _)| !names.insert(name)) {
        Some((name, _)) => Err(Failure::usage(format!("--param {name} is given twice: give each name once"))),
        None => Ok(parameters.to_vec()),
    }
}

/// A script's name: its file's, without the extension.
fn script_name(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// SIGINT and SIGTERM. The first ends the run, which then reports; a second ends the process at once.
struct StopSignal {
    /// Done at the first signal.
    received: Shared<BoxFuture<'static, ()>>,
    code: Arc<OnceLock<u8>>,
}

impl StopSignal {
    fn listen() -> Result<Self, Failure> {
        let mut interrupt = signal(SignalKind::interrupt()).context("could not listen for Ctrl-C")?;
        let mut terminate = signal(SignalKind::terminate()).context("could not listen for SIGTERM")?;
        let code = Arc::new(OnceLock::new());
        let received_code = Arc::clone(&code);
        let mut next = async move || {
            tokio::select! {
                _ = interrupt.recv() => Ending::Interrupted.exit_code(),
                _ = terminate.recv() => TERMINATED,
            }
        };
        let received = async move {
            let _ = received_code.set(next().await);
            tokio::spawn(async move { std::process::exit(i32::from(next().await)) });
        };
        Ok(Self { received: received.boxed().shared(), code })
    }

    /// The exit code that the signal asks for; none before it came.
    fn exit_code(&self) -> Option<u8> {
        self.code.get().copied()
    }
}

fn tell(arguments: &RunArguments, text: &str) {
    if !arguments.quiet {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
