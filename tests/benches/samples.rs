//! Times that were measured, one by one; must not know of what.

use std::time::Duration;

/// The times, in the order of their lengths.
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Of at least one time.
    pub fn of(mut times: Vec<Duration>) -> Self {
        assert!(!times.is_empty());
        times.sort_unstable();
        Self(times)
    }

    /// How long at most what of this share, from 0 to 1, took; in microseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        let rank = (self.0.len() as f64 * share) as usize;
        self.0[rank.min(self.0.len() - 1)].as_secs_f64() * 1e6
    }

    /// The middle one, in microseconds.
    pub fn p50(&self) -> f64 {
        self.quantile(0.5)
    }
}
