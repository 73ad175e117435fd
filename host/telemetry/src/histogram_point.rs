//! One histogram as it was sent, and what was observed since an earlier one; must not know rows or other series.

use crate::histogram::Extremes;

/// Bounds and extremes beyond this are taken for garbled: their differences, and what they are in nanoseconds, would not be
/// finite.
const LARGEST: f64 = 1e290;

/// A histogram as it was sent at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HistogramPoint {
    bounds: Vec<f64>,
    counts: Vec<u64>,
    extremes: Extremes,
}

/// What makes a point useless.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Its buckets have no bounds, so that nothing tells where the observations are.
    NoBounds,
    /// The bounds do not ascend or are no finite numbers of a size that can be, or there is not one count more than there are bounds.
    Garbled,
}

impl HistogramPoint {
    /// A point, as it was sent. One in which nothing was observed needs no bounds.
    pub(crate) fn new(bounds: &[f64], counts: &[u64], count: u64, extremes: Extremes) -> Result<Self, Flaw> {
        if bounds.is_empty() && counts.len() <= 1 {
            let is_empty = count == 0 && counts.iter().all(|count| *count == 0);
            let nothing = || Self { bounds: Vec::new(), counts: Vec::new(), extremes: Extremes::default() };
            return if is_empty { Ok(nothing()) } else { Err(Flaw::NoBounds) };
        }
        let ascends = bounds.iter().zip(bounds.iter().skip(1)).all(|(one, next)| one < next);
        if !ascends || !bounds.iter().all(|bound| bound.abs() < LARGEST) || counts.len() != bounds.len() + 1 {
            return Err(Flaw::Garbled);
        }
        let sound = |extreme: Option<f64>| extreme.filter(|value| value.abs() < LARGEST);
        let extremes = Extremes { min: sound(extremes.min), max: sound(extremes.max) };
        // Zero has one set of bits.
        let bounds = bounds.iter().map(|bound| bound + 0.0).collect();
        Ok(Self { bounds, counts: counts.to_vec(), extremes })
    }

    /// Its bounds.
    pub(crate) fn bounds(&self) -> &[f64] {
        &self.bounds
    }

    /// The least and the greatest observation: of a cumulative point, since its series began.
    pub(crate) fn extremes(&self) -> Extremes {
        self.extremes
    }

    /// How many observations each bucket got since an earlier point of the same cumulative series; all, where there is
    /// none, or where fewer are counted than before: then the process that counts began anew in between.
    ///
    /// The bounds of an exponential histogram change as it grows, by new ones outside and by fewer between. So both are
    /// compared between the bounds that they have in common, which for these is exact. Where there are more bounds now, what is
    /// new is spread over the buckets between them as all that they hold.
    pub(crate) fn since(&self, earlier: Option<&Self>) -> Vec<f64> {
        let differences = earlier.and_then(|earlier| self.difference(earlier));
        differences.unwrap_or_else(|| self.counts.iter().map(|count| *count as f64).collect())
    }

    /// What each bucket holds more than before; none where some of what was there before is gone.
    fn difference(&self, earlier: &Self) -> Option<Vec<f64>> {
        let mut differences = Vec::with_capacity(self.counts.len());
        let mut counts_before = earlier.counts.iter();
        let mut bounds_before = earlier.bounds.iter().peekable();
        let mut between = Vec::new();
        let mut before = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            between.push(*count);
            let bound = self.bounds.get(bucket);
            // All that was counted up to this bound; past the last one there is no other.
            while bounds_before.next_if(|other| bound.is_none_or(|bound| *other < bound)).is_some() {
                before += counts_before.next().copied().map_or(0, u128::from);
            }
            if bound.is_some() && bounds_before.peek() != bound.as_ref() {
                continue;
            }
            bounds_before.next();
            before += counts_before.next().copied().map_or(0, u128::from);
            let now: u128 = between.iter().copied().map(u128::from).sum();
            let new = now.checked_sub(before)?;
            let is_alone = between.len() == 1;
            let share = |count: u64| if before == 0 { count as f64 } else { count as f64 * (new as f64 / now as f64) };
            differences.extend(between.drain(..).map(|count| if is_alone { new as f64 } else { share(count) }));
            before = 0;
        }
        Some(differences)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn point(bounds: &[f64], counts: &[u64]) -> HistogramPoint {
        HistogramPoint::new(bounds, counts, counts.iter().sum(), Extremes::default()).unwrap()
    }

    #[test]
    fn what_is_counted_since_an_earlier_point_is_the_difference() {
        let earlier = point(&[1.0, 2.0], &[5, 6, 7]);
        assert_eq!(point(&[1.0, 2.0], &[5, 8, 17]).since(Some(&earlier)), [0.0, 2.0, 10.0]);
        assert_eq!(point(&[1.0, 2.0], &[5, 8, 17]).since(None), [5.0, 8.0, 17.0]);
    }

    #[test]
    fn a_count_that_falls_is_a_new_beginning() {
        let earlier = point(&[1.0, 2.0], &[5, 6, 7]);
        assert_eq!(point(&[1.0, 2.0], &[0, 2, 0]).since(Some(&earlier)), [0.0, 2.0, 0.0]);
        assert_eq!(point(&[1.0, 2.0], &[4, 100, 100]).since(Some(&earlier)), [4.0, 100.0, 100.0], "more in all");
        assert_eq!(point(&[1.0, 3.0], &[4, 9, 9]).since(Some(&earlier)), [4.0, 9.0, 9.0], "fewer up to a common bound");
        assert_eq!(point(&[7.0], &[9, 8]).since(Some(&earlier)), [9.0, 8.0], "fewer in all");
    }

    #[test]
    fn bounds_of_an_exponential_histogram_may_change() {
        let earlier = point(&[0.0, 2.0, 4.0, 8.0], &[1, 0, 3, 5, 0]);
        // More of them outside.
        let wider = point(&[0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0], &[1, 0, 2, 3, 9, 7, 6, 0]);
        assert_eq!(wider.since(Some(&earlier)), [0.0, 0.0, 2.0, 0.0, 4.0, 7.0, 6.0, 0.0]);
        // Fewer between.
        let coarser = point(&[0.0, 2.0, 8.0], &[1, 0, 10, 0]);
        assert_eq!(coarser.since(Some(&earlier)), [0.0, 0.0, 2.0, 0.0]);
        // Both.
        let both = point(&[0.0, 0.5, 2.0, 8.0, 32.0], &[1, 0, 4, 10, 3, 0]);
        assert_eq!(both.since(Some(&earlier)), [0.0, 0.0, 4.0, 2.0, 3.0, 0.0]);
    }

    #[test]
    fn what_is_new_between_common_bounds_is_spread_as_all_that_is_there() {
        let earlier = point(&[8.0], &[6, 2]);
        assert_eq!(point(&[4.0, 8.0, 16.0], &[9, 3, 2, 2]).since(Some(&earlier)), [4.5, 1.5, 1.0, 1.0]);
        // No bound in common but the ends.
        assert_eq!(point(&[5.0], &[12, 4]).since(Some(&earlier)), [6.0, 2.0]);
    }

    #[test]
    fn points_without_observations_compare_with_any() {
        let empty = HistogramPoint::new(&[], &[], 0, Extremes::default()).unwrap();
        let full = point(&[8.0], &[6, 2]);
        assert_eq!(full.since(Some(&empty)), [6.0, 2.0]);
        assert!(empty.since(Some(&full)).is_empty());
    }

    #[test]
    fn points_without_sound_bounds_are_told_apart() {
        let made = |bounds: &[f64], counts: &[u64], count| {
            HistogramPoint::new(bounds, counts, count, Extremes::default()).map(|point| point.counts)
        };
        assert_eq!(made(&[], &[], 0), Ok(vec![]));
        assert_eq!(made(&[], &[0], 0), Ok(vec![]));
        assert_eq!(made(&[], &[3], 3), Err(Flaw::NoBounds));
        assert_eq!(made(&[], &[], 3), Err(Flaw::NoBounds));
        for (bounds, counts) in [
            (&[1.0, 1.0][..], &[0, 0, 0][..]),
            (&[2.0, 1.0], &[0, 0, 0]),
            (&[f64::NAN], &[0, 0]),
            (&[f64::INFINITY], &[0, 0]),
            (&[1e300], &[0, 0]),
            (&[1.0], &[0]),
            (&[1.0], &[0, 0, 0]),
            (&[], &[1, 2]),
        ] {
            assert_eq!(made(bounds, counts, 1), Err(Flaw::Garbled), "{bounds:?} {counts:?}");
        }
    }

    #[test]
    fn extremes_that_are_no_numbers_are_unknown() {
        let extremes = Extremes { min: Some(f64::NAN), max: Some(f64::INFINITY) };
        let point = HistogramPoint::new(&[1.0], &[1, 1], 2, extremes).unwrap();
        assert_eq!(point.extremes(), Extremes::default());
    }
}
