//! A session as every bench opens it: with a policy, and with an observer who hears of what the script says.

use std::sync::Arc;

use coral_contract::{Event, Telemetry};
use coral_policy::Policy;
use coral_run::{Level, Observer, RunFacts, RunId, Session, SessionOptions};

/// Hears of everything, and does nothing.
pub struct Silent;

impl Observer for Silent {
    fn console(&mut self, _level: Level, _text: &str) {}
    fn event(&mut self, _event: &Event) {}
}

/// Opens one.
pub fn session(telemetry: &Arc<dyn Telemetry>, policy: Policy, observer: impl Observer + 'static) -> Arc<Session> {
    Arc::new(Session::new(SessionOptions {
        facts: RunFacts { script: "bench".to_owned(), id: RunId::generate().unwrap(), parameters: Vec::new() },
        policy,
        keep_events: true,
        telemetry: Arc::clone(telemetry),
        observer: Box::new(observer),
    }))
}
