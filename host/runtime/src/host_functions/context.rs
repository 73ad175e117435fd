//! The interface `context`.

use super::RunState;
use crate::bindings::coral::script::context::{Host, RunContext, Scope};

/// The error that unwinds a run which asked for its end.
#[derive(Debug, thiserror::Error)]
#[error("the script exited with code {0}")]
pub struct ExitRequested(pub u8);

impl Host for RunState {
    fn get(&mut self) -> wasmtime::Result<RunContext> {
        self.count_call();
        let facts = self.session.facts();
        Ok(RunContext {
            script: facts.script.clone(),
            run_id: facts.id.to_string(),
            parameters: facts.parameters.clone(),
            scope: facts.service.clone().map_or(Scope::Global, Scope::Service),
        })
    }

    fn exit(&mut self, code: u8) -> wasmtime::Result<()> {
        self.count_call();
        Err(ExitRequested(code).into())
    }
}
