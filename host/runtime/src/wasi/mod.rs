//! WASI 0.2 for components that other toolchains made, with nothing granted: what they print goes to the run's console,
//! they may tell the time, wait, draw random bytes and exit. There are no files, no network, no environment, no arguments
//! and no input. Components of TypeScript import none of it.

mod clocks;
mod console_stream;
mod context;
mod exit;
mod imports;
mod random;
mod waiting;

pub use context::Wasi;
pub use imports::needs_wasi;

use wasmtime::component::{HasSelf, Linker};
use wasmtime_wasi::p2;

use crate::host_functions::RunState;

/// Gives a linker the interfaces of WASI 0.2.
pub fn add_to(linker: &mut Linker<RunState>) -> wasmtime::Result<()> {
    p2::add_to_linker_async(linker)?;
    // These are the run's own in place of the crate's.
    linker.allow_shadowing(true);
    p2::bindings::clocks::monotonic_clock::add_to_linker::<_, HasSelf<RunState>>(linker, |state| state)?;
    p2::bindings::cli::exit::add_to_linker::<_, HasSelf<RunState>>(linker, |state| state)?;
    waiting::add_to(linker)?;
    random::add_to(linker)?;
    linker.allow_shadowing(false);
    Ok(())
}
