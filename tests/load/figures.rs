//! How fast something was; must not know what.

use std::time::Duration;

/// How fast something was.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    pub p50: Duration,
    pub p99: Duration,
    pub per_second: f64,
    /// For how long each request kept a processor busy.
    pub busy: Duration,
}

/// What is measured of many requests.
#[derive(Default)]
pub struct Samples {
    /// How long each took.
    pub latencies: Vec<Duration>,
    /// How long all of them took.
    pub took: Duration,
    /// For how long all of them kept processors busy.
    pub busy: Duration,
}

impl Samples {
    /// These and others.
    pub fn and(mut self, others: Self) -> Self {
        self.latencies.extend(others.latencies);
        Self { latencies: self.latencies, took: self.took + others.took, busy: self.busy + others.busy }
    }

    /// What they come to.
    pub fn figures(mut self) -> Figures {
        self.latencies.sort_unstable();
        let count = self.latencies.len();
        let rank = |percent: usize| self.latencies[(count * percent / 100).min(count - 1)];
        Figures {
            p50: rank(50),
            p99: rank(99),
            per_second: count as f64 / self.took.as_secs_f64(),
            busy: self.busy.div_f64(count as f64),
        }
    }
}
