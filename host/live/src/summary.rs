//! What the spans of a minute come to, as SQL; must not know where they are.

use coral_segments::{Listing, Segment, Table};

use crate::merging::minute;

/// How many services with their routes a minute may have. A sender that makes up names does not make the sums as large as the spans.
const MOST: usize = 10_000;

/// The next minute whose spans are all there and were not summed up.
pub fn next(listing: &Listing, complete_before: u64) -> Option<Segment> {
    let sums: Vec<&Segment> = listing.of_table(Table::Summaries).collect();
    let minutes = listing.of_table(Table::Spans).map(|segment| minute(segment.first));
    let mut missing = minutes.filter(|(first, last)| {
        *last < complete_before && !sums.iter().any(|sum| sum.first <= *first && *last <= sum.last)
    });
    missing.next().map(|(first, last)| Segment { table: Table::Summaries, first, last })
}

/// The segments of spans that came within a segment's time.
pub fn parts(listing: &Listing, of: &Segment) -> Vec<Segment> {
    listing.of_table(Table::Spans).filter(|part| of.first <= part.first && part.first <= of.last).copied().collect()
}

/// The sums of a relation of spans, as a SELECT. The map `durations` counts them by `floor(ln(duration_ns) / ln(1.02))`, so that a
/// percentile of theirs can be told within 2 %.
pub fn select(spans: &str) -> String {
    format!(
        "SELECT date_trunc('minute', start_time) AS minute, service_name, span_kind, http_method, http_route,
                count(*) AS request_count, count(*) FILTER (is_error) AS error_count,
                sum(duration_ns)::DOUBLE AS duration_sum_ns, min(duration_ns) AS duration_min_ns,
                max(duration_ns) AS duration_max_ns,
                histogram(floor(ln(greatest(duration_ns, 1)) / ln(1.02))::INTEGER)::MAP(INTEGER, BIGINT) AS durations
         FROM {spans} GROUP BY ALL ORDER BY request_count DESC LIMIT {MOST}"
    )
}
