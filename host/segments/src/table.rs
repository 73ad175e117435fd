//! The tables of a live database; must not know which files they are in.

use std::fmt::Write;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// A span each, as it was received.
    Spans,
    /// A point of a metric each, as it was received.
    Points,
    /// A record of a log each, as it was received.
    Logs,
    /// What the machine was doing, a measurement each.
    Machine,
    /// What the spans of a minute come to, by service and route; kept for longer than they are.
    Summaries,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Spans, Self::Points, Self::Logs, Self::Machine, Self::Summaries];

    /// What SQL calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spans => "otel_spans_local",
            Self::Points => "otel_metrics_local",
            Self::Logs => "otel_logs_local",
            Self::Machine => "system_metrics_local",
            Self::Summaries => "otel_span_summaries_local",
        }
    }

    /// What the names of its files begin with.
    #[must_use]
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Spans => "spans",
            Self::Points => "metrics",
            Self::Logs => "logs",
            Self::Machine => "machine",
            Self::Summaries => "summaries",
        }
    }

    /// Its columns and their types, in their order. The first ones are those that scripts have always found; a time is UTC.
    #[must_use]
    pub const fn columns(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Spans => &[
                ("trace_id", "VARCHAR"),
                ("span_id", "VARCHAR"),
                ("service_name", "VARCHAR"),
                ("duration_ns", "BIGINT"),
                ("is_error", "BOOLEAN"),
                ("http_status", "INTEGER"),
                ("http_method", "VARCHAR"),
                ("http_route", "VARCHAR"),
                ("start_time", "TIMESTAMP"),
                ("parent_span_id", "VARCHAR"),
                ("span_kind", "VARCHAR"),
                ("span_name", "VARCHAR"),
                ("status_message", "VARCHAR"),
                ("attributes", "VARCHAR"),
                ("dropped_attributes", "INTEGER"),
                ("resource", "VARCHAR"),
                ("received_time", "TIMESTAMP"),
            ],
            Self::Points => &[
                ("timestamp", "TIMESTAMP"),
                ("start_time", "TIMESTAMP"),
                ("service_name", "VARCHAR"),
                ("name", "VARCHAR"),
                ("unit", "VARCHAR"),
                ("metric_type", "VARCHAR"),
                ("value", "DOUBLE"),
                ("temporality", "VARCHAR"),
                ("is_monotonic", "BOOLEAN"),
                ("count", "UBIGINT"),
                ("sum", "DOUBLE"),
                ("min", "DOUBLE"),
                ("max", "DOUBLE"),
                ("bounds", "DOUBLE[]"),
                ("counts", "UBIGINT[]"),
                ("attributes", "VARCHAR"),
                ("resource", "VARCHAR"),
                ("received_time", "TIMESTAMP"),
            ],
            Self::Logs => &[
                ("timestamp", "TIMESTAMP"),
                ("service_name", "VARCHAR"),
                ("severity", "INTEGER"),
                ("severity_text", "VARCHAR"),
                ("body", "VARCHAR"),
                ("trace_id", "VARCHAR"),
                ("span_id", "VARCHAR"),
                ("attributes", "VARCHAR"),
                ("resource", "VARCHAR"),
                ("received_time", "TIMESTAMP"),
            ],
            Self::Machine => &[
                ("timestamp", "TIMESTAMP"),
                ("name", "VARCHAR"),
                ("value", "DOUBLE"),
                ("unit", "VARCHAR"),
                ("metric_type", "VARCHAR"),
                ("attributes", "VARCHAR"),
            ],
            Self::Summaries => &[
                ("minute", "TIMESTAMP"),
                ("service_name", "VARCHAR"),
                ("span_kind", "VARCHAR"),
                ("http_method", "VARCHAR"),
                ("http_route", "VARCHAR"),
                ("request_count", "BIGINT"),
                ("error_count", "BIGINT"),
                ("duration_sum_ns", "DOUBLE"),
                ("duration_min_ns", "BIGINT"),
                ("duration_max_ns", "BIGINT"),
                ("durations", "MAP(INTEGER, BIGINT)"),
            ],
        }
    }

    /// The columns as a definition of a table has them.
    #[must_use]
    pub fn definition(self) -> String {
        listed(self, |(name, kind), list| write!(list, "\"{name}\" {kind}"))
    }

    /// The names of the columns as a SELECT has them.
    #[must_use]
    pub fn column_names(self) -> String {
        listed(self, |(name, _), list| write!(list, "\"{name}\""))
    }
}

fn listed(table: Table, write: impl Fn((&str, &str), &mut String) -> std::fmt::Result) -> String {
    let mut list = String::new();
    for (index, column) in table.columns().iter().enumerate() {
        if index > 0 {
            list.push_str(", ");
        }
        // Writing to a text does not fail.
        let _infallible = write(*column, &mut list);
    }
    list
}
