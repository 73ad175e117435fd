//! The interface `context`.

use coral_contract::Selection;
use coral_run::Session;

use super::RunState;
use crate::bindings::coral::script::context::{EngineBudget, Host, RunContext, Scope};
use crate::bindings::coral::script::errors::Error;

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
            scope: scope(&self.session),
        })
    }

    fn exit(&mut self, code: u8) -> wasmtime::Result<()> {
        self.count_call();
        Err(ExitRequested(code).into())
    }

    /// Not counted as a call: how often an engine asks is its own affair.
    fn must_stop(&mut self) -> wasmtime::Result<bool> {
        Ok(self.brake.reached().is_some())
    }

    fn charge(&mut self, budget: EngineBudget, used: u64) -> wasmtime::Result<Result<(), Error>> {
        self.count_call();
        let charged = match budget {
            EngineBudget::Timers => self.session.charge_timers(used),
            EngineBudget::EventBytes => self.session.charge_event_size(used),
        };
        Ok(charged.map_err(Error::from))
    }
}

fn scope(session: &Session) -> Scope {
    match (&session.policy().services, session.only_service()) {
        (Selection::Any, _) => Scope::Global,
        (_, Some(name)) => Scope::Service(name.to_owned()),
        (Selection::Only(names), None) => Scope::Services(names.iter().cloned().collect()),
    }
}
