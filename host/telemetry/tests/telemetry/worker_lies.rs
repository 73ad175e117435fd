//! Workers that are none, or lie: an error for the one who asked, and no more.

use std::time::Duration;

use coral_contract::{AskError, Telemetry};
use coral_telemetry::{Options, WorkerOptions, WorkerProgram};

use crate::fixture::{self, Fixture};

const PATIENCE: Duration = Duration::from_secs(20);

/// What a worker says first, for `printf`.
const READY: &str = r"\012\000\000\000\004\001\001\000\000\000\000\000\000\000";

async fn answer_of(program: WorkerProgram) -> AskError {
    let workers = WorkerOptions { program, ..WorkerOptions::default() };
    let database = Fixture::with_tables("").database_with(Options { workers, ..Options::default() });
    let answer = database.ask(fixture::sql("SELECT 1", &[]));
    tokio::time::timeout(PATIENCE, answer).await.expect("believed").unwrap_err()
}

fn shell(script: &str) -> WorkerProgram {
    WorkerProgram { path: "/bin/sh".into(), arguments: vec!["-c".into(), script.into()] }
}

#[tokio::test]
async fn a_program_that_is_no_worker_makes_sql_unavailable() {
    let none = WorkerProgram { path: "/nowhere/worker".into(), arguments: Vec::new() };
    for program in [none, shell("exit 3"), shell("printf 'no worker at all' >&0; sleep 60")] {
        let error = answer_of(program.clone()).await;
        assert!(
            matches!(&error, AskError::Unavailable(text) if text.starts_with(&format!("cannot start {}", program.path.display()))),
            "{program:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_an_answer_is_none() {
    for lie in [
        // A length of 4 GiB.
        r"\377\377\377\377\006\001",
        // No kind of reply.
        r"\002\000\000\000\143\001",
        // Not one of its own to be given.
        r"\012\000\000\000\004\001\001\000\000\000\000\000\000\000",
        // More rows than there are bytes, or were asked for.
        r"\023\000\000\000\006\001\000\000\000\000\000\000\000\020\000\001\000\000\000\000\000\000\000",
        // A column that is not there.
        r"\023\000\000\000\006\001\001\000\000\000\000\000\000\000\000\001\000\000\000\000\000\000\000",
        // An error in no text.
        r"\013\000\000\000\005\001\004\001\000\000\000\000\000\000\000\377",
    ] {
        let error = answer_of(shell(&format!("printf '{READY}' >&0; sleep 1; printf '{lie}' >&0; sleep 60"))).await;
        assert!(
            matches!(&error, AskError::QueryFailed(text) if text.contains("no answer that can be read")),
            "{lie}: {error:?}"
        );
    }
}

#[tokio::test]
async fn half_an_answer_is_none() {
    let error =
        answer_of(shell(&format!(r"printf '{READY}' >&0; sleep 1; printf '\100\000\000\000\006' >&0; exit 3"))).await;
    assert!(matches!(&error, AskError::QueryFailed(text) if text.contains("exit code 3")), "{error:?}");
}
