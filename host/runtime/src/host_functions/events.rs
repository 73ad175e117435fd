//! The interface `events`.

use coral_contract::Severity;

use super::RunState;
use crate::bindings::coral::script::errors::Error;
use crate::bindings::coral::script::events::{self, Host};

impl Host for RunState {
    fn emit(&mut self, name: String, data: String, severity: events::Severity) -> wasmtime::Result<Result<(), Error>> {
        self.count_call();
        Ok(self.session.emit(name, &data, severity.into()).map_err(Error::from))
    }
}

impl From<events::Severity> for Severity {
    fn from(severity: events::Severity) -> Self {
        match severity {
            events::Severity::Info => Self::Info,
            events::Severity::Warning => Self::Warning,
            events::Severity::Error => Self::Error,
            events::Severity::Critical => Self::Critical,
        }
    }
}
