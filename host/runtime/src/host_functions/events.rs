//! The interface `events`.

use std::time::SystemTime;

use coral_contract::{Event, ExceededBudget, Severity};

use super::RunState;
use crate::bindings::coral::script::errors::Error;
use crate::bindings::coral::script::events::{self, Host};

impl Host for RunState {
    fn emit(&mut self, name: String, data: String, severity: events::Severity) -> wasmtime::Result<Result<(), Error>> {
        self.count_call();
        if let Err(exceeded) = self.charge_event((name.len() + data.len()) as u64) {
            return Ok(Err(coral_contract::AskError::BudgetExceeded(exceeded).into()));
        }
        let data = match Event::parse_data(&name, &data) {
            Ok(data) => data,
            Err(invalid) => return Ok(Err(Error::InvalidArgument(invalid.to_string()))),
        };
        let event = Event {
            name,
            data,
            severity: severity.into(),
            timestamp: humantime::format_rfc3339_millis(SystemTime::now()).to_string(),
            script: self.script_name.clone(),
            run_id: self.id.to_string(),
        };
        self.observer.event(&event);
        self.events.push(event);
        Ok(Ok(()))
    }
}

impl RunState {
    fn charge_event(&self, bytes: u64) -> Result<(), ExceededBudget> {
        let budgets = [
            ("events", self.limits.events, self.events.len() as u64 + 1),
            ("event-bytes", self.limits.event_bytes, bytes),
        ];
        match budgets.into_iter().find(|(_, limit, used)| used > limit) {
            Some((name, limit, used)) => Err(ExceededBudget { name: name.to_owned(), limit, used }),
            None => Ok(()),
        }
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
