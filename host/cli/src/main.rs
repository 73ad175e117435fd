//! `coral-wasm`: runs TypeScript observability scripts in a sandbox. This crate alone prints and sets exit codes.

mod arguments;
mod bundle;
#[cfg(feature = "compiler")]
mod check;
mod console_output;
mod event_log;
mod event_sink;
mod exit_codes;
mod failure;
mod figure_text;
mod json_text;
mod live;
mod log;
mod progress;
mod report;
mod rows;
mod run_facts;
mod script;
mod serving;
#[cfg(feature = "compiler")]
mod source_watcher;
#[cfg(feature = "compiler")]
mod steps;
mod stop_signal;
mod telemetry_source;
#[cfg(feature = "compiler")]
mod templates;
mod verbs;

use std::process::ExitCode;

use arguments::{Arguments, Verb};
use failure::Failure;

fn main() -> ExitCode {
    let arguments = Arguments::from_command_line();
    let result = match arguments.verb {
        Verb::Run(arguments) => with_async_runtime(verbs::run::run(arguments)),
        #[cfg(feature = "compiler")]
        Verb::Build(arguments) => with_async_runtime(verbs::build::run(arguments)),
        #[cfg(feature = "compiler")]
        Verb::Bundle(arguments) => with_async_runtime(verbs::bundle::run(arguments)),
        Verb::Serve(arguments) => with_async_runtime(verbs::serve::run(arguments)),
        Verb::Query(arguments) => with_async_runtime(verbs::query::run(arguments)),
        Verb::Services(arguments) => with_async_runtime(verbs::services::run(arguments)),
        Verb::Demo(arguments) => verbs::demo::run(arguments),
        #[cfg(feature = "compiler")]
        Verb::New(arguments) => verbs::new::run(&arguments),
        #[cfg(feature = "compiler")]
        Verb::Check(arguments) => with_async_runtime(verbs::check::run(&arguments)),
        Verb::Inspect(arguments) => verbs::inspect::run(&arguments),
        Verb::Diff(arguments) => verbs::diff::run(&arguments),
        Verb::Verify(arguments) => verbs::verify::run(&arguments),
        Verb::Sign(arguments) => verbs::sign::run(&arguments),
        Verb::Key(arguments) => verbs::key::run(&arguments),
        #[cfg(feature = "registry")]
        Verb::Push(arguments) => with_async_runtime(verbs::push::run(&arguments)),
        #[cfg(feature = "registry")]
        Verb::Pull(arguments) => with_async_runtime(verbs::pull::run(&arguments)),
        #[cfg(feature = "compiler")]
        Verb::Types(arguments) => verbs::types::run(&arguments),
        Verb::Policy(arguments) => verbs::policy::run(&arguments),
        Verb::Doctor(arguments) => verbs::doctor::run(&arguments),
        Verb::SqlWorker => return coral_telemetry::answer_questions(),
        Verb::Help(arguments) => verbs::help::run(&arguments),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.exit_code())
        }
    }
}

fn with_async_runtime(verb: impl Future<Output = Result<u8, Failure>>) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::from(anyhow::Error::new(error).context("could not start the worker threads")))?;
    let result = runtime.block_on(verb);
    // A query that is being interrupted must not hold the process up.
    runtime.shutdown_background();
    result
}
