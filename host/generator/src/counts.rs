//! What became of all that was made; must not know what it was.

use std::ops::AddAssign;

use crate::export::signal::Signal;

/// What became of all that was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of spans.
    pub spans: Tally,
    /// Of points of metrics.
    pub points: Tally,
    /// Of records of logs.
    pub logs: Tally,
    /// How many requests were sent, those that were sent again included.
    pub requests: u64,
    /// How many of these were sent again.
    pub repeats: u64,
}

/// What became of the items of a signal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many there were: as many as those that were accepted, refused and lost.
    pub made: u64,
    /// What the receiver took.
    pub accepted: u64,
    /// What it said that it would never take.
    pub refused: u64,
    /// What never arrived, or was not answered, until it was given up.
    pub lost: u64,
}

impl Counts {
    pub(crate) const fn of(&mut self, signal: Signal) -> &mut Tally {
        match signal {
            Signal::Spans => &mut self.spans,
            Signal::Points => &mut self.points,
            Signal::Logs => &mut self.logs,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.spans += other.spans;
        self.points += other.points;
        self.logs += other.logs;
        self.requests = self.requests.saturating_add(other.requests);
        self.repeats = self.repeats.saturating_add(other.repeats);
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.made = self.made.saturating_add(other.made);
        self.accepted = self.accepted.saturating_add(other.accepted);
        self.refused = self.refused.saturating_add(other.refused);
        self.lost = self.lost.saturating_add(other.lost);
    }
}
