//! The moment from which all is counted, on the clock that receivers share; must not know what is counted.

use std::time::{Duration, SystemTime};

/// The moment from which all is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginning(SystemTime);

impl Beginning {
    pub(crate) fn now() -> Self {
        Self(SystemTime::now())
    }

    /// A moment as OTLP has it: nanoseconds since 1970, UTC.
    pub(crate) fn nanoseconds(self, elapsed: Duration) -> u64 {
        let since_1970 = self.0.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since_1970.saturating_add(elapsed).as_nanos()).unwrap_or(u64::MAX)
    }
}
