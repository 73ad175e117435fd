//! What a run asks, emits and prints, within its limits; must not know through which door it does.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use coral_contract::{AskError, Asker, Event, ExceededBudget, Question, Severity, Telemetry};

use crate::in_flight::Traffic;
use crate::{Asked, Ending, Level, Limits, Observer, Outcome, RunFacts, Usage, scope};

/// What a session is opened with.
pub struct SessionOptions {
    /// Whose it is.
    pub facts: RunFacts,
    /// How much it may use.
    pub limits: Limits,
    /// Whether its outcome holds its events; without, they are only counted, and a run may emit for days.
    pub keep_events: bool,
    /// Who answers its questions.
    pub telemetry: Arc<dyn Telemetry>,
    /// Who sees what it says.
    pub observer: Box<dyn Observer>,
}

/// One run, as its host sees it: every question, event and console text goes through here and is charged here.
pub struct Session {
    facts: RunFacts,
    limits: Limits,
    keep_events: bool,
    telemetry: Arc<dyn Telemetry>,
    asker: Asker,
    calls: AtomicU64,
    traffic: Arc<Traffic>,
    state: Mutex<State>,
}

struct State {
    observer: Box<dyn Observer>,
    console_bytes: u64,
    event_count: u64,
    events: Vec<Event>,
}

impl Session {
    /// Opens a session.
    pub fn new(options: SessionOptions) -> Self {
        let observer = options.observer;
        Self {
            facts: options.facts,
            limits: options.limits,
            keep_events: options.keep_events,
            telemetry: options.telemetry,
            asker: Asker::new(),
            calls: AtomicU64::default(),
            traffic: Arc::default(),
            state: Mutex::new(State { observer, console_bytes: 0, event_count: 0, events: Vec::new() }),
        }
    }

    /// Whose it is.
    pub fn facts(&self) -> &RunFacts {
        &self.facts
    }

    /// How much it may use.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Counts one call of the host.
    pub fn count_call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Asks a question, within the run's scope and as long as it has not too many in flight.
    ///
    /// Must be called within a Tokio runtime.
    pub fn ask(&self, question: Question) -> Result<Asked, AskError> {
        let question = match &self.facts.service {
            Some(service) => scope::admit(question, service)?,
            None => question,
        };
        let place = self.traffic.enter(self.limits.pending_requests)?;
        Ok(Asked::new(self.telemetry.ask_as(self.asker, question), place))
    }

    /// Emits an event; `data` is the text of a JSON object, or of `null` for none.
    pub fn emit(&self, name: String, data: &str, severity: Severity) -> Result<(), AskError> {
        let mut state = self.state();
        let budgets = [
            ("events", self.limits.events, state.event_count + 1),
            ("event-bytes", self.limits.event_bytes, (name.len() + data.len()) as u64),
        ];
        if let Some((budget, limit, used)) = budgets.into_iter().find(|(_, limit, used)| used > limit) {
            return Err(AskError::BudgetExceeded(ExceededBudget { name: budget.to_owned(), limit, used }));
        }
        let data = Event::parse_data(&name, data).map_err(|invalid| AskError::InvalidArgument(invalid.to_string()))?;
        let event = Event {
            name,
            data,
            severity,
            timestamp: humantime::format_rfc3339_millis(SystemTime::now()).to_string(),
            script: self.facts.script.clone(),
            run_id: self.facts.id.to_string(),
        };
        state.observer.event(&event);
        state.event_count += 1;
        if self.keep_events {
            state.events.push(event);
        }
        Ok(())
    }

    /// Writes a text to the console, without a newline at its end. What is beyond the limit is dropped.
    pub fn console(&self, level: Level, text: &str) {
        let mut state = self.state();
        let before = state.console_bytes;
        let limit = self.limits.console_bytes;
        state.console_bytes = before.saturating_add(text.len() as u64 + 1);
        if state.console_bytes <= limit {
            state.observer.console(level, text);
        } else if before <= limit {
            let warning = format!("the console's {limit} bytes are full: what follows is dropped");
            state.observer.console(Level::Warn, &warning);
        }
    }

    /// What is left of the run. Of its usage the runtime knows fuel, memory and times; the session fills in the rest.
    pub fn finish(&self, ending: Ending, usage: Usage) -> Outcome {
        let mut state = self.state();
        let usage = Usage {
            host_calls: self.calls.load(Ordering::Relaxed),
            rows: self.traffic.rows(),
            events: state.event_count,
            console_bytes: state.console_bytes,
            ..usage
        };
        Outcome { ending, usage, events: std::mem::take(&mut state.events) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Counters, which an observer that panicked leaves as they are.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
