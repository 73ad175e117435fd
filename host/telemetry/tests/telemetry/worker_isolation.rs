//! What a worker can reach, and what one question can leave for the next: nothing.

use coral_contract::{AskError, Telemetry};
use coral_telemetry::{Options, WorkerOptions};

use crate::fixture::{self, Database, Fixture};
use crate::worker_life::workers_of;

fn of_one_worker(fixture: &Fixture) -> Database {
    let workers = WorkerOptions { prompt: 1, short: 1, long: 1, ..WorkerOptions::default() };
    fixture.database_with(Options { workers, ..Options::default() })
}

#[tokio::test]
async fn the_kernel_confines_a_worker() {
    let fixture = Fixture::with_tables("");
    let database = of_one_worker(&fixture);
    fixture::rows(&database, "SELECT 1").await;
    let [worker] = &workers_of(&fixture.path)[..] else { panic!("not one worker") };
    assert_eq!(worker.status("NoNewPrivs"), "1");
    // A filter of system calls.
    assert_eq!(worker.status("Seccomp"), "2");
    let limits = worker.read("limits");
    for (name, limit) in
        [("Max core file size", "0"), ("Max file size", "0"), ("Max open files", "32"), ("Max data size", "536870912")]
    {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        assert_eq!(line[name.len()..].split_whitespace().take(2).collect::<Vec<_>>(), [limit, limit], "{line}");
    }
    let environment = worker.read("environ");
    let names: Vec<_> =
        environment.split_terminator('\0').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name).collect();
    assert!(names.iter().all(|name| ["CORAL_SQL_WORKER", "LD_LIBRARY_PATH"].contains(name)), "{names:?}");
    assert_eq!(worker.link("cwd").to_str(), Some("/"));
    // Standard input, two copies of it, and the database.
    let files = worker.files();
    assert_eq!(
        files.iter().filter(|file| file.starts_with("/")).collect::<Vec<_>>(),
        ["/dev/null", "/dev/null", fixture.path.canonicalize().unwrap().to_str().unwrap()]
    );
    for file in ["fd/1", "fd/2"] {
        assert_eq!(worker.link(file).to_str(), Some("/dev/null"), "{file}");
    }
}

#[tokio::test]
async fn a_question_leaves_nothing_to_the_next() {
    let fixture = Fixture::with_tables("INSERT INTO otel_spans_local (service_name) VALUES ('a'), ('b')");
    let database = of_one_worker(&fixture);
    let views = "SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal";
    for text in [
        "SELECT setseed(0.5)",
        "SET VARIABLE secret = 1",
        "PREPARE secret AS SELECT 1",
        "CREATE TEMP TABLE secret AS SELECT 1",
        "CREATE TEMP VIEW secret AS SELECT 1",
        "SET SESSION TimeZone = 'Asia/Tokyo'",
        "WITH secret AS MATERIALIZED (SELECT 1) FROM secret",
        "SELECT 1 / 0, error('stopped in the middle') FROM range(10)",
    ] {
        // Whether it may run at all is another matter.
        let _ = database.ask(fixture::sql(text, &[])).await;
        let error = fixture::refusal(&database, "FROM secret").await;
        assert!(matches!(error, AskError::QueryFailed(_) | AskError::Denied(_)), "{text}: {error:?}");
        assert_eq!(fixture::integers(&fixture::rows(&database, views).await, 0), [Some(0)], "{text}");
    }
    let random = async || fixture::rows(&database, "SELECT random()::VARCHAR").await;
    assert_ne!(fixture::texts(&random().await, 0), fixture::texts(&random().await, 0));
}
