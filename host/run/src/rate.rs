//! How many times a second something may happen; knows not what.

use std::time::Instant;

/// Counts what happens against a number a second. After a quiet second, as many may come at once.
#[derive(Debug)]
pub(crate) struct Rate {
    /// How many may happen now.
    left: f64,
    looked: Instant,
}

impl Rate {
    /// With a full second's worth.
    pub(crate) fn new(a_second: Option<u64>) -> Self {
        Self { left: a_second.unwrap_or(0) as f64, looked: Instant::now() }
    }

    /// Whether one more may happen `now`, of `a_second`; then it is counted.
    pub(crate) fn admit(&mut self, a_second: u64, now: Instant) -> bool {
        let most = a_second as f64;
        self.left = most.min(self.left + now.saturating_duration_since(self.looked).as_secs_f64() * most);
        self.looked = now;
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn after_a_quiet_second_as_many_may_come_at_once() {
        let mut rate = Rate::new(Some(2));
        let start = rate.looked;
        let mut admit = |milliseconds| rate.admit(2, start + Duration::from_millis(milliseconds));
        assert_eq!([0, 0, 0].map(&mut admit), [true, true, false]);
        assert_eq!([500, 500].map(&mut admit), [true, false]);
        assert_eq!([9_000, 9_000, 9_000].map(&mut admit), [true, true, false]);
    }
}
