//! The ids of traces and spans; must not know what they are of.

use std::fmt;

use crate::Refusal;

/// The id of a trace. It is shown as 32 digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TraceId(pub [u8; 16]);

/// The id of a span. It is shown as 16 digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpanId(pub [u8; 8]);

impl TraceId {
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        id(bytes).map(Self).ok_or(Refusal::TraceId)
    }
}

impl SpanId {
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        id(bytes).map(Self).ok_or(Refusal::SpanId)
    }

    /// That of a parent: none where it is empty, or nobody's.
    pub(crate) fn of_parent(bytes: &[u8]) -> Option<Self> {
        id(bytes).map(Self)
    }
}

/// Of the right length, and not all zeros.
fn id<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    <[u8; N]>::try_from(bytes).ok().filter(|id| id != &[0; N])
}

fn hexadecimal(bytes: &[u8], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
}

impl fmt::Display for TraceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        hexadecimal(&self.0, formatter)
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        hexadecimal(&self.0, formatter)
    }
}

impl fmt::Debug for TraceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Debug for SpanId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
