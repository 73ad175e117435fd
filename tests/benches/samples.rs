//! Numbers that were measured, one by one; must not know of what.

/// The numbers, in the order of their sizes.
pub struct Samples(Vec<f64>);

impl Samples {
    /// Of at least one number.
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut numbers: Vec<f64> = numbers.into_iter().collect();
        assert!(!numbers.is_empty());
        numbers.sort_unstable_by(f64::total_cmp);
        Self(numbers)
    }

    /// What this share of them, from 0 to 1, are at most.
    pub fn quantile(&self, share: f64) -> f64 {
        let rank = (self.0.len() as f64 * share) as usize;
        self.0[rank.min(self.0.len() - 1)]
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }
}

/// The middle one of at least one number.
pub fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    Samples::of(numbers).median()
}
