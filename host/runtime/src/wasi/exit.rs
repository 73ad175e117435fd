//! `wasi:cli/exit`, which ends a run as `Deno.exit` does.

use wasmtime_wasi::p2::bindings::cli::exit::Host;

use crate::host_functions::{ExitRequested, RunState};

impl Host for RunState {
    fn exit(&mut self, status: Result<(), ()>) -> wasmtime::Result<()> {
        Err(ExitRequested(u8::from(status.is_err())).into())
    }

    fn exit_with_code(&mut self, code: u8) -> wasmtime::Result<()> {
        Err(ExitRequested(code).into())
    }
}
