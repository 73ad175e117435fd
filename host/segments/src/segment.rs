//! A file of a table's rows, by its name; must not know what is in it.

use std::fmt;

use crate::Table;

/// A file of a table's rows: of those that were received from one moment to another, both inclusive, in microseconds since 1970, UTC.
///
/// The file's name says so: `spans-1790000000000000-1790000059999999.parquet`. A segment replaces all others of its table that are
/// of a part of its time: it was made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Segment {
    /// Of which table.
    pub table: Table,
    /// From when.
    pub first: u64,
    /// Until when; never before `first`.
    pub last: u64,
}

/// How the name of a complete file ends.
const ENDING: &str = ".parquet";

impl Segment {
    /// The segment of a file's name; none of a file that is none.
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Self> {
        let mut parts = name.strip_suffix(ENDING)?.split('-');
        let (stem, first, last) = (parts.next()?, time(parts.next()?)?, time(parts.next()?)?);
        let table = Table::ALL.into_iter().find(|table| table.stem() == stem)?;
        (parts.next().is_none() && first <= last).then_some(Self { table, first, last })
    }

    /// Whether another one of its table is of a part of this one's time.
    #[must_use]
    pub const fn replaces(&self, other: &Self) -> bool {
        self.first <= other.first && other.last <= self.last && (self.first != other.first || self.last != other.last)
    }
}

/// A time as names have it: in 16 digits, so that names in their order are times in their order.
fn time(digits: &str) -> Option<u64> {
    let is_number = digits.len() == 16 && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// The name of its file.
impl fmt::Display for Segment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:016}-{:016}{ENDING}", self.table.stem(), self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_all_and_others_are_none() {
        let segment = Segment { table: Table::Spans, first: 7, last: 1_790_000_059_999_999 };
        assert_eq!(segment.to_string(), "spans-0000000000000007-1790000059999999.parquet");
        assert_eq!(Segment::of_file_name(&segment.to_string()), Some(segment));
        for name in [
            "spans-7-9.parquet",
            "spans-0000000000000009-0000000000000007.parquet",
            "spans-0000000000000007.parquet",
            "spans-0000000000000007-0000000000000009-0000000000000009.parquet",
            "spans-+000000000000007-0000000000000009.parquet",
            "spans-0000000000000007-0000000000000009.parquet.new",
            "others-0000000000000007-0000000000000009.parquet",
            "",
        ] {
            assert_eq!(Segment::of_file_name(name), None, "{name}");
        }
    }

    #[test]
    fn what_lies_within_is_replaced() {
        let segment = |first, last| Segment { table: Table::Spans, first, last };
        assert!(segment(0, 9).replaces(&segment(3, 3)));
        assert!(segment(0, 9).replaces(&segment(0, 8)));
        assert!(!segment(0, 9).replaces(&segment(0, 9)));
        assert!(!segment(0, 9).replaces(&segment(5, 10)));
    }
}
