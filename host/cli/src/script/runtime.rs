//! What runs the scripts of a command: components in wasmtime, or JavaScript under Deno.

use std::sync::Arc;

use coral_run::{Outcome, Session};
use coral_source::{Frame, SourceMap, parse_stack};
use futures::future::BoxFuture;

use crate::failure::Failure;
use crate::script::bundled;
use crate::script::component;
#[cfg(feature = "compiler")]
use crate::script::deno::DenoRuntime;
use crate::script::input::ScriptInput;
use crate::script::prepared::{NotPrepared, PreparedScript, Program};
use crate::script::wasm::WasmRuntime;

/// What runs the scripts of a command.
pub enum ScriptRuntime {
    Wasm(Box<WasmRuntime>),
    #[cfg(feature = "compiler")]
    Deno(Box<DenoRuntime>),
}

impl ScriptRuntime {
    /// Makes of a script what is run. `name` chooses one out of a bundle.
    pub async fn prepare(&self, input: &ScriptInput, name: Option<&str>) -> Result<PreparedScript, NotPrepared> {
        match (self, input) {
            #[cfg(feature = "compiler")]
            (Self::Wasm(runtime), ScriptInput::Source(path)) => crate::script::source::prepare(runtime, path).await,
            #[cfg(not(feature = "compiler"))]
            (Self::Wasm(_), ScriptInput::Source(path)) => Err(NotPrepared::from(component::no_compiler(path))),
            (Self::Wasm(runtime), ScriptInput::Component(path, component)) => {
                Ok(component::prepare(runtime, path, component).await?)
            }
            (Self::Wasm(runtime), ScriptInput::Bundle(accepted)) => {
                Ok(bundled::prepare(runtime, accepted, name).await?)
            }
            #[cfg(feature = "compiler")]
            (Self::Deno(runtime), ScriptInput::Source(path)) => runtime.prepare(path).await,
            #[cfg(feature = "compiler")]
            (Self::Deno(_), _) => {
                let text = "Deno runs sources alone, and this is compiled: leave out --runtime deno";
                Err(NotPrepared::from(Failure::usage(text)))
            }
        }
    }

    /// Runs a script to its end.
    pub async fn run(
        &self,
        script: &PreparedScript,
        session: Arc<Session>,
        interrupt: BoxFuture<'static, ()>,
    ) -> Result<Outcome, Failure> {
        match (self, &script.program) {
            (Self::Wasm(runtime), Program::Component(component)) => {
                Ok(runtime.run(component, session, interrupt).await)
            }
            #[cfg(feature = "compiler")]
            (Self::Deno(runtime), Program::JavaScript(code)) => {
                runtime.run(code, &script.sources, session, interrupt).await
            }
            #[cfg(feature = "compiler")]
            _ => Err(anyhow::anyhow!("{} was prepared for another runtime", script.name).into()),
        }
    }

    /// How the stack of an exception is read.
    pub fn frames(&self) -> fn(&str, &SourceMap) -> Vec<Frame> {
        match self {
            Self::Wasm(_) => parse_stack,
            // It was given the source map, and has used it.
            #[cfg(feature = "compiler")]
            Self::Deno(_) => |stack, _| coral_source::parse_placed_stack(stack),
        }
    }
}
