//! Runs script components in wasmtime, within limits, and tells how each run ended and what it used.
//!
//! It must not know DuckDB or a terminal (a [`Session`](coral_run::Session) stands for both), nor TypeScript (it takes
//! components). Without the feature `compiler` it runs machine code that was made elsewhere, and no other.

mod bindings;
mod brake;
mod clock;
mod code_cache;
mod configuration;
mod fuel;
mod host_functions;
mod javascript;
mod machine_code;
mod memory_limiter;
#[cfg(feature = "compiler")]
mod own_resources;
#[cfg(feature = "compiler")]
mod precompiler;
mod private_folder;
#[cfg(feature = "compiler")]
mod quick_compiler;
mod run;
mod runtime;
#[cfg(feature = "compiler")]
mod script_cache;
mod supervision;
mod trap;
mod turns;
mod wasi;

pub use clock::{Clock, SystemClock};
pub use code_cache::CodeCache;
pub use javascript::JavaScript;
pub use machine_code::{NATIVE_TARGET, misfit, native_key};
#[cfg(feature = "compiler")]
pub use precompiler::{Precompiler, TARGETS};
pub use runtime::{Runtime, RuntimeOptions, Script};
#[cfg(feature = "compiler")]
pub use script_cache::ScriptCache;

/// Why the runtime could not be set up, or a component not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// wasmtime refuses its configuration on this machine.
    #[error("wasmtime cannot be set up on this machine: {0:#}")]
    SetUp(wasmtime::Error),
    /// The engine could not be compiled.
    #[error("the JavaScript engine could not be compiled: {0:#}")]
    CompileEngine(wasmtime::Error),
    /// Machine code was made for another program, another machine or other settings.
    #[error("the precompiled code does not fit this host: {0:#}")]
    Precompiled(wasmtime::Error),
    /// There is no machine code for such machines.
    #[cfg(feature = "compiler")]
    #[error("there is no code for the target {0:?}: write one of {targets}", targets = TARGETS.join(", "))]
    UnknownTarget(String),
    /// A component is damaged, or was made for another engine or another contract.
    #[error("the script's component does not fit this host: {0:#}")]
    Component(wasmtime::Error),
    /// A component imports what no component is given.
    #[error(
        "the component imports {name}, which no script is given: it may import the interfaces of coral:script and, of \
         WASI 0.2, those of {wasi}"
    )]
    UnknownImport {
        /// The import.
        name: String,
        /// The packages of WASI that there are.
        wasi: String,
    },
    /// A component makes resources of its own.
    #[cfg(feature = "compiler")]
    #[error(
        "the component makes resources of its own, whose handles no limit counts: build it without an exported or an \
         inner interface that has resources"
    )]
    OwnResources,
}
