//! `coral-wasm run`: runs a script and reports; with `--watch`, again whenever its files change, and with `--every`, again
//! and again.

mod current_input;
#[cfg(feature = "compiler")]
mod on_change;
mod repeatedly;

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use coral_bundle::ScriptDescription;
use coral_run::Ending;
use coral_telemetry::LazyDatabase;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::arguments::{OutputFormat, RunArguments, RuntimeName};
use crate::bundle::trust::BundleTrust;
use crate::console_output::{ConsoleOutput, Logs};
use crate::event_sink::EventSink;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::report::{self, Report};
use crate::script::database::database_options;
use crate::script::grant::Grant;
use crate::script::input::ScriptInput;
use crate::script::one_run::OneRun;
use crate::script::parameter_help;
use crate::script::prepared::{NotPrepared, PreparedScript};
use crate::script::runtime::ScriptRuntime;
use crate::script::wasm::WasmRuntime;
use crate::stop_signal::StopSignal;

/// Runs the script; the exit code is that of the run.
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
    let trust = BundleTrust::from_arguments(&arguments.trust)?;
    let input = ScriptInput::open(&arguments.script, &trust)?;
    let (_, about) = input.describe(arguments.name())?;
    if arguments.param_help {
        parameter_help::print(&about);
        return Ok(0);
    }
    let host = Host::start(arguments, trust, &about).await?;
    #[cfg(feature = "compiler")]
    if arguments.watch {
        return host.run_on_every_change().await;
    }
    match arguments.every {
        Some(every) => host.run_again_and_again(input, every.or(about.every)).await,
        None => host.run_once(&input).await,
    }
}

/// What all runs of one command share.
struct Host<'a> {
    arguments: &'a RunArguments,
    trust: BundleTrust,
    runtime: ScriptRuntime,
    telemetry: Arc<LazyDatabase>,
}

impl<'a> Host<'a> {
    async fn start(
        arguments: &'a RunArguments,
        trust: BundleTrust,
        about: &ScriptDescription,
    ) -> Result<Self, Failure> {
        refuse_doubles(&arguments.grant.parameters)?;
        if let Some(target) = &arguments.emit_to {
            if target == Path::new("stdout") && arguments.output == OutputFormat::Json {
                return Err(Failure::usage(
                    "--output json and --emit-to stdout both need standard output: the report holds the events too",
                ));
            }
            // Found out before the script runs, not at its first event.
            EventSink::open(target)?;
        }
        // So are parameters that do not fit.
        let policy = Grant::new(&arguments.grant, about)?.in_force.policy();
        let telemetry = Arc::new(LazyDatabase::new(arguments.db.clone(), database_options(&policy)));
        let runtime = match arguments.runtime {
            RuntimeName::Wasm => ScriptRuntime::Wasm(Box::new(WasmRuntime::start()?)),
            #[cfg(feature = "compiler")]
            RuntimeName::Deno => {
                for note in crate::script::deno::notes(&policy) {
                    tell(arguments, &format!("note: {note}"));
                }
                let (deno, listen) = (arguments.deno.as_deref(), arguments.listen.clone());
                let deno = crate::script::deno::DenoRuntime::start(deno, listen, telemetry.clone()).await?;
                ScriptRuntime::Deno(Box::new(deno))
            }
        };
        Ok(Self { arguments, trust, runtime, telemetry })
    }

    async fn run_once(&self, input: &ScriptInput) -> Result<u8, Failure> {
        let script = self.prepare(input).await.map_err(|refused| refused.failure)?;
        let stop = StopSignal::listen()?;
        let (ending, report) = self.run(&script, stop.received.clone().boxed()).await?;
        report.print(self.arguments.quiet);
        Ok(match ending {
            Ending::Interrupted => stop.exit_code().unwrap_or(ending.exit_code()),
            ending => ending.exit_code(),
        })
    }

    async fn prepare(&self, input: &ScriptInput) -> Result<PreparedScript, NotPrepared> {
        let _progress = Progress::show("compiling the script");
        let prepared = self.runtime.prepare(input, self.arguments.name()).await?;
        if let ScriptInput::Bundle(accepted) = input {
            // From now on, no older one is.
            self.trust.remember(&accepted.bundle, accepted.verdict.as_ref()).map_err(Failure::from)?;
        }
        Ok(prepared)
    }

    async fn run(
        &self,
        prepared: &PreparedScript,
        interrupt: BoxFuture<'static, ()>,
    ) -> Result<(Ending, Report), Failure> {
        let arguments = self.arguments;
        let granted = Grant::new(&arguments.grant, &prepared.about)?;
        let is_json = arguments.output == OutputFormat::Json;
        let kept = is_json.then(|| Arc::new(Mutex::new(Logs::default())));
        let sink = arguments.emit_to.as_deref().map(EventSink::open).transpose()?;
        let output = ConsoleOutput {
            kept: kept.clone(),
            sources: prepared.sources.clone(),
            show_events: !arguments.quiet && !is_json && sink.is_none(),
            sink,
        };
        let run = OneRun {
            reported_as: &arguments.script,
            granted,
            telemetry: self.telemetry.clone(),
            observer: Box::new(output),
            keep_events: is_json,
            interrupt,
        };
        let (ending, report) = run.of(prepared, &self.runtime).await?;
        let logs = kept.map(|kept| kept.lock().unwrap_or_else(PoisonError::into_inner).clone());
        Ok((ending, report.with_logs(logs)))
    }
}

/// The same name twice would leave it to chance which value counts.
fn refuse_doubles(parameters: &[(String, String)]) -> Result<(), Failure> {
    let mut names = HashSet::new();
    match parameters.iter().find(|(name, _)| !names.insert(name)) {
        Some((name, _)) => Err(Failure::usage(format!("--param {name} is given twice: give each name once"))),
        None => Ok(()),
    }
}

fn tell(arguments: &RunArguments, text: &str) {
    if !arguments.quiet {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
