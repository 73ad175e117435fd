//! What a run asks, emits and prints, within its policy; must not know through which door it does.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

use coral_contract::{AskError, Asker, Event, ExceededBudget, Question, Selection, Severity, Telemetry};
use coral_policy::{Limit, Policy};

use crate::counts::{Counts, Totals};
use crate::in_flight::Traffic;
use crate::rate::Rate;
use crate::refusals::Refusals;
use crate::{Asked, Ending, Level, Observer, Outcome, RunFacts, Usage, scope};

/// What a session is opened with.
pub struct SessionOptions {
    /// Whose it is.
    pub facts: RunFacts,
    /// What it may use and do.
    pub policy: Policy,
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
    policy: Policy,
    keep_events: bool,
    telemetry: Arc<dyn Telemetry>,
    asker: Asker,
    calls: AtomicU64,
    traffic: Arc<Traffic>,
    refusals: Arc<Refusals>,
    state: Mutex<State>,
}

struct State {
    observer: Box<dyn Observer>,
    counts: Counts,
    event_rate: Rate,
    events: Vec<Event>,
}

impl Session {
    /// Opens a session.
    pub fn new(options: SessionOptions) -> Self {
        let SessionOptions { facts, policy, keep_events, telemetry, observer } = options;
        let state =
            State { observer, counts: Counts::new(), event_rate: Rate::new(policy.event_rate), events: Vec::new() };
        Self {
            asker: Asker::new(policy.bounds()),
            facts,
            policy,
            keep_events,
            telemetry,
            calls: AtomicU64::default(),
            traffic: Arc::default(),
            refusals: Arc::default(),
            state: Mutex::new(state),
        }
    }

    /// Whose it is.
    pub fn facts(&self) -> &RunFacts {
        &self.facts
    }

    /// What it may use and do.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Counts one call of the host.
    pub fn count_call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Asks a question, within the run's scope and budgets.
    ///
    /// Must be called within a Tokio runtime.
    pub fn ask(&self, question: Question) -> Result<Asked, AskError> {
        self.noting(self.admit(question).map(|(question, place)| {
            let answer = self.telemetry.ask_as(&self.asker, question);
            Asked::new(answer, place, Arc::clone(&self.refusals))
        }))
    }

    fn admit(&self, question: Question) -> Result<(Question, crate::in_flight::Place), AskError> {
        let question = scope::admit(question, &self.policy.services)?;
        let mut state = self.state();
        let asked = state.counts.of_now(self.policy.period).queries;
        charge(Limit::Queries, self.policy.queries, asked + 1)?;
        let place = self.traffic.enter(self.policy.requests)?;
        state.counts.totals.queries += 1;
        Ok((question, place))
    }

    /// Emits an event; `data` is the text of a JSON object, or of `null` for none.
    pub fn emit(&self, name: String, data: &str, severity: Severity) -> Result<(), AskError> {
        self.noting(self.emit_within_policy(name, data, severity))
    }

    fn emit_within_policy(&self, name: String, data: &str, severity: Severity) -> Result<(), AskError> {
        if !self.policy.emit {
            return Err(AskError::Denied("this run may emit no events (policy: emit = false)".to_owned()));
        }
        self.check_event_size((name.len() + data.len()) as u64)?;
        let data = Event::parse_data(&name, data).map_err(|invalid| AskError::InvalidArgument(invalid.to_string()))?;
        scope::check_event(&name, &data, &self.policy.services)?;
        let mut state = self.state();
        let events = state.counts.of_now(self.policy.period).events + 1;
        charge(Limit::Events, self.policy.events, events)?;
        if let Some(rate) = self.policy.event_rate
            && !state.event_rate.admit(rate, Instant::now())
        {
            return Err(exceeded(Limit::EventRate, rate, rate + 1));
        }
        let event = Event {
            name,
            data,
            severity,
            timestamp: humantime::format_rfc3339_millis(SystemTime::now()).to_string(),
            script: self.facts.script.clone(),
            run_id: self.facts.id.to_string(),
            service: self.only_service().map(str::to_owned),
        };
        state.observer.event(&event);
        state.counts.totals.events += 1;
        if self.keep_events {
            state.events.push(event);
        }
        Ok(())
    }

    /// Whether the run may emit an event of so many bytes, for a runtime that cannot pass it on.
    pub fn charge_event_size(&self, bytes: u64) -> Result<(), AskError> {
        self.noting(self.check_event_size(bytes))
    }

    fn check_event_size(&self, bytes: u64) -> Result<(), AskError> {
        charge(Limit::EventBytes, Some(self.policy.event_bytes), bytes)
    }

    /// Whether the run may have so many timers at once, which its runtime keeps.
    pub fn charge_timers(&self, timers: u64) -> Result<(), AskError> {
        self.noting(charge(Limit::Timers, Some(self.policy.timers), timers))
    }

    /// Writes a text to the console, without a newline at its end. What is beyond the longest text is cut off, and the text
    /// says so.
    pub fn console(&self, level: Level, text: &str) -> Result<(), AskError> {
        let longest = usize::try_from(self.policy.console_line).unwrap_or(usize::MAX);
        let kept = &text[..text.floor_char_boundary(longest)];
        let bytes = kept.len() as u64 + 1;
        let mut state = self.state();
        let used = state.counts.of_now(self.policy.period).console_bytes.saturating_add(bytes);
        if let Err(error) = charge(Limit::ConsoleBytes, self.policy.console_bytes, used) {
            return self.noting(Err(error));
        }
        state.counts.totals.console_bytes += bytes;
        match text.len() - kept.len() {
            0 => state.observer.console(level, text),
            cut => state.observer.console(level, &format!("{kept}… [{cut} bytes cut off: console-line]")),
        }
        Ok(())
    }

    /// The one service that the run is about; none where there are several, or any.
    pub fn only_service(&self) -> Option<&str> {
        match &self.policy.services {
            Selection::Only(names) if names.len() == 1 => names.first().map(String::as_str),
            _ => None,
        }
    }

    /// What is left of the run. Of its usage the runtime knows fuel, memory and times; the session fills in the rest. An
    /// exception that is a refusal which the script did not catch becomes that.
    pub fn finish(&self, ending: Ending, usage: Usage) -> Outcome {
        let ending = match ending {
            Ending::Exception(exception) => self.refusals.ending(exception),
            ending => ending,
        };
        let mut state = self.state();
        let Totals { queries, events, console_bytes } = state.counts.totals;
        let usage = Usage {
            host_calls: self.calls.load(Ordering::Relaxed),
            queries,
            rows: self.traffic.rows(),
            events,
            console_bytes,
            ..usage
        };
        Outcome { ending, usage, events: std::mem::take(&mut state.events) }
    }

    /// Remembers a refusal, for the run's end.
    fn noting<T>(&self, result: Result<T, AskError>) -> Result<T, AskError> {
        result.inspect_err(|error| self.refusals.note(error))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Counters, which an observer that panicked leaves as they are.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An error where a use is above its limit.
fn charge(budget: Limit, limit: Option<u64>, used: u64) -> Result<(), AskError> {
    match limit {
        Some(limit) if used > limit => Err(exceeded(budget, limit, used)),
        _ => Ok(()),
    }
}

fn exceeded(budget: Limit, limit: u64, used: u64) -> AskError {
    AskError::BudgetExceeded(ExceededBudget { name: budget.name().to_owned(), limit, used })
}
