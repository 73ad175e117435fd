//! A run's budgets, each charged by its session, whatever runtime the run is on.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use coral_contract::{
    Answer, AskError, Asker, Event, ExceededBudget, Health, PendingAnswer, PendingHealth, Question, Selection,
    Severity, SqlQuery, Telemetry,
};
use coral_policy::Policy;
use coral_run::{Ending, Exception, Level, Observer, RunFacts, RunId, Session, SessionOptions, Usage};
use futures::FutureExt;

/// Answers everything with 1, but SQL not at all.
struct One;

impl Telemetry for One {
    fn ask_as(&self, _asker: &Asker, question: Question) -> PendingAnswer {
        Box::pin(async move {
            match question {
                Question::Sql(_) => Err(AskError::Denied("only SELECT may run".to_owned())),
                _ => Ok(Answer::Number(1.0)),
            }
        })
    }

    fn health(&self) -> PendingHealth {
        Box::pin(async { Ok(Health::default()) })
    }
}

/// Keeps what a run said.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Observer for Recorder {
    fn console(&mut self, _level: Level, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }

    fn event(&mut self, event: &Event) {
        self.0.lock().unwrap().push(format!("{} of {:?}", event.name, event.service));
    }
}

fn session(policy: Policy) -> (Session, Recorder) {
    let said = Recorder::default();
    let facts = RunFacts { script: "script".to_owned(), id: RunId::generate().unwrap(), parameters: Vec::new() };
    let (telemetry, observer) = (Arc::new(One), Box::new(said.clone()));
    (Session::new(SessionOptions { facts, policy, keep_events: false, telemetry, observer }), said)
}

fn exceeded(name: &str, limit: u64, used: u64) -> AskError {
    AskError::BudgetExceeded(ExceededBudget { name: name.to_owned(), limit, used })
}

fn emit(session: &Session, data: &str) -> Result<(), AskError> {
    session.emit("alert".to_owned(), data, Severity::Info)
}

fn thrown(message: &str) -> Ending {
    Ending::Exception(Exception { message: message.to_owned(), ..Exception::default() })
}

#[test]
fn questions_are_counted() {
    let (session, _) = session(Policy { queries: Some(2), ..Policy::default() });
    for _ in 0..2 {
        session.ask(Question::Cpu).unwrap().now_or_never().unwrap().unwrap();
    }
    assert_eq!(session.ask(Question::Cpu).err(), Some(exceeded("queries", 2, 3)));
    assert_eq!(session.finish(Ending::Completed, Usage::default()).usage.queries, 2);
}

#[test]
fn questions_in_flight_are_counted_until_they_are_dropped() {
    let (session, _) = session(Policy { requests: 1, ..Policy::default() });
    let first = session.ask(Question::Cpu).unwrap();
    assert_eq!(session.ask(Question::Cpu).err(), Some(exceeded("requests", 1, 2)));
    drop(first);
    assert!(session.ask(Question::Cpu).is_ok());
}

#[test]
fn events_are_counted_and_measured() {
    let (session, said) = session(Policy { events: Some(1), event_bytes: 20, ..Policy::default() });
    assert_eq!(emit(&session, r#"{"text":"0123456789"}"#), Err(exceeded("event-bytes", 20, 26)));
    assert_eq!(emit(&session, "{}"), Ok(()));
    assert_eq!(emit(&session, "{}"), Err(exceeded("events", 1, 2)));
    assert_eq!(said.0.lock().unwrap().len(), 1);
}

#[test]
fn events_come_no_faster_than_they_may() {
    let (session, _) = session(Policy { event_rate: Some(1), ..Policy::default() });
    assert_eq!(emit(&session, "{}"), Ok(()));
    assert_eq!(emit(&session, "{}"), Err(exceeded("event-rate", 1, 2)));
}

#[test]
fn who_may_not_emit_does_not() {
    let (session, said) = session(Policy { emit: false, ..Policy::default() });
    assert!(matches!(emit(&session, "{}"), Err(AskError::Denied(_))));
    assert!(said.0.lock().unwrap().is_empty());
}

#[test]
fn a_run_speaks_for_its_services_alone() {
    let (session, said) = session(Policy { services: Selection::only(["payments"]), ..Policy::default() });
    assert_eq!(emit(&session, r#"{"service":"payments"}"#), Ok(()));
    let AskError::Denied(text) = emit(&session, r#"{"service":"orders"}"#).unwrap_err() else { panic!() };
    assert_eq!(
        text,
        "this run may emit for the service \"payments\" alone, and the event \"alert\" says service = \"orders\""
    );
    assert_eq!(*said.0.lock().unwrap(), ["alert of Some(\"payments\")"]);
}

#[test]
fn console_text_ends_at_its_budget() {
    let (session, said) = session(Policy { console_bytes: Some(10), ..Policy::default() });
    assert_eq!(session.console(Level::Log, "1234"), Ok(()));
    assert_eq!(session.console(Level::Log, "1234"), Ok(()));
    assert_eq!(session.console(Level::Log, ""), Err(exceeded("console-bytes", 10, 11)));
    assert_eq!(*said.0.lock().unwrap(), ["1234", "1234"]);
}

#[test]
fn a_long_text_is_cut_at_a_character() {
    let (session, said) = session(Policy { console_line: 4, ..Policy::default() });
    assert_eq!(session.console(Level::Log, "abcé"), Ok(()));
    assert_eq!(*said.0.lock().unwrap(), ["abc… [2 bytes cut off: console-line]"]);
}

#[test]
fn what_is_counted_a_period_starts_anew_after_it() {
    let policy = Policy {
        queries: Some(1),
        events: Some(1),
        console_bytes: Some(2),
        period: Some(Duration::from_millis(20)),
        ..Policy::default()
    };
    let (session, _) = session(policy);
    let all = || {
        session
            .ask(Question::Cpu)
            .map(drop)
            .and_then(|()| emit(&session, "{}"))
            .and_then(|()| session.console(Level::Log, "x"))
    };
    for _ in 0..3 {
        std::thread::sleep(Duration::from_millis(25));
        assert_eq!(all(), Ok(()));
    }
    let usage = session.finish(Ending::Completed, Usage::default()).usage;
    assert_eq!((usage.queries, usage.events, usage.console_bytes), (3, 3, 6));
}

#[test]
fn a_refusal_that_is_not_caught_is_the_end_of_the_run() {
    let (session, _) = session(Policy { events: Some(0), ..Policy::default() });
    let finish = |ending| session.finish(ending, Usage::default()).ending;
    let message = "CoralError: emit: the run's budget of events is used up: 1 of 0";
    assert_eq!(finish(thrown(message)), thrown(message), "nothing was refused yet");

    let refused = emit(&session, "{}").unwrap_err();
    assert_eq!(refused.to_string(), "the run's budget of events is used up: 1 of 0");
    let Ending::OverBudget(budget, _) = finish(thrown(message)) else { panic!() };
    assert_eq!(budget.name, "events");
    assert_eq!(finish(thrown("Error: another")), thrown("Error: another"));
}

#[test]
fn a_refusal_that_comes_as_an_answer_counts_too() {
    let (session, _) = session(Policy::default());
    let sql = SqlQuery { text: "DROP TABLE t".to_owned(), parameters: Vec::new(), limit: None };
    let refused = session.ask(Question::Sql(sql)).unwrap().now_or_never().unwrap().unwrap_err();
    let message = format!("CoralError: db.query: {refused}");
    let ending = session.finish(thrown(&message), Usage::default()).ending;
    assert!(matches!(ending, Ending::Denied(_)), "{ending:?}");
}
