//! Statements that would take all there is: each ends, its neighbours never notice, and the next finds a worker.

use std::time::Duration;

use coral_contract::{AskError, Asker, Bounds, Telemetry};
use coral_telemetry::{Limits, Options, WorkerOptions};

use crate::fixture::{self, Database, Fixture};
use crate::worker_life::workers_of;

/// Far more than a worker may take to be stopped or killed, and far less than the statements below.
const PATIENCE: Duration = Duration::from_secs(90);

const MEMORY: u64 = 512 * 1024 * 1024;

fn database(sql_deadline: Duration) -> (Fixture, Database) {
    let fixture = Fixture::with_tables("");
    let limits = Limits { sql_deadline, ..Limits::default() };
    let workers = WorkerOptions { prompt: 1, short: 1, long: 2, memory: MEMORY, ..WorkerOptions::default() };
    let database = fixture.database_with(Options { limits, workers, ..Options::default() });
    (fixture, database)
}

async fn ask_beside_a_neighbour(database: &Database, text: &str) -> AskError {
    let (greedy, modest) = (Asker::new(Bounds::default()), Asker::new(Bounds::default()));
    let hostile = database.ask_as(&greedy, fixture::sql(text, &[]));
    for _ in 0..3 {
        let modest = database.ask_as(&modest, fixture::sql("SELECT sum(n)::BIGINT FROM range(100000) t(n)", &[]));
        tokio::time::timeout(PATIENCE, modest).await.expect("held up").unwrap();
    }
    tokio::time::timeout(PATIENCE, hostile).await.expect("never ends").expect_err(text)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_of_every_kind_is_bounded() {
    let (fixture, database) = database(Duration::from_secs(60));
    for text in [
        "SELECT list(n) FROM range(1000000000) t(n)",
        "SELECT len(range(1000000000))",
        "SELECT count(*) FROM (SELECT unnest(range(1000000000)))",
        "SELECT string_agg(repeat('x', 1000000), '') FROM range(100000)",
        "SELECT count(DISTINCT hash(n)) FROM range(200000000) t(n)",
    ] {
        let error = ask_beside_a_neighbour(&database, text).await;
        let AskError::BudgetExceeded(budget) = error else { panic!("{text}: {error:?}") };
        assert_eq!((budget.name.as_str(), budget.limit), ("query-memory", MEMORY / 2), "{text}");
        for worker in workers_of(&fixture.path) {
            let peak = worker.status("VmHWM").trim_end_matches(" kB").parse::<u64>().unwrap() * 1024;
            // Besides what it may write to, it has its program and libraries.
            assert!(peak < MEMORY + 128 * 1024 * 1024, "{text}: {peak}");
        }
    }
    assert_eq!(fixture::integers(&fixture::rows(&database, "SELECT 42").await, 0), [Some(42)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_heeds_no_interrupt_is_killed() {
    let (_fixture, database) = database(Duration::from_secs(2));
    for text in [
        "SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))",
        "SELECT sum(length(lpad('x', 100000000, 'ä'))) FROM range(1000)",
        "SELECT count(*) FROM range(10000000000000) t(n) WHERE hash(n) % 7 = 3",
    ] {
        let error = ask_beside_a_neighbour(&database, text).await;
        assert!(
            matches!(&error, AskError::TimedOut(words) if words.starts_with("the query took longer than 2s")),
            "{text}: {error:?}"
        );
    }
    assert_eq!(fixture::integers(&fixture::rows(&database, "SELECT 42").await, 0), [Some(42)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_endless_questions_of_one_leave_a_worker_to_others() {
    let fixture = Fixture::with_tables("");
    let limits = Limits { sql_deadline: Duration::from_secs(3600), ..Limits::default() };
    let workers = WorkerOptions { prompt: 1, short: 1, long: 2, ..WorkerOptions::default() };
    let database = fixture.database_with(Options { limits, workers, ..Options::default() });
    let (greedy, modest) = (Asker::new(Bounds::default()), Asker::new(Bounds::default()));
    let endless = "SELECT count(*) FROM range(10000000000000) t(n) WHERE hash(n) % 7 = 3";
    let held: Vec<_> = (0..20).map(|_| database.ask_as(&greedy, fixture::sql(endless, &[]))).collect();
    for _ in 0..5 {
        let answer = database.ask_as(&modest, fixture::sql("SELECT 1", &[]));
        tokio::time::timeout(PATIENCE, answer).await.expect("held up").unwrap();
    }
    drop(held);
}

#[tokio::test]
async fn bounds_of_the_asker_narrow_each_question() {
    let (_fixture, database) = database(Duration::from_secs(2));
    let ask = async |bounds: Bounds, text: &str| {
        let answer = database.ask_as(&Asker::new(bounds), fixture::sql(text, &[]));
        tokio::time::timeout(PATIENCE, answer).await.expect("never ends")
    };
    let time = Bounds { time: Some(Duration::from_millis(150)), ..Bounds::default() };
    let error = ask(time, "SELECT count(*) FROM range(10000000000000) t(n) WHERE hash(n) % 7 = 3").await.unwrap_err();
    assert!(matches!(&error, AskError::TimedOut(text) if text.contains("150ms")), "{error:?}");
    let rows = Bounds { rows: 3, ..Bounds::default() };
    let Ok(coral_contract::Answer::Rows(rows)) = ask(rows, "FROM range(10)").await else { panic!("no rows") };
    assert_eq!((rows.row_count, rows.truncated), (3, true));
    let bytes = Bounds { bytes: 100, ..Bounds::default() };
    let AskError::BudgetExceeded(budget) = ask(bytes, "FROM range(100)").await.unwrap_err() else {
        panic!("no budget")
    };
    assert_eq!((budget.name.as_str(), budget.limit), ("query-bytes", 100));
}
