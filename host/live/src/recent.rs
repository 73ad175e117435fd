//! Which spans have come of late, so that one which comes again is known; must not know where spans are kept.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use coral_otlp::{SpanId, TraceId};

/// How many spans one generation has; there are two. Some 40 MiB each when it is full.
const GENERATION: usize = 2_000_000;

/// Whether a span has come before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It has not.
    New,
    /// It has.
    Before,
    /// It may have come when nothing was remembered yet, or so long ago that it is forgotten: what was written knows.
    Unknown,
}

/// The spans that have come of late: at least the last two million. Of each, 64 bits are remembered, which nobody can choose from
/// outside. At 60,000 spans a second two of them are taken for the same once in some years.
#[derive(Debug)]
pub struct Recent {
    hasher: RandomState,
    current: Generation,
    previous: Generation,
}

#[derive(Debug)]
struct Generation {
    /// Since when it has all that came: microseconds since 1970.
    since: i64,
    spans: HashSet<u64>,
}

impl Generation {
    fn new(since: i64) -> Self {
        Self { since, spans: HashSet::new() }
    }
}

impl Recent {
    /// Knows nothing of what came before this moment, in microseconds since 1970.
    pub fn new(now: i64) -> Self {
        Self { hasher: RandomState::new(), current: Generation::new(now), previous: Generation::new(now) }
    }

    /// Remembers a span that has come now, and ended then; both in microseconds since 1970.
    ///
    /// Nothing comes before it has ended: of what ended in the time that is remembered it is known whether it has come.
    pub fn note(&mut self, trace: TraceId, span: SpanId, ended: i64, now: i64) -> Seen {
        let key = self.hasher.hash_one((trace, span));
        if self.previous.spans.contains(&key) || !self.current.spans.insert(key) {
            return Seen::Before;
        }
        let seen = if ended >= self.previous.since { Seen::New } else { Seen::Unknown };
        if self.current.spans.len() >= GENERATION {
            self.previous = std::mem::replace(&mut self.current, Generation::new(now));
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(recent: &mut Recent, number: u64, ended: i64, now: i64) -> Seen {
        recent.note(TraceId([1; 16]), SpanId(number.to_le_bytes()), ended, now)
    }

    #[test]
    fn what_came_before_is_known_until_it_is_forgotten() {
        let mut recent = Recent::new(1_000);
        assert_eq!(note(&mut recent, 0, 1_000, 1_001), Seen::New);
        assert_eq!(note(&mut recent, 0, 1_000, 1_002), Seen::Before);
        assert_eq!(note(&mut recent, 1, 999, 1_003), Seen::Unknown);
        let generation = GENERATION as u64;
        for number in 2..=generation {
            assert_eq!(note(&mut recent, number, 2_000, 2_000), Seen::New);
        }
        assert_eq!(note(&mut recent, 0, 1_000, 2_001), Seen::Before);
        for number in generation + 1..=3 * generation {
            note(&mut recent, number, 3_000, 3_000);
        }
        assert_eq!(note(&mut recent, 0, 1_000, 3_001), Seen::Unknown);
        assert_eq!(note(&mut recent, 3 * generation, 3_000, 3_001), Seen::Before);
    }
}
