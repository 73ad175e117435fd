//! How a database is opened and how much one question may take; knows neither DuckDB's settings nor a run's budgets.

use std::time::Duration;

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes of memory that DuckDB may use, for all questions together. It spills nothing to disk.
    pub memory_limit: u64,
    /// Threads that DuckDB may use, for all questions together; at least 1.
    pub threads: usize,
    /// How many questions are answered at once; at least 1. Further ones wait, and their askers take turns.
    pub connections: usize,
    /// How long a question waits for its turn before it is answered `Busy`; none for as long as it takes.
    pub patience: Option<Duration>,
    /// What each question may take.
    pub limits: Limits,
}

impl Default for Options {
    /// 512 MiB, up to 4 threads, 20 connections, patience without end.
    fn default() -> Self {
        Self {
            memory_limit: 512 * 1024 * 1024,
            threads: std::thread::available_parallelism().map_or(1, |threads| threads.get().min(4)),
            connections: 20,
            patience: None,
            limits: Limits::default(),
        }
    }
}

/// What one question may take. A deadline counts from when the question has its connection, so that a long queue
/// does not eat into it.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a SQL text.
    pub sql_bytes: usize,
    /// Rows of an answer.
    pub rows: usize,
    /// Bytes of an answer's cells and column names.
    pub result_bytes: u64,
    /// For SQL that a script wrote.
    pub sql_deadline: Duration,
    /// For a percentile, an error rate, the services and their activity.
    pub aggregate_deadline: Duration,
    /// For traces.
    pub traces_deadline: Duration,
    /// For the latest use of CPU or memory.
    pub gauge_deadline: Duration,
    /// For telling whether the database answers at all.
    pub health_deadline: Duration,
}

impl Default for Limits {
    /// 64 KiB of SQL, 10,000 rows, 16 MiB; 30 s, 10 s, 15 s, 5 s and 2 s.
    fn default() -> Self {
        Self {
            sql_bytes: 64 * 1024,
            rows: 10_000,
            result_bytes: 16 * 1024 * 1024,
            sql_deadline: Duration::from_secs(30),
            aggregate_deadline: Duration::from_secs(10),
            traces_deadline: Duration::from_secs(15),
            gauge_deadline: Duration::from_secs(5),
            health_deadline: Duration::from_secs(2),
        }
    }
}
