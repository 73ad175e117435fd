//! The questions and the answers that are not rows; knows no way of answering them.

use std::time::Duration;

use crate::ResultSet;

/// A value bound to a `?` of a SQL text.
#[derive(Debug, Clone, PartialEq)]
pub enum SqlParameter {
    /// SQL NULL.
    Null,
    /// BOOLEAN.
    Boolean(bool),
    /// BIGINT.
    Int64(i64),
    /// DOUBLE.
    Double(f64),
    /// VARCHAR.
    Text(String),
}

/// One SELECT statement and the values of its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct SqlQuery {
    /// The statement: exactly one, and it may only read.
    pub text: String,
    /// One value for each `?`, in order.
    pub parameters: Vec<SqlParameter>,
    /// At most this many rows, 1 or more; none for as many as a run may take, which is the most in any case.
    pub limit: Option<u32>,
}

/// Asks for a percentile of a service's metric, which as a rule is its latency.
#[derive(Debug, Clone, PartialEq)]
pub struct PercentileQuery {
    /// The service's name, matched exactly.
    pub service: String,
    /// The metric's name. Empty means the duration of the service's spans, which also answer for `http.server.duration`
    /// and `http.server.request.duration` where no such metric was sent, and for every name where none is kept.
    pub metric: String,
    /// Which percentile, from 0 to 1.
    pub percentile: f64,
    /// How far back from now to look.
    pub window: Duration,
}

/// Asks for the share of a service's requests that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRateQuery {
    /// The service's name, matched exactly.
    pub service: String,
    /// How far back from now to look.
    pub window: Duration,
}

/// Asks for a service's spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracesQuery {
    /// The service's name, matched exactly.
    pub service: String,
    /// Only spans that took longer than this; zero for all.
    pub min_duration: Duration,
    /// How far back from now to look; none for no bound.
    pub window: Option<Duration>,
    /// Only spans that failed.
    pub errors_only: bool,
    /// The longest first, in place of the newest first.
    pub slowest_first: bool,
    /// At most this many spans.
    pub limit: u32,
}

/// Asks how many requests services had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityQuery {
    /// One service, or none for all of them.
    pub service: Option<String>,
    /// How far back from now to look.
    pub window: Duration,
}

/// One operation on the telemetry. What answers each, `wit/script.wit` says.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Rows of a SELECT.
    Sql(SqlQuery),
    /// A percentile of a metric: in nanoseconds where that is in a unit of time, else in the metric's unit.
    Percentile(PercentileQuery),
    /// A share of failed requests.
    ErrorRate(ErrorRateQuery),
    /// Spans.
    Traces(TracesQuery),
    /// The latest CPU utilization, in percent.
    Cpu,
    /// The latest memory use.
    Memory,
    /// The latest sample of each system metric with one of these names, or of every one where none is given.
    SystemMetrics(Vec<String>),
    /// All services that have spans.
    Services,
    /// Requests and errors a service.
    ServiceActivity(ActivityQuery),
}

/// How many requests there were, and how many failed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorRate {
    /// Failed requests over all, from 0 to 1; 0 where there were none.
    pub rate: f64,
    /// All requests in the window.
    pub request_count: u64,
    /// Those that failed.
    pub error_count: u64,
}

/// Use of the host's memory, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Bytes in use.
    pub used: u64,
    /// Bytes there are.
    pub total: u64,
}

/// What a question is answered with.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A result set.
    Rows(ResultSet),
    /// One number, in the question's unit.
    Number(f64),
    /// A count of requests and failures.
    ErrorRate(ErrorRate),
    /// Memory in use.
    Memory(Memory),
}
