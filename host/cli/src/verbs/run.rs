//! `coral-wasm run`: compiles a script, runs it, reports; with `--watch`, again whenever its files change.

use std::collections::HashSet;

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use coral_compiler::{BundleError, CompileError};
use coral_run::{Ending, Limits, RunFacts, RunId, Session, SessionOptions};
use coral_telemetry::LazyDatabase;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::arguments::{OutputFormat, RunArguments, RuntimeName};
use crate::console_output::{ConsoleOutput, Logs};
use crate::deno_runtime::DenoRuntime;
use crate::event_sink::EventSink;
use crate::failure::Failure;
use crate::prepared_script::PreparedScript;
use crate::progress::Progress;
use crate::report::{self, Report, Sources};
use crate::script_runtime::ScriptRuntime;
use crate::source_watcher::SourceWatcher;
use crate::stop_signal::StopSignal;
use crate::wasm_runtime::WasmRuntime;

/// What Deno cannot be held to as wasmtime can.
const DENO_NOTE: &str =
    "note: Deno counts no fuel: its processor time is limited in place of it, at 10 units a nanosecond";

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

/// What all runs of one command share.
struct Host {
    runtime: ScriptRuntime,
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
        let telemetry = Arc::new(LazyDatabase::new(arguments.db.clone(), coral_telemetry::Options::default()));
        let runtime = match arguments.runtime {
            RuntimeName::Wasm => ScriptRuntime::Wasm(Box::new(WasmRuntime::start(limits.memory).await?)),
            RuntimeName::Deno => {
                tell(arguments, DENO_NOTE);
                let (deno, listen) = (arguments.deno.as_deref(), arguments.listen.clone());
                ScriptRuntime::Deno(DenoRuntime::start(deno, listen, telemetry.clone()).await?)
            }
        };
        Ok(Self { runtime, telemetry, limits, parameters })
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
    async fn compile_watched(&self, script: &Path, watcher: &mut SourceWatcher) -> Result<PreparedScript, Failure> {
        let compiled = self.runtime.prepare(script).await;
        let inputs = match &compiled {
            Ok(compiled) => compiled.inputs.as_slice(),
            Err(CompileError::Bundle(BundleError::Rejected(rejection))) => rejection.inputs.as_slice(),
            Err(_) => &[],
        };
        watcher.add(inputs.iter().cloned())?;
        compiled.map_err(compile_failure)
    }

    async fn compile(&self, script: &Path) -> Result<PreparedScript, Failure> {
        let _progress = Progress::show("compiling the script");
        self.runtime.prepare(script).await.map_err(compile_failure)
    }

    async fn run(
        &self,
        arguments: &RunArguments,
        prepared: &PreparedScript,
        interrupt: BoxFuture<'static, ()>,
    ) -> Result<(Ending, Report), Failure> {
        let is_json = arguments.output == OutputFormat::Json;
        let kept = is_json.then(|| Arc::new(Mutex::new(Logs::default())));
        let sink = arguments.emit_to.as_deref().map(EventSink::open).transpose()?;
        let output = ConsoleOutput {
            kept: kept.clone(),
            sources: prepared.sources.clone(),
            show_events: !arguments.quiet && !is_json && sink.is_none(),
            sink,
        };
        let id = RunId::generate().map_err(|error| anyhow::anyhow!("the system gives no randomness: {error}"))?;
        let session = Session::new(SessionOptions {
            facts: RunFacts {
                script: script_name(&arguments.script),
                id: id.clone(),
                parameters: self.parameters.clone(),
                service: arguments.service.clone(),
            },
            limits: self.limits.clone(),
            keep_events: is_json,
            telemetry: self.telemetry.clone(),
            observer: Box::new(output),
        });
        let outcome = self.runtime.run(prepared, Arc::new(session), interrupt).await?;
        let ending = outcome.ending.clone();
        let sources = Sources { map: &prepared.sources, root: &prepared.root, frames: self.runtime.frames() };
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

fn tell(arguments: &RunArguments, text: &str) {
    if !arguments.quiet {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
