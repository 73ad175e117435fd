//! How much a run may use; knows no place where it is charged.

use std::time::Duration;

use serde::Serialize;

/// How much one run may use of each resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Units of fuel: about one an instruction of the engine, 7 to 14 a nanosecond.
    pub fuel: u64,
    /// Bytes of linear memory.
    pub memory: u64,
    /// Time from start to end, waiting included; none for no limit.
    pub wall: Option<Duration>,
    /// Events that it may emit.
    pub events: u64,
    /// Bytes of name and data of one event.
    pub event_bytes: u64,
    /// Bytes that it may write to the console; what is beyond is dropped.
    pub console_bytes: u64,
    /// Questions that may be in flight at once.
    pub pending_requests: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 500_000_000_000,
            memory: 64 * 1024 * 1024,
            wall: Some(Duration::from_secs(60)),
            events: 10_000,
            event_bytes: 64 * 1024,
            console_bytes: 16 * 1024 * 1024,
            pending_requests: 1_000,
        }
    }
}
