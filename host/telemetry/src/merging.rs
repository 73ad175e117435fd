//! Merges histograms whose bounds may differ; must not know what is asked of the result.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::histogram::{Extremes, Histogram};

/// Different bounds at most, of all histograms together: OpenTelemetry's default has 15.
pub(crate) const MOST_BOUNDS: usize = 1024;

/// Histograms that are being merged: those of the same bounds at once, the others at the end.
#[derive(Default)]
pub(crate) struct Merging {
    /// By the bits of their bounds.
    by_bounds: HashMap<Vec<u64>, Histogram>,
}

/// There are more than [`MOST_BOUNDS`] different bounds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooManyBounds;

impl Merging {
    /// Adds observations to those of the same bounds: one count more than there are bounds.
    pub(crate) fn add(&mut self, bounds: &[f64], counts: impl Iterator<Item = f64>, extremes: Extremes) {
        let key = bounds.iter().map(|bound| bound.to_bits()).collect();
        if let Some(histogram) = self.by_bounds.get_mut(&key) {
            histogram.add(counts, extremes);
        } else if let Some(histogram) = Histogram::new(bounds.to_vec(), counts.collect(), extremes) {
            self.by_bounds.insert(key, histogram);
        }
    }

    /// All of them as one histogram, whose bounds are those of all; none where nothing was added.
    pub(crate) fn finish(self) -> Result<Option<Histogram>, TooManyBounds> {
        let mut histograms: Vec<Histogram> = self.by_bounds.into_values().collect();
        let union = union(&histograms)?;
        // In the order of their bounds, so that sums of fractions come out the same each time.
        histograms.sort_by(|one, other| one.bounds().partial_cmp(other.bounds()).unwrap_or(Ordering::Equal));
        let mut counts = vec![0.0; union.len() + 1];
        let mut extremes: Option<Extremes> = None;
        for histogram in &histograms {
            for (sum, count) in counts.iter_mut().zip(histogram.counts_between(&union)) {
                *sum += count;
            }
            extremes = Some(extremes.map_or(histogram.extremes(), |known| known.with(histogram.extremes())));
        }
        Ok(Histogram::new(union, counts, extremes.unwrap_or_default()))
    }
}

/// The bounds of all histograms, each once, ascending.
fn union(histograms: &[Histogram]) -> Result<Vec<f64>, TooManyBounds> {
    let mut union: Vec<f64> = Vec::new();
    for histogram in histograms {
        union.extend_from_slice(histogram.bounds());
        union.sort_by(f64::total_cmp);
        // By their values, by which 0 and -0 are one.
        union.dedup();
        if union.len() > MOST_BOUNDS {
            return Err(TooManyBounds);
        }
    }
    Ok(union)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const PERCENTILES: [f64; 9] = [0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0];

    /// Numbers that look random and are the same each time, from 0 to 1.
    fn numbers(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    /// What a process counts of some observations.
    fn counted(bounds: &[f64], observed: &[f64]) -> Vec<f64> {
        let mut counts = vec![0.0; bounds.len() + 1];
        for value in observed {
            counts[bounds.partition_point(|bound| bound < value)] += 1.0;
        }
        counts
    }

    fn extremes(observed: &[f64]) -> Extremes {
        Extremes { min: observed.iter().copied().reduce(f64::min), max: observed.iter().copied().reduce(f64::max) }
    }

    /// The values between which a percentile lies: those with so many at or below them.
    fn exact(sorted: &[f64], percentile: f64) -> f64 {
        let rank = (percentile * sorted.len() as f64).ceil().max(1.0) as usize;
        sorted[rank - 1]
    }

    #[test]
    fn series_of_the_same_bounds_are_as_good_as_one() {
        let bounds: Vec<f64> = (1..30).map(|bound| f64::from(bound * bound)).collect();
        for seed in 0..200 {
            let mut next = numbers(seed);
            let series: Vec<Vec<f64>> = (0..5)
                .map(|_| {
                    let count = 1 + (next() * 40.0) as usize;
                    (0..count).map(|_| next() * next() * 1000.0).collect()
                })
                .collect();
            let mut merging = Merging::default();
            for observed in &series {
                merging.add(&bounds, counted(&bounds, observed).into_iter(), extremes(observed));
            }
            let merged = merging.finish().unwrap().unwrap();
            let mut all = series.concat();
            all.sort_by(f64::total_cmp);
            let one = Histogram::new(bounds.clone(), counted(&bounds, &all), extremes(&all));
            assert_eq!(Some(&merged), one.as_ref());
            for percentile in PERCENTILES {
                let (got, exact) = (merged.percentile(percentile).unwrap(), exact(&all, percentile));
                let bucket = |value: f64| bounds.partition_point(|bound| *bound < value);
                // A percentile between two buckets is the edge of the lower one.
                assert!(bucket(got) == bucket(exact) || bounds.contains(&got), "{percentile}: {got}, exactly {exact}");
                assert!((all[0]..=all[all.len() - 1]).contains(&got), "{percentile}: {got} is beyond the extremes");
            }
        }
    }

    #[test]
    fn series_of_other_bounds_lose_no_observation_and_stay_close() {
        for seed in 0..200 {
            let mut next = numbers(seed);
            let mut merging = Merging::default();
            let mut all = Vec::new();
            for _ in 0..6 {
                let mut bounds: Vec<f64> = (0..1 + (next() * 30.0) as usize).map(|_| next() * 110.0).collect();
                bounds.sort_by(f64::total_cmp);
                let observed: Vec<f64> = (0..500).map(|_| next() * 100.0).collect();
                merging.add(&bounds, counted(&bounds, &observed).into_iter(), extremes(&observed));
                all.extend(observed);
            }
            let merged = merging.finish().unwrap().unwrap();
            let sum: f64 = merged.counts_between(merged.bounds()).iter().sum();
            assert!((sum - all.len() as f64).abs() < 1e-6, "{sum}");
            let answers = PERCENTILES.map(|percentile| merged.percentile(percentile).unwrap());
            assert!(answers.is_sorted(), "{answers:?}");
            all.sort_by(f64::total_cmp);
            for (percentile, got) in PERCENTILES.into_iter().zip(answers) {
                // They lie evenly, and so do those of a split bucket. The last bucket answers the greatest.
                let is_last = merged.bounds().last().is_some_and(|highest| got > *highest);
                let exact = exact(&all, percentile);
                assert!(is_last || (got - exact).abs() < 8.0, "{percentile}: {got}, exactly {exact}");
                assert!((all[0]..=all[all.len() - 1]).contains(&got), "{percentile}: {got} is beyond the extremes");
            }
        }
    }

    #[test]
    fn more_bounds_than_can_be_merged_are_refused() {
        let merged = |count: usize| {
            let mut merging = Merging::default();
            for bound in 0..count {
                merging.add(&[bound as f64], [1.0, 1.0].into_iter(), Extremes::default());
            }
            merging.finish().map(|histogram| histogram.map(|histogram| histogram.bounds().len()))
        };
        assert_eq!(merged(0), Ok(None));
        assert_eq!(merged(MOST_BOUNDS), Ok(Some(MOST_BOUNDS)));
        assert_eq!(merged(MOST_BOUNDS + 1), Err(TooManyBounds));
    }
}
