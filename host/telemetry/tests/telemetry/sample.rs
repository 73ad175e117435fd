//! The sample database: its figures, and what `create_sample` replaces.

use std::time::Duration;

use coral_contract::{Answer, ErrorRate, ErrorRateQuery, Memory, PercentileQuery, Question, Telemetry};
use coral_telemetry::{SampleError, create_sample};

use crate::fixture::{self, Database, Fixture};
use crate::opening::LockHolder;

const WINDOW: Duration = Duration::from_secs(300);

fn sample() -> (Fixture, Database) {
    let fixture = Fixture::empty();
    create_sample(&fixture.path).unwrap();
    let database = fixture.database();
    (fixture, database)
}

#[tokio::test]
async fn its_figures_are_round() {
    let (_fixture, database) = sample();
    for (service, p99, request_count, error_count, rate) in
        [("payments", 650e6, 5, 2, 0.4), ("orders", 30e6, 3, 0, 0.0), ("users", 580e6, 2, 0, 0.0)]
    {
        let service = service.to_owned();
        let metric = "http.server.duration".to_owned();
        let percentile = PercentileQuery { service: service.clone(), metric, percentile: 0.99, window: WINDOW };
        assert_eq!(database.ask(Question::Percentile(percentile)).await, Ok(Answer::Number(p99)));
        let answer = database.ask(Question::ErrorRate(ErrorRateQuery { service, window: WINDOW })).await;
        assert_eq!(answer, Ok(Answer::ErrorRate(ErrorRate { rate, request_count, error_count })));
    }
    assert_eq!(database.ask(Question::Cpu).await, Ok(Answer::Number(78.9)));
    let memory = Memory { used: 14_495_514_624, total: 17_179_869_184 };
    assert_eq!(database.ask(Question::Memory).await, Ok(Answer::Memory(memory)));
    assert_eq!(memory.used as f64 / memory.total as f64 * 100.0, 84.375);
}

#[tokio::test]
async fn its_rows_have_an_age_and_no_fixed_time() {
    let (_fixture, database) = sample();
    let newest = "SELECT max(start_time), (now() AT TIME ZONE 'UTC') - max(start_time) FROM otel_spans_local";
    let first = fixture::rows(&database, newest).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    let second = fixture::rows(&database, newest).await;
    assert_eq!(fixture::texts(&first, 1), [Some("00:01:00".to_owned())]);
    assert_eq!(fixture::texts(&second, 1), [Some("00:01:00".to_owned())]);
    assert_ne!(first.columns[0], second.columns[0]);
    let recent = "SELECT count(*) FROM otel_spans_local WHERE start_time > now() - INTERVAL '295 seconds'";
    assert_eq!(fixture::integers(&fixture::rows(&database, recent).await, 0), [Some(10)]);
}

#[tokio::test]
async fn an_older_sample_is_replaced_under_its_readers() {
    let (fixture, reader) = sample();
    create_sample(&fixture.path).unwrap();
    assert_eq!(reader.ask(Question::Cpu).await, Ok(Answer::Number(78.9)));
    assert_eq!(fixture.database().ask(Question::Cpu).await, Ok(Answer::Number(78.9)));
    let beside = std::fs::read_dir(fixture.path.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing is left beside it");
}

#[test]
fn what_is_no_sample_is_left_alone() {
    let database = Fixture::with_tables("");
    let before = std::fs::read(&database.path).unwrap();
    assert!(matches!(create_sample(&database.path), Err(SampleError::NotASample { .. })));
    assert_eq!(std::fs::read(&database.path).unwrap(), before);

    let text = Fixture::empty();
    std::fs::write(&text.path, "my notes, my only copy").unwrap();
    let error = create_sample(&text.path).unwrap_err().to_string();
    assert!(error.starts_with("no sample was made: ") && error.contains("is not a DuckDB database"), "{error}");
    assert_eq!(std::fs::read_to_string(&text.path).unwrap(), "my notes, my only copy");

    let directory = Fixture::empty();
    std::fs::create_dir(&directory.path).unwrap();
    assert!(create_sample(&directory.path).unwrap_err().to_string().contains("is a directory"));

    let nowhere = directory.path.join("missing").join("a.duckdb");
    let error = create_sample(&nowhere).unwrap_err();
    assert!(matches!(error, SampleError::Write { .. }), "{error}");
    assert!(!error.to_string().contains('\n'), "{error}");
}

#[test]
fn a_locked_sample_is_left_alone() {
    let (fixture, database) = sample();
    drop(database);
    let _holder = LockHolder::of(&fixture.path);
    let error = create_sample(&fixture.path).unwrap_err().to_string();
    assert!(error.contains("is locked by another process"), "{error}");
}
