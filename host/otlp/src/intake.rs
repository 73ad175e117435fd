//! Where rows go; must not know how they came, nor how they are kept.

use std::time::Duration;

use crate::{Log, Point, Span, Window};

/// The rows of one request.
#[derive(Debug, Clone, PartialEq)]
pub enum Rows {
    /// What was done.
    Spans(Vec<Span>),
    /// What was measured.
    Points(Vec<Point>),
    /// What was said.
    Logs(Vec<Log>),
}

impl Rows {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Spans(spans) => spans.len(),
            Self::Points(points) => points.len(),
            Self::Logs(logs) => logs.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Whoever keeps rows.
pub trait Intake: Send + Sync + 'static {
    /// The times that are taken now.
    fn window(&self) -> Window;

    /// Takes all rows of a request, or none. Must not wait: who asks holds the request's bytes, and a place among few.
    fn offer(&self, rows: Rows) -> Result<(), Busy>;
}

/// Why no rows are taken now. The same request may be taken later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Busy {
    /// More has come than was written.
    #[error("more telemetry arrives than can be written: send it again later")]
    QueueFull,
    /// The disk has no room, or what is kept has all that it may have.
    #[error(
        "there is no room on the disk for more telemetry: send it again when there is, or keep data for a shorter time"
    )]
    DiskFull,
    /// The program ends.
    #[error("the receiver is ending: send it again when it has started anew")]
    Ending,
}

impl Busy {
    /// How soon it makes sense to send the same again.
    #[must_use]
    pub const fn retry_after(&self) -> Duration {
        match self {
            Self::QueueFull => Duration::from_secs(1),
            Self::Ending => Duration::from_secs(5),
            // Rows are dropped, and a disk is looked after, in minutes rather than in seconds.
            Self::DiskFull => Duration::from_secs(60),
        }
    }

    /// As a label of a counter.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::QueueFull => "queue-full",
            Self::DiskFull => "disk-full",
            Self::Ending => "ending",
        }
    }
}
