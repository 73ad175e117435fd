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

    /// How many observations each bucket holds: of a cumulative point, since its series began.
    pub(crate) fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The least and the greatest observation: of a cumulative point, since its series began.
    pub(crate) fn extremes(&self) -> Extremes {
        self.extremes
    }

    /// How many observations each bucket got since an earlier point of the same cumulative series; all, where there is
    /// none. A bucket that holds less than before, or other bounds, show that the process which counts began anew in
    /// between: then all of them are since.
    pub(crate) fn since(&self, earlier: Option<&Self>) -> Vec<u64> {
        let differences = earlier.filter(|earlier| earlier.bounds == self.bounds).and_then(|earlier| {
            self.counts.iter().zip(&earlier.counts).map(|(count, before)| count.checked_sub(*before)).collect()
        });
        differences.unwrap_or_else(|| self.counts.clone())
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
        assert_eq!(point(&[1.0, 2.0], &[5, 8, 17]).since(Some(&earlier)), [0, 2, 10]);
        assert_eq!(point(&[1.0, 2.0], &[5, 8, 17]).since(None), [5, 8, 17]);
    }

    #[test]
    fn a_count_that_falls_and_other_bounds_are_a_new_beginning() {
        let earlier = point(&[1.0, 2.0], &[5, 6, 7]);
        assert_eq!(point(&[1.0, 2.0], &[0, 2, 0]).since(Some(&earlier)), [0, 2, 0]);
        assert_eq!(point(&[1.0, 2.0], &[4, 100, 100]).since(Some(&earlier)), [4, 100, 100], "more in all, less in one");
        assert_eq!(point(&[1.0, 3.0], &[9, 9, 9]).since(Some(&earlier)), [9, 9, 9]);
    }

    #[test]
    fn points_without_sound_bounds_are_told_apart() {
        let made = |bounds: &[f64], counts: &[u64], count| {
            HistogramPoint::new(bounds, counts, count, Extremes::default()).map(|point| point.counts().to_vec())
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
