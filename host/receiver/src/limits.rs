//! What clients are held to; must not know who they are.

use std::time::Duration;

/// What clients are held to.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most bytes that a request's body may have as it is sent: 16 MiB.
    pub sent_bytes: usize,
    /// The most bytes that it may have once it is decompressed: 32 MiB.
    pub body_bytes: usize,
    /// The most bytes of bodies that are held at once, over all connections, from their arrival until they are read: 64
    /// MiB. Who sends more is told to come back.
    pub bytes_in_flight: usize,
    /// How long a body may take to arrive: 30 seconds.
    pub body_deadline: Duration,
    /// How many connections each of the two protocols may have open at once: 256. More wait until one is closed.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sent_bytes: 16 * 1024 * 1024,
            body_bytes: 32 * 1024 * 1024,
            bytes_in_flight: 64 * 1024 * 1024,
            body_deadline: Duration::from_secs(30),
            connections: 256,
        }
    }
}
