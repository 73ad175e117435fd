//! What runs the scripts of a command: components in wasmtime, or bundles under Deno.

use std::path::Path;
use std::sync::Arc;

use coral_compiler::CompileError;
use coral_run::{Outcome, Session};
use coral_source::{Frame, SourceMap, parse_placed_stack, parse_stack};
use futures::future::BoxFuture;

use crate::deno_runtime::DenoRuntime;
use crate::failure::Failure;
use crate::prepared_script::PreparedScript;
use crate::wasm_runtime::WasmRuntime;

/// What runs the scripts of a command.
pub enum ScriptRuntime {
    Wasm(Box<WasmRuntime>),
    Deno(DenoRuntime),
}

impl ScriptRuntime {
    /// Makes of a script what is run.
    pub async fn prepare(&self, script: &Path) -> Result<PreparedScript, CompileError> {
        match self {
            Self::Wasm(runtime) => runtime.prepare(script).await,
            Self::Deno(runtime) => runtime.prepare(script).await,
        }
    }

    /// Runs a script to its end.
    pub async fn run(
        &self,
        script: &PreparedScript,
        session: Arc<Session>,
        interrupt: BoxFuture<'static, ()>,
    ) -> Result<Outcome, Failure> {
        match self {
            Self::Wasm(runtime) => runtime.run(script, session, interrupt).await,
            Self::Deno(runtime) => runtime.run(script, session, interrupt).await,
        }
    }

    /// How the stack of an exception is read.
    pub fn frames(&self) -> fn(&str, &SourceMap) -> Vec<Frame> {
        match self {
            Self::Wasm(_) => parse_stack,
            // It was given the source map, and has used it.
            Self::Deno(_) => |stack, _| parse_placed_stack(stack),
        }
    }
}
