//! Observations counted in buckets, and the percentile of them; must not know where they come from or how many histograms
//! were merged.

/// Observations counted in buckets: the first reaches up to the first bound, the last begins after the last one. A bucket
/// holds its upper bound, and not its lower one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Histogram {
    /// Finite and ascending; at least one.
    bounds: Vec<f64>,
    /// One more than there are bounds. They may be fractions, where buckets were split.
    counts: Vec<f64>,
    extremes: Extremes,
}

/// The least and the greatest observation, where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Extremes {
    /// No observation is below it.
    pub(crate) min: Option<f64>,
    /// No observation is above it.
    pub(crate) max: Option<f64>,
}

/// The part of the line in which a bucket's observations lie; an edge is none where nothing tells it.
struct Span {
    lower: Option<f64>,
    upper: Option<f64>,
}

impl Extremes {
    /// The extremes of the observations of both: known where both are.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            min: self.min.zip(other.min).map(|(one, two)| one.min(two)),
            max: self.max.zip(other.max).map(|(one, two)| one.max(two)),
        }
    }
}

impl Histogram {
    /// A histogram of so many counts; none where there is no bound, or not one more count than there are bounds.
    pub(crate) fn new(bounds: Vec<f64>, counts: Vec<f64>, extremes: Extremes) -> Option<Self> {
        (!bounds.is_empty() && counts.len() == bounds.len() + 1).then_some(Self { bounds, counts, extremes })
    }

    /// Its bounds.
    pub(crate) fn bounds(&self) -> &[f64] {
        &self.bounds
    }

    /// The least and the greatest observation.
    pub(crate) fn extremes(&self) -> Extremes {
        self.extremes
    }

    /// Adds observations that were counted in the same buckets.
    pub(crate) fn add(&mut self, counts: impl Iterator<Item = f64>, extremes: Extremes) {
        for (sum, count) in self.counts.iter_mut().zip(counts) {
            *sum += count;
        }
        self.extremes = self.extremes.with(extremes);
    }

    /// Its counts in the buckets of other bounds, among which are all of its own. A bucket that is split has its count
    /// spread evenly from its lower to its upper edge. What has no edge on one side stays at that end: nothing tells how
    /// far out it lies.
    pub(crate) fn counts_between(&self, bounds: &[f64]) -> Vec<f64> {
        let mut spread = vec![0.0; bounds.len() + 1];
        for (bucket, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
            let span = self.span(bucket);
            let (first, last) = match (span.lower, span.upper) {
                (None, _) => (0, 0),
                (_, None) => (bounds.len(), bounds.len()),
                // The bucket after a lower bound, and the one up to an upper one.
                (Some(lower), Some(upper)) => {
                    let last = bounds.partition_point(|bound| *bound < upper);
                    (bounds.partition_point(|bound| *bound <= lower).min(last), last)
                }
            };
            let (lower, upper) = (span.lower.unwrap_or_default(), span.upper.unwrap_or_default());
            for (target, sum) in spread.iter_mut().enumerate().take(last + 1).skip(first) {
                let start = if target == first { lower } else { bound_before(bounds, target).unwrap_or(lower) };
                let end = if target == last { upper } else { bounds.get(target).copied().unwrap_or(upper) };
                *sum += if first == last { *count } else { count * ((end - start) / (upper - lower)) };
            }
        }
        spread
    }

    /// A percentile from 0 to 1; none where nothing was observed.
    ///
    /// As Prometheus' `histogram_quantile` has it (<https://prometheus.io/docs/prometheus/latest/querying/functions/>):
    /// the place is found by the counts, and within its bucket the observations are taken to lie evenly. The first bucket
    /// begins at 0 if its bound is above that, and is else as narrow as its bound. Other than there the known extremes
    /// narrow the buckets that they lie in, and the last bucket answers the greatest observation where that is known,
    /// its lower bound where it is not.
    pub(crate) fn percentile(&self, percentile: f64) -> Option<f64> {
        let rank = percentile * self.counts.iter().sum::<f64>();
        let mut below = 0.0;
        let mut found = None;
        for (bucket, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
            found = Some((bucket, ((rank - below) / count).min(1.0)));
            below += count;
            if below >= rank {
                break;
            }
        }
        let (bucket, fraction) = found?;
        let highest = self.bounds.last().copied();
        if bucket == self.bounds.len() {
            return self.extremes.max.zip(highest).map(|(max, highest)| max.max(highest)).or(highest);
        }
        match self.span(bucket) {
            Span { lower: Some(lower), upper: Some(upper) } => Some(lower + (upper - lower) * fraction),
            Span { lower, upper } => lower.or(upper),
        }
    }

    /// Where the observations of a bucket lie.
    fn span(&self, bucket: usize) -> Span {
        let Extremes { min, max } = self.extremes;
        let bound = self.bounds.get(bucket).copied();
        let before = bound_before(&self.bounds, bucket);
        // An extreme beyond the bucket's other bound is wrong, since there is an observation in it.
        let narrowed = |edge: f64| edge.max(before.unwrap_or(f64::NEG_INFINITY)).min(bound.unwrap_or(f64::INFINITY));
        let lower = match before {
            Some(before) => Some(min.map_or(before, narrowed)),
            None => min.map(narrowed).or((bound > Some(0.0)).then_some(0.0)),
        };
        let upper = max.map(narrowed).or(bound);
        // So is one that is on the wrong side of the other.
        Span { lower, upper: upper.map(|upper| upper.max(lower.unwrap_or(upper))) }
    }
}

/// The lower bound of a bucket; the first has none.
fn bound_before(bounds: &[f64], bucket: usize) -> Option<f64> {
    bucket.checked_sub(1).and_then(|before| bounds.get(before)).copied()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const UNKNOWN: Extremes = Extremes { min: None, max: None };

    fn histogram(bounds: &[f64], counts: &[f64], extremes: Extremes) -> Histogram {
        Histogram::new(bounds.to_vec(), counts.to_vec(), extremes).unwrap()
    }

    #[test]
    fn percentiles_are_those_of_prometheus() {
        let histogram = histogram(&[0.1, 0.2, 0.5, 1.0], &[10.0, 20.0, 30.0, 30.0, 10.0], UNKNOWN);
        let expected = [(0.0, 0.0), (0.05, 0.05), (0.1, 0.1), (0.2, 0.15), (0.45, 0.35), (0.75, 0.75), (0.9, 1.0)];
        for (wanted, expected) in expected {
            let got = histogram.percentile(wanted).unwrap();
            assert!((got - expected).abs() < 1e-12, "{wanted}: {got}, not {expected}");
        }
        assert_eq!(histogram.percentile(0.95), Some(1.0), "of the last bucket nothing but its lower bound is known");
    }

    #[test]
    fn the_first_bucket_begins_at_zero_only_below_a_bound_above_it() {
        assert_eq!(histogram(&[4.0], &[2.0, 0.0], UNKNOWN).percentile(0.5), Some(2.0));
        assert_eq!(histogram(&[0.0, 4.0], &[2.0, 0.0, 0.0], UNKNOWN).percentile(0.5), Some(0.0));
        assert_eq!(histogram(&[-4.0, 4.0], &[2.0, 0.0, 0.0], UNKNOWN).percentile(0.5), Some(-4.0));
        let known = Extremes { min: Some(-8.0), max: None };
        assert_eq!(histogram(&[-4.0, 4.0], &[2.0, 0.0, 0.0], known).percentile(0.5), Some(-6.0));
    }

    #[test]
    fn empty_buckets_answer_nothing() {
        assert_eq!(histogram(&[1.0, 2.0], &[0.0, 0.0, 0.0], UNKNOWN).percentile(0.5), None);
        let later = histogram(&[1.0, 2.0, 3.0], &[0.0, 0.0, 4.0, 0.0], UNKNOWN);
        assert_eq!((later.percentile(0.0), later.percentile(1.0)), (Some(2.0), Some(3.0)));
    }

    #[test]
    fn known_extremes_narrow_the_buckets_that_they_lie_in() {
        let known = Extremes { min: Some(6.0), max: Some(18.0) };
        let inner = histogram(&[5.0, 10.0, 20.0], &[0.0, 4.0, 4.0, 0.0], known);
        let got = [0.0, 0.25, 0.5, 0.75, 1.0].map(|wanted| inner.percentile(wanted).unwrap());
        assert_eq!(got, [6.0, 8.0, 10.0, 14.0, 18.0]);
        let outer = histogram(&[10.0], &[1.0, 1.0], Extremes { min: Some(2.0), max: Some(70.0) });
        assert_eq!((outer.percentile(0.0), outer.percentile(0.6)), (Some(2.0), Some(70.0)));
    }

    #[test]
    fn wrong_extremes_move_nothing_out_of_its_bucket() {
        for (min, max) in [(900.0, -5.0), (15.0, 12.0), (900.0, 1e300), (-1e300, -5.0)] {
            let extremes = Extremes { min: Some(min), max: Some(max) };
            let middle = histogram(&[10.0, 20.0], &[0.0, 3.0, 0.0], extremes).percentile(0.5).unwrap();
            assert!((10.0..=20.0).contains(&middle), "{min} {max}: {middle}");
            assert!(histogram(&[10.0], &[3.0, 0.0], extremes).percentile(0.5).unwrap() <= 10.0);
            assert!(histogram(&[10.0], &[0.0, 3.0], extremes).percentile(0.5).unwrap() >= 10.0);
        }
    }

    #[test]
    fn counts_are_spread_over_the_parts_of_a_split_bucket() {
        let one = histogram(&[10.0, 30.0], &[10.0, 20.0, 5.0], UNKNOWN);
        assert_eq!(one.counts_between(&[10.0, 30.0]), [10.0, 20.0, 5.0]);
        assert_eq!(one.counts_between(&[5.0, 10.0, 15.0, 30.0, 90.0]), [5.0, 5.0, 5.0, 15.0, 0.0, 5.0]);
        let known = histogram(&[10.0, 30.0], &[10.0, 20.0, 5.0], Extremes { min: Some(6.0), max: Some(80.0) });
        assert_eq!(known.counts_between(&[8.0, 10.0, 30.0, 70.0, 90.0]), [5.0, 5.0, 20.0, 4.0, 1.0, 0.0]);
        let below = histogram(&[-10.0], &[4.0, 0.0], UNKNOWN);
        assert_eq!(below.counts_between(&[-20.0, -10.0, 0.0]), [4.0, 0.0, 0.0, 0.0]);
    }
}
