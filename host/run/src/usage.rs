//! What a run has used.

use std::time::Duration;

use serde::{Serialize, Serializer};

/// What a run has used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// Units of fuel.
    pub fuel: u64,
    /// The most bytes of linear memory that it had at once.
    pub peak_memory: u64,
    /// Time from start to end, waiting included.
    #[serde(rename = "wall_ms", serialize_with = "milliseconds")]
    pub wall: Duration,
    /// Processor time of the script itself: not of the database that answers it.
    #[serde(rename = "cpu_ms", serialize_with = "milliseconds")]
    pub cpu: Duration,
    /// Calls of host functions.
    pub host_calls: u64,
    /// Questions that it asked the telemetry.
    pub queries: u64,
    /// Rows that it was answered with.
    pub rows: u64,
    /// Events that it emitted.
    pub events: u64,
    /// Bytes that it wrote to the console.
    pub console_bytes: u64,
}

fn milliseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_micros() as f64 / 1_000.0)
}
