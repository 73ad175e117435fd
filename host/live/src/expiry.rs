//! Which segments are no longer kept; must not know how one is dropped.

use std::time::Duration;

use coral_segments::{Listing, Segment, Table};

use crate::StoreOptions;

/// What is kept.
#[derive(Debug, Clone, Copy)]
pub struct Expiry {
    keep: Duration,
    keep_bytes: u64,
    keep_summaries: Duration,
}

impl Expiry {
    pub const fn of(options: &StoreOptions) -> Self {
        Self { keep: options.keep, keep_bytes: options.keep_bytes, keep_summaries: options.keep_summaries }
    }

    /// The segments that are older than what is kept at a time, in microseconds since 1970, and the oldest of those that have more
    /// bytes together than are kept.
    pub fn expired(&self, listing: &Listing, now: u64, bytes: impl Fn(&Segment) -> u64) -> Vec<Segment> {
        let mut newest_first = listing.current.clone();
        newest_first.sort_unstable_by_key(|segment| std::cmp::Reverse(segment.last));
        let mut kept_bytes = 0_u64;
        let is_expired = |segment: &Segment| {
            let keep = if segment.table == Table::Summaries { self.keep_summaries } else { self.keep };
            let is_old = segment.last < now.saturating_sub(u64::try_from(keep.as_micros()).unwrap_or(u64::MAX));
            if !is_old {
                kept_bytes = kept_bytes.saturating_add(bytes(segment));
            }
            is_old || kept_bytes > self.keep_bytes
        };
        let mut expired: Vec<Segment> = newest_first.into_iter().filter(is_expired).collect();
        expired.sort_unstable();
        expired
    }
}
