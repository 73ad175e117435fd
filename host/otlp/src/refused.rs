//! What was not taken, and why; must not know what of it a client is told.

use std::collections::BTreeMap;
use std::fmt;

/// Why a span, a point or a log is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Its trace has no id, or one that is not 16 bytes.
    TraceId,
    /// It has no id, or one that is not 8 bytes.
    SpanId,
    /// It ends before it begins.
    Negative,
    /// Nothing as old is kept.
    TooOld,
    /// It is of a time that is not yet.
    TooNew,
    /// It has no name.
    Nameless,
    /// A metric of a kind that is not kept: none at all, or a summary.
    Kind,
    /// A value that is no number, or buckets that contradict each other.
    Value,
}

impl Refusal {
    /// As a label of a counter.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::TraceId => "trace-id",
            Self::SpanId => "span-id",
            Self::Negative => "negative-duration",
            Self::TooOld => "too-old",
            Self::TooNew => "too-new",
            Self::Nameless => "no-name",
            Self::Kind => "kind",
            Self::Value => "value",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TraceId => "a trace id must be 16 bytes that are not all 0",
            Self::SpanId => "a span id must be 8 bytes that are not all 0",
            Self::Negative => "a span must not end before it begins",
            Self::TooOld => "it is older than what is kept: look at the client's clock, or keep data for longer",
            Self::TooNew => "it is of a time to come: look at the client's clock",
            Self::Nameless => "a metric must have a name",
            Self::Kind => "a metric must be a gauge, a sum or a histogram",
            Self::Value => "a point must have a value that is a number, and a histogram one bucket more than bounds",
        })
    }
}

/// How many of a request's items were not taken, by the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused(BTreeMap<Refusal, u64>);

impl Refused {
    pub(crate) fn add(&mut self, refusal: Refusal) {
        *self.0.entry(refusal).or_default() += 1;
    }

    /// How many in all.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// Each reason, and how many.
    pub fn by_reason(&self) -> impl Iterator<Item = (Refusal, u64)> {
        self.0.iter().map(|(refusal, count)| (*refusal, *count))
    }
}

/// What a client is told: each reason once.
impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (refusal, count)) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { "; " };
            write!(formatter, "{between}{count} not taken: {refusal}")?;
        }
        Ok(())
    }
}
