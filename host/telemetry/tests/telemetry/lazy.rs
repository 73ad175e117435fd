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

#[test]
fn those_who_wait_for_it_to_open_take_no_thread_each() {
    let fixture = Fixture::empty();
    create_sample(&fixture.path).unwrap();
    // The name tells this test's threads from those of its neighbours.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("lazy").enable_all().build();
    let options = Options { connections: 4, ..Options::default() };
    let threads = runtime.unwrap().block_on(async {
        let database = LazyDatabase::new(&fixture.path, options);
        let answers: Vec<_> = (0..200).map(|_| database.ask(Question::Cpu)).collect();
        for answer in answers {
            assert_eq!(answer.await, Ok(Answer::Number(78.9)));
        }
        threads_named("lazy")
    });
    // The runtime's two, those of the connections, and those of DuckDB, which have the name of who started them.
    assert!(threads <= 20, "there are {threads}");
}

fn threads_named(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok());
    names.filter(|comm| comm.trim_end() == name).count()
}
