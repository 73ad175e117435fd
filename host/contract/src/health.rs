//! How the telemetry is doing; knows no way of finding out.

use std::ops::Add;

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

impl Add for Health {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            open_connections: self.open_connections + other.open_connections,
            in_use: self.in_use + other.in_use,
            idle: self.idle + other.idle,
        }
    }
}
