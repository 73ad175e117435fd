//! Which segments become one, so that those who read need not open many files; must not know how a file is written.

use coral_segments::{Listing, Segment, Table};

const SECOND: u64 = 1_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// How many bytes of segments become one at most. With more, reading gains little, and writing it again costs much.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Segments that become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// What they become.
    pub segment: Segment,
    /// What they are now, in their order.
    pub parts: Vec<Segment>,
}

/// The lengths of time, from long to short, of which all becomes one.
const fn lengths(table: Table) -> &'static [u64] {
    match table {
        Table::Summaries => &[24 * HOUR, HOUR],
        _ => &[10 * MINUTE, MINUTE, 10 * SECOND],
    }
}

/// The minute that a time is in: when it begins, and its last moment.
pub const fn minute(time: u64) -> (u64, u64) {
    interval(time, MINUTE)
}

const fn interval(time: u64, length: u64) -> (u64, u64) {
    let begin = time - time % length;
    (begin, begin + length - 1)
}

/// The next segments that should become one, where all that came before a time is there.
pub fn next(listing: &Listing, complete_before: u64, bytes: impl Fn(&Segment) -> u64) -> Option<Merge> {
    Table::ALL.into_iter().find_map(|table| {
        let segments: Vec<Segment> = listing.of_table(table).copied().collect();
        lengths(table).iter().find_map(|length| {
            segments
                .chunk_by(|one, other| interval(one.first, *length) == interval(other.first, *length))
                .find_map(|parts| merge(parts, *length, complete_before, &bytes))
        })
    })
}

/// Segments that begin in one interval, as one, if they should be.
fn merge(parts: &[Segment], length: u64, complete_before: u64, bytes: impl Fn(&Segment) -> u64) -> Option<Merge> {
    let [first_part, .., last_part] = parts else { return None };
    let (first, last) = interval(first_part.first, length);
    let is_over = last < complete_before && last_part.last <= last;
    let is_small = parts.iter().map(bytes).sum::<u64>() <= LARGEST;
    let segment = Segment { table: first_part.table, first, last };
    (is_over && is_small).then(|| Merge { segment, parts: parts.to_vec() })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const BEGIN: u64 = 1_790_000_400 * SECOND;

    fn spans(seconds: &[(u64, u64)]) -> Listing {
        let segment = |(first, last): &(u64, u64)| Segment {
            table: Table::Spans,
            first: BEGIN + first * SECOND,
            last: BEGIN + last * SECOND,
        };
        Listing::of(seconds.iter().map(segment).collect(), &HashSet::new())
    }

    fn next_of(listing: &Listing, second: u64) -> Option<(u64, u64, usize)> {
        let merge = next(listing, BEGIN + second * SECOND, |_| 1)?;
        let length = merge.segment.last + 1 - merge.segment.first;
        Some((merge.segment.first.saturating_sub(BEGIN) / SECOND, length / SECOND, merge.parts.len()))
    }

    #[test]
    fn intervals_that_are_over_become_one_the_longest_first() {
        let listing = spans(&[(1, 1), (2, 2), (11, 11), (12, 12), (61, 61)]);
        assert_eq!(next_of(&listing, 9), None);
        assert_eq!(next_of(&listing, 10), Some((0, 10, 2)));
        assert_eq!(next_of(&listing, 60), Some((0, 60, 4)));
        assert_eq!(next_of(&listing, 600), Some((0, 600, 5)));
    }

    #[test]
    fn one_alone_stays_as_it_is_and_so_do_many_that_are_large() {
        assert_eq!(next_of(&spans(&[(1, 1), (700, 700)]), 10_000), None);
        let listing = spans(&[(1, 1), (61, 61)]);
        assert_eq!(next(&listing, BEGIN + HOUR, |_| LARGEST), None);
    }
}
