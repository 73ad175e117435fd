//! The database that opens at the first question.

use coral_contract::{Answer, AskError, Question, Telemetry};
use coral_telemetry::{LazyDatabase, Options, create_sample};

use crate::fixture::Fixture;

#[tokio::test]
async fn it_opens_at_the_first_question() {
    let fixture = Fixture::empty();
    let database = LazyDatabase::new(&fixture.path, Options::default());
    create_sample(&fixture.path).unwrap();
    let answers: Vec<_> = (0..8).map(|_| database.ask(Question::Cpu)).collect();
    for answer in answers {
        assert_eq!(answer.await, Ok(Answer::Number(78.9)));
    }
    assert_eq!(database.clone().ask(Question::Cpu).await, Ok(Answer::Number(78.9)));
}

#[tokio::test]
async fn each_question_hears_why_it_did_not_open() {
    let fixture = Fixture::empty();
    let database = LazyDatabase::new(&fixture.path, Options::default());
    let path = fixture.path.display();
    let text =
        format!("no database at {path}: make a sample with `coral-wasm demo init`, or name another with --db PATH");
    for _ in 0..2 {
        assert_eq!(database.ask(Question::Services).await, Err(AskError::Unavailable(text.clone())));
    }
}

#[tokio::test]
async fn a_question_that_is_dropped_while_it_opens_harms_no_other() {
    let fixture = Fixture::empty();
    create_sample(&fixture.path).unwrap();
    let database = LazyDatabase::new(&fixture.path, Options::default());
    let mut dropped = database.ask(Question::Cpu);
    let polled = std::future::poll_fn(|context| std::task::Poll::Ready(dropped.as_mut().poll(context))).await;
    assert!(polled.is_pending());
    drop(dropped);
    assert_eq!(database.ask(Question::Cpu).await, Ok(Answer::Number(78.9)));
}
