//! Runs script components in wasmtime, within limits, and tells how each run ended and what it used.
//!
//! It must not know DuckDB or a terminal (a [`Session`](coral_run::Session) stands for both), nor TypeScript (it takes
//! components).

mod bindings;
mod clock;
mod code_cache;
mod cpu_time;
mod epoch;
mod host_functions;
mod memory_limiter;
mod run;
mod runtime;

pub use clock::{Clock, SystemClock};
pub use code_cache::CodeCache;
pub use runtime::{Runtime, RuntimeOptions, Script};

/// Why the runtime could not be set up, or a component not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The engine that is part of this program is damaged.
    #[error(transparent)]
    Engine(#[from] coral_engine::EngineError),
    /// wasmtime refuses its configuration on this machine.
    #[error("wasmtime cannot be set up on this machine: {0:#}")]
    SetUp(wasmtime::Error),
    /// The engine could not be compiled.
    #[error("the JavaScript engine could not be compiled: {0:#}")]
    CompileEngine(wasmtime::Error),
    /// A component is damaged, or was made for another engine or another contract.
    #[error("the script's component does not fit this host: {0:#}")]
    Component(wasmtime::Error),
}
