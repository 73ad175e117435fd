//! How the telemetry is doing; knows no way of finding out.

/// How many connections to the database there are, and how many of them are busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Health {
    /// All that are open.
    pub open_connections: usize,
    /// Those that answer a question.
    pub in_use: usize,
    /// Those that wait for one.
    pub idle: usize,
}
