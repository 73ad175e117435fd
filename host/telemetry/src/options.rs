//! How a database is opened and how much one question may take; knows neither DuckDB's settings nor a run's budgets.

use std::time::Duration;

use coral_processor::processors;

use crate::WorkerProgram;

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes of memory that a DuckDB may use: the one of this process, for all questions together that are not in SQL,
    /// and each worker's. It spills nothing to disk.
    pub memory_limit: u64,
    /// Threads that the DuckDB of this process may use; at least 1.
    pub threads: usize,
    /// How many questions are answered at once, those in SQL aside; at least 1. One asker has all but one of these places
    /// at most. Further questions wait, and their askers take turns. Who asks much while others ask too has a quarter as
    /// many places besides, with threads that give way.
    pub connections: usize,
    /// What answers SQL of scripts.
    pub workers: WorkerOptions,
    /// How long a question waits for its turn before it is answered `Busy`; none for as long as it takes.
    pub patience: Option<Duration>,
    /// What each question may take.
    pub limits: Limits,
}

impl Default for Options {
    /// 512 MiB, up to 4 threads, two connections a processor, but 4 to 20, and patience without end.
    fn default() -> Self {
        Self {
            memory_limit: 512 * 1024 * 1024,
            threads: processors().min(4),
            connections: (2 * processors()).clamp(4, 20),
            workers: WorkerOptions::default(),
            patience: None,
            limits: Limits::default(),
        }
    }
}

/// The processes that answer SQL of scripts, one question at a time each.
///
/// A question begins with a prompt worker. If others wait, and it takes more than 5 ms of a processor, or if its asker has
/// asked much of late, it is for a worker for short ones, which gives way to others on the machine. If it takes more than
/// 0.1 s of a processor, or 1 s, it begins again with a worker for long ones, which gives way to all. All of them together
/// take no more memory than `(prompt + short + long) * memory` bytes, besides the pages of the program itself.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// How many there are at most that every question begins with; at least 1.
    pub prompt: usize,
    /// How many there are at most for short questions that wait for others; at least 1.
    pub short: usize,
    /// How many there are at most for long questions; at least 1. One asker has all but one of them at most.
    pub long: usize,
    /// Bytes of memory that each may write to, by the kernel's count. Its DuckDB may use half of them at most, by its own:
    /// some of what it makes it does not count.
    pub memory: u64,
    /// Threads that the DuckDB of each may use; at least 1.
    pub threads: usize,
    /// The program.
    pub program: WorkerProgram,
}

impl Default for WorkerOptions {
    /// As many prompt ones as there are processors, but 2 to 4, half as many for short questions, as many for long ones;
    /// 512 MiB and 1 or 2 threads each; this program.
    fn default() -> Self {
        let processors = processors();
        let prompt = processors.clamp(2, 4);
        let (short, long) = (prompt / 2, prompt);
        let threads = (processors / long).clamp(1, 2);
        Self { prompt, short, long, memory: 512 * 1024 * 1024, threads, program: WorkerProgram::default() }
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
