//! The rows of a histogram metric, merged chunk by chunk as they are read; must not know the statement that gives them.

use duckdb::arrow::array::{
    Array, ArrayRef, ArrowPrimitiveType, AsArray, BooleanArray, ListArray, PrimitiveArray, StructArray,
};
use duckdb::arrow::datatypes::{Float64Type, Int64Type, UInt64Type};

use crate::histogram::Extremes;
use crate::histogram_point::{Flaw, HistogramPoint};
use crate::merging::Merging;

/// Merges a metric's points: those of a cumulative series come one after the other, the oldest first.
#[derive(Default)]
pub(crate) struct MetricRows {
    merging: Merging,
    /// The latest point of the cumulative series that is being read.
    latest: Option<Latest>,
}

/// A point of a cumulative series, which the next is compared with.
struct Latest {
    /// The series' number.
    series: i64,
    /// When it was taken, in microseconds since 1970.
    timestamp: i64,
    point: HistogramPoint,
}

/// What is said of a point beside what was observed.
struct Facts {
    /// When it was taken, and since when it counts, in microseconds since 1970.
    timestamp: i64,
    start: Option<i64>,
    /// Whether it was taken within the window, and whether it counts since then only.
    is_within: bool,
    began_within: bool,
}

/// The columns of a chunk.
struct Columns<'chunk> {
    /// The number of the point's series, if that is cumulative; else NULL.
    series: &'chunk PrimitiveArray<Int64Type>,
    timestamp: &'chunk PrimitiveArray<Int64Type>,
    start: &'chunk PrimitiveArray<Int64Type>,
    /// Whether the point is within the window; else it is what a series had counted before that.
    is_within: &'chunk BooleanArray,
    /// Whether all that it counts is.
    began_within: &'chunk BooleanArray,
    count: &'chunk PrimitiveArray<UInt64Type>,
    min: &'chunk PrimitiveArray<Float64Type>,
    max: &'chunk PrimitiveArray<Float64Type>,
    bounds: &'chunk ListArray,
    counts: &'chunk ListArray,
}

impl MetricRows {
    /// Takes up the points of a chunk; the flaw of the first that is of no use.
    pub(crate) fn append(&mut self, chunk: &StructArray) -> Result<(), Flaw> {
        let columns = Columns::of(chunk).ok_or(Flaw::Garbled)?;
        (0..chunk.len()).try_for_each(|row| {
            let point = columns.point(row)?;
            match cell(columns.series, row) {
                Some(series) => self.append_cumulative(series, &columns.facts(row), point),
                None => self.add(&point, &point.since(None)),
            }
            Ok(())
        })
    }

    /// What was observed in all of them.
    pub(crate) fn finish(self) -> Merging {
        self.merging
    }

    fn append_cumulative(&mut self, series: i64, facts: &Facts, point: HistogramPoint) {
        let earlier = self.latest.take().filter(|latest| latest.series == series);
        let is_anew = |earlier: &Latest| facts.start.is_some_and(|start| start > earlier.timestamp);
        if facts.is_within {
            match &earlier {
                Some(earlier) if !is_anew(earlier) => self.add(&point, &point.since(Some(&earlier.point))),
                Some(_) => self.add(&point, &point.since(None)),
                None if facts.began_within => self.add(&point, &point.since(None)),
                // Nobody knows how much of it was observed within the window.
                None => {}
            }
        }
        self.latest = Some(Latest { series, timestamp: facts.timestamp, point });
    }

    fn add(&mut self, point: &HistogramPoint, counts: &[f64]) {
        // Where nothing was observed, the bounds would only split the others' buckets.
        if counts.iter().any(|count| *count > 0.0) {
            self.merging.add(point.bounds(), counts.iter().copied(), point.extremes());
        }
    }
}

impl<'chunk> Columns<'chunk> {
    /// The columns, in the order in which they are declared; none where one has another type.
    fn of(chunk: &'chunk StructArray) -> Option<Self> {
        let [series, timestamp, start, is_within, began_within, count, min, max, bounds, counts] = chunk.columns()
        else {
            return None;
        };
        Some(Self {
            series: series.as_primitive_opt()?,
            timestamp: timestamp.as_primitive_opt()?,
            start: start.as_primitive_opt()?,
            is_within: is_within.as_boolean_opt()?,
            began_within: began_within.as_boolean_opt()?,
            count: count.as_primitive_opt()?,
            min: min.as_primitive_opt()?,
            max: max.as_primitive_opt()?,
            bounds: bounds.as_list_opt()?,
            counts: counts.as_list_opt()?,
        })
    }

    fn facts(&self, row: usize) -> Facts {
        Facts {
            timestamp: cell(self.timestamp, row).unwrap_or_default(),
            start: cell(self.start, row),
            is_within: self.is_within.value(row),
            began_within: self.began_within.value(row),
        }
    }

    fn point(&self, row: usize) -> Result<HistogramPoint, Flaw> {
        let extremes = Extremes { min: cell(self.min, row), max: cell(self.max, row) };
        let (bounds, counts) = (list(self.bounds, row), list(self.counts, row));
        let bounds = bounds.as_ref().map(numbers::<Float64Type>).unwrap_or(Some(&[])).ok_or(Flaw::Garbled)?;
        let counts = counts.as_ref().map(numbers::<UInt64Type>).unwrap_or(Some(&[])).ok_or(Flaw::Garbled)?;
        HistogramPoint::new(bounds, counts, cell(self.count, row).unwrap_or_default(), extremes)
    }
}

fn cell<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, row: usize) -> Option<T::Native> {
    array.is_valid(row).then(|| array.value(row))
}

/// A list; none where it is NULL.
fn list(array: &ListArray, row: usize) -> Option<ArrayRef> {
    array.is_valid(row).then(|| array.value(row))
}

/// The numbers of a list; none where one of them is NULL.
fn numbers<T: ArrowPrimitiveType>(list: &ArrayRef) -> Option<&[T::Native]> {
    let numbers = list.as_primitive_opt::<T>()?;
    (numbers.null_count() == 0).then(|| &numbers.values()[..])
}
