//! The buckets of a histogram, by their upper bounds: those of OTLP's exponential histograms become such. Must not know what was measured.

use opentelemetry_proto::tonic::metrics::v1::exponential_histogram_data_point::Buckets as Exponential;
use opentelemetry_proto::tonic::metrics::v1::{ExponentialHistogramDataPoint, HistogramDataPoint};

use crate::Refusal;

/// How often values were in each bucket. There is one count more than bounds: the last is of what is above all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Buckets {
    /// The most that a value in a bucket is, from low to high.
    pub bounds: Vec<f64>,
    /// How many values there were in each. Empty where nothing is known but their number.
    pub counts: Vec<u64>,
}

impl Buckets {
    pub(crate) fn explicit(point: &mut HistogramDataPoint) -> Result<Self, Refusal> {
        let (bounds, counts) = (std::mem::take(&mut point.explicit_bounds), std::mem::take(&mut point.bucket_counts));
        let is_without = bounds.is_empty() && counts.is_empty();
        let is_rising = bounds.is_sorted_by(|low, high| low < high) && bounds.iter().all(|bound| bound.is_finite());
        let sum = counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        if is_without || (counts.len() == bounds.len() + 1 && is_rising && sum == Some(point.count)) {
            Ok(Self { bounds, counts })
        } else {
            Err(Refusal::Value)
        }
    }

    /// Bucket `i` of an exponential histogram is of values above `base^i`, up to `base^(i+1)`, where base is `2^(2^-scale)`.
    ///
    /// Source: <https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram>
    pub(crate) fn exponential(point: &ExponentialHistogramDataPoint) -> Result<Self, Refusal> {
        let bound = |index: i64| ((index as f64) * f64::from(-point.scale).exp2()).exp2();
        let mut buckets = Self::default();
        let mut push = |bound: f64, count: u64| {
            if !bound.is_finite() || buckets.bounds.last().is_some_and(|last| *last >= bound) {
                return Err(Refusal::Value);
            }
            buckets.bounds.push(bound);
            buckets.counts.push(count);
            Ok(())
        };
        // From the largest negative value up: what is a bucket's lower bound above zero is its upper one below.
        for (index, count) in numbered(point.negative.as_ref()).rev() {
            push(-bound(index), count)?;
        }
        push(point.zero_threshold.max(0.0), point.zero_count)?;
        let mut positive = numbered(point.positive.as_ref()).peekable();
        if let Some((first, _)) = positive.peek()
            && bound(*first) > point.zero_threshold
        {
            push(bound(*first), 0)?;
        }
        for (index, count) in positive {
            push(bound(index + 1), count)?;
        }
        let sum = buckets.counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        if sum != Some(point.count) {
            return Err(Refusal::Value);
        }
        buckets.counts.push(0);
        Ok(buckets)
    }
}

/// Buckets with their indexes.
fn numbered(buckets: Option<&Exponential>) -> impl DoubleEndedIterator<Item = (i64, u64)> + ExactSizeIterator {
    let offset = buckets.map_or(0, |buckets| i64::from(buckets.offset));
    let counts = buckets.map(|buckets| buckets.bucket_counts.as_slice()).unwrap_or_default();
    counts.iter().enumerate().map(move |(index, count)| (offset + index as i64, *count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_buckets_have_bounds() {
        let point = ExponentialHistogramDataPoint {
            count: 10,
            scale: 0,
            zero_count: 1,
            positive: Some(Exponential { offset: 1, bucket_counts: vec![2, 3] }),
            negative: Some(Exponential { offset: 0, bucket_counts: vec![4] }),
            ..ExponentialHistogramDataPoint::default()
        };
        let expected = Buckets { bounds: vec![-1.0, 0.0, 2.0, 4.0, 8.0], counts: vec![4, 1, 0, 2, 3, 0] };
        assert_eq!(Buckets::exponential(&point), Ok(expected));
    }

    #[test]
    fn buckets_that_contradict_each_other_are_refused() {
        let good = HistogramDataPoint {
            count: 3,
            bucket_counts: vec![1, 2],
            explicit_bounds: vec![1.0],
            ..HistogramDataPoint::default()
        };
        assert!(Buckets::explicit(&mut good.clone()).is_ok());
        for bad in [
            HistogramDataPoint { count: 4, ..good.clone() },
            HistogramDataPoint { bucket_counts: vec![3], ..good.clone() },
            HistogramDataPoint { explicit_bounds: vec![f64::NAN], ..good.clone() },
            HistogramDataPoint { bucket_counts: vec![u64::MAX, 4], ..good.clone() },
            HistogramDataPoint { explicit_bounds: vec![2.0, 1.0], bucket_counts: vec![1, 1, 1], ..good.clone() },
        ] {
            assert_eq!(Buckets::explicit(&mut bad.clone()), Err(Refusal::Value), "{bad:?}");
        }
        let huge = ExponentialHistogramDataPoint {
            count: 1,
            scale: -10,
            positive: Some(Exponential { offset: i32::MAX, bucket_counts: vec![1] }),
            ..ExponentialHistogramDataPoint::default()
        };
        assert_eq!(Buckets::exponential(&huge), Err(Refusal::Value));
    }
}
