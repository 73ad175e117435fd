//! The times that rows may be of; must not know why.

use crate::Refusal;

/// How far a client's clock may go ahead.
const AHEAD_MICROSECONDS: i64 = 10 * 60 * 1_000_000;

/// The times that are taken, in microseconds since 1970, UTC: what is older would be dropped as soon as it is kept, and what is
/// newer would never be.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    oldest: i64,
    newest: i64,
}

impl Window {
    /// From so long before this moment until a little behind it; in microseconds.
    #[must_use]
    pub const fn around(now: i64, before: i64) -> Self {
        Self { oldest: now.saturating_sub(before), newest: now.saturating_add(AHEAD_MICROSECONDS) }
    }

    /// A time of OTLP's, in nanoseconds, as microseconds.
    pub(crate) fn microseconds(self, nanoseconds: u64) -> Result<i64, Refusal> {
        let microseconds = i64::try_from(nanoseconds / 1_000).map_err(|_| Refusal::TooNew)?;
        if microseconds < self.oldest {
            Err(Refusal::TooOld)
        } else if microseconds > self.newest {
            Err(Refusal::TooNew)
        } else {
            Ok(microseconds)
        }
    }
}
