//! A session as every bench opens it: with the default policy, and no one who listens.

use std::sync::Arc;

use coral_contract::{Event, Telemetry};
use coral_policy::Policy;
use coral_run::{Level, Observer, RunFacts, RunId, Session, SessionOptions};

struct Silent;

impl Observer for Silent {
    fn console(&mut self, _level: Level, _text: &str) {}
    fn event(&mut self, _event: &Event) {}
}

/// Opens one.
pub fn session(telemetry: Arc<dyn Telemetry>) -> Arc<Session> {
    Arc::new(Session::new(SessionOptions {
        facts: RunFacts { script: "bench".to_owned(), id: RunId::generate().unwrap(), parameters: Vec::new() },
        policy: Policy::default(),
        keep_events: true,
        telemetry,
        observer: Box::new(Silent),
    }))
}
