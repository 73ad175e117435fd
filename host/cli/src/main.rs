//! `coral-wasm`: runs TypeScript observability scripts in a sandbox. This crate alone prints and sets exit codes.

mod arguments;
mod console_output;
mod deno_runtime;
mod event_log;
mod event_sink;
mod failure;
mod log;
mod prepared_script;
mod progress;
mod report;
mod script_runtime;
mod source_watcher;
mod stop_signal;
mod verbs;
mod wasm_runtime;

use std::process::ExitCode;

use arguments::{Arguments, Verb};
use failure::Failure;

fn main() -> ExitCode {
    let arguments = Arguments::from_command_line();
    let result = match arguments.verb {
        Verb::Run(arguments) => with_async_runtime(verbs::run::run(arguments)),
        Verb::Serve(arguments) => with_async_runtime(verbs::serve::run(arguments)),
        Verb::Demo(arguments) => verbs::demo::run(&arguments),
        Verb::Types(arguments) => verbs::types::run(&arguments),
        Verb::Doctor(arguments) => verbs::doctor::run(&arguments),
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
