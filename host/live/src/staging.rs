//! Rows on their way to a file: tables in memory, in which DuckDB can read them. Must not know files.

use std::fmt::Write;

use coral_machine::Measurement;
use coral_otlp::{Log, Point, Span, Temporality, Value};
use coral_segments::Table;
use duckdb::types::{TimeUnit, Value as Cell};
use duckdb::{Appender, Connection, params};

/// What the tables are called that rows are in: `staged.otel_spans_local`.
const SCHEMA: &str = "staged";

/// Of spans that may have come before.
const DOUBTFUL: &str = "doubtful_spans";

/// The tables that rows come into from outside.
pub const RECEIVED: [Table; 4] = [Table::Spans, Table::Points, Table::Logs, Table::Machine];

/// Makes the tables.
pub fn create(connection: &Connection) -> Result<(), duckdb::Error> {
    let mut text = format!("CREATE SCHEMA {SCHEMA};");
    for table in RECEIVED {
        // Lists come as their text: an appender takes no others.
        let columns = table.definition().replace("DOUBLE[]", "VARCHAR").replace("UBIGINT[]", "VARCHAR");
        // Writing to a text does not fail.
        let _infallible = write!(text, "CREATE TABLE {SCHEMA}.{} ({columns});", table.name());
    }
    let _infallible = write!(text, "CREATE TABLE {SCHEMA}.{DOUBTFUL} ({});", Table::Spans.definition());
    connection.execute_batch(&text)
}

/// The rows of a table that are to be written, as a SELECT.
pub fn select(table: Table) -> String {
    let columns: Vec<String> =
        table.columns().iter().map(|(name, kind)| format!("CAST(\"{name}\" AS {kind}) AS \"{name}\"")).collect();
    format!("SELECT {} FROM {SCHEMA}.{}", columns.join(", "), table.name())
}

/// Forgets what has been written.
pub fn clear(connection: &Connection, table: Table) -> Result<(), duckdb::Error> {
    connection.execute_batch(&format!("TRUNCATE {SCHEMA}.{}", table.name()))
}

/// How many rows of a table are to be written.
pub fn count(connection: &Connection, table: Table) -> Result<usize, duckdb::Error> {
    connection.query_row(&format!("SELECT count(*) FROM {SCHEMA}.{}", table.name()), [], |row| row.get(0))
}

/// Whether there are spans that may have come before.
pub fn has_doubtful(connection: &Connection) -> Result<bool, duckdb::Error> {
    connection.query_row(&format!("SELECT EXISTS (FROM {SCHEMA}.{DOUBTFUL})"), [], |row| row.get(0))
}

/// Puts those of the doubtful spans to the others that a view of all that is written does not have, and forgets them. How many
/// there were before that, and how many are left.
pub fn settle_doubtful(connection: &Connection) -> Result<(usize, usize), duckdb::Error> {
    let name = Table::Spans.name();
    // Bounds as constants, so that DuckDB leaves out files by what their ends say of them.
    let bounds: (usize, Option<i64>, Option<i64>) = connection.query_row(
        &format!("SELECT count(*), epoch_us(min(start_time)), epoch_us(max(start_time)) FROM {SCHEMA}.{DOUBTFUL}"),
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let (count, Some(first), Some(last)) = bounds else { return Ok((0, 0)) };
    let kept = connection.execute(
        &format!(
            "INSERT INTO {SCHEMA}.{name} SELECT * FROM {SCHEMA}.{DOUBTFUL} AS doubtful WHERE NOT EXISTS (
                 SELECT 1 FROM main.{name} AS written
                 WHERE written.start_time BETWEEN make_timestamp({first}) AND make_timestamp({last})
                   AND written.trace_id = doubtful.trace_id AND written.span_id = doubtful.span_id)"
        ),
        [],
    )?;
    connection.execute_batch(&format!("TRUNCATE {SCHEMA}.{DOUBTFUL}"))?;
    Ok((count, kept))
}

/// Where rows of one kind are put.
pub struct Staging<'connection>(Appender<'connection>);

impl<'connection> Staging<'connection> {
    /// Where rows of a table are put.
    pub fn of(connection: &'connection Connection, table: Table) -> Result<Self, duckdb::Error> {
        connection.appender_to_db(table.name(), SCHEMA).map(Self)
    }

    /// Where spans are put that may have come before.
    pub fn of_doubtful(connection: &'connection Connection) -> Result<Self, duckdb::Error> {
        connection.appender_to_db(DOUBTFUL, SCHEMA).map(Self)
    }

    /// Makes sure of all that was put here.
    pub fn finish(mut self) -> Result<(), duckdb::Error> {
        self.0.flush()
    }

    pub fn put_span(&mut self, span: &Span, received: i64) -> Result<(), duckdb::Error> {
        self.0.append_row(params![
            span.trace_id.to_string(),
            span.span_id.to_string(),
            &*span.service_name,
            span.duration_ns,
            span.is_error,
            span.http_status.map(i32::from),
            span.http_method,
            span.http_route,
            timestamp(span.start_time),
            span.parent_span_id.map(|id| id.to_string()),
            span.kind.name(),
            span.name,
            span.status_message,
            span.attributes,
            i32::try_from(span.dropped_attributes).unwrap_or(i32::MAX),
            &*span.resource,
            timestamp(received),
        ])
    }

    pub fn put_point(&mut self, point: &Point, received: i64) -> Result<(), duckdb::Error> {
        let mut cells = PointCells::of(&point.value);
        self.0.append_row(params![
            timestamp(point.timestamp),
            point.start_time.map(timestamp),
            &*point.service_name,
            &*point.name,
            &*point.unit,
            cells.metric_type,
            cells.value,
            cells.temporality,
            cells.is_monotonic,
            cells.count,
            cells.sum,
            cells.range[0],
            cells.range[1],
            cells.bounds.take(),
            cells.counts.take(),
            point.attributes,
            &*point.resource,
            timestamp(received),
        ])
    }

    pub fn put_log(&mut self, log: &Log, received: i64) -> Result<(), duckdb::Error> {
        self.0.append_row(params![
            timestamp(log.timestamp),
            &*log.service_name,
            i32::from(log.severity),
            log.severity_text,
            log.body,
            log.trace_id.map(|id| id.to_string()),
            log.span_id.map(|id| id.to_string()),
            log.attributes,
            &*log.resource,
            timestamp(received),
        ])
    }

    pub fn put_measurement(&mut self, measured: &Measurement, received: i64) -> Result<(), duckdb::Error> {
        self.0.append_row(params![
            timestamp(received),
            measured.name,
            measured.value,
            measured.unit,
            measured.metric_type,
            measured.attributes,
        ])
    }
}

/// The cells that depend on what kind of value a point has.
#[derive(Default)]
struct PointCells {
    metric_type: &'static str,
    value: Option<f64>,
    temporality: Option<&'static str>,
    is_monotonic: Option<bool>,
    count: Option<u64>,
    sum: Option<f64>,
    range: [Option<f64>; 2],
    bounds: Option<String>,
    counts: Option<String>,
}

impl PointCells {
    fn of(value: &Value) -> Self {
        match value {
            Value::Gauge(value) => Self { metric_type: "gauge", value: Some(*value), ..Self::default() },
            Value::Sum { value, temporality, is_monotonic } => Self {
                metric_type: "sum",
                value: Some(*value),
                temporality: Some(name(*temporality)),
                is_monotonic: Some(*is_monotonic),
                ..Self::default()
            },
            Value::Histogram { count, sum, temporality, range, buckets } => Self {
                metric_type: "histogram",
                temporality: Some(name(*temporality)),
                count: Some(*count),
                sum: *sum,
                range: *range,
                // As both Rust and SQL write a list of numbers.
                bounds: Some(format!("{:?}", buckets.bounds)),
                counts: Some(format!("{:?}", buckets.counts)),
                ..Self::default()
            },
        }
    }
}

const fn name(temporality: Temporality) -> &'static str {
    match temporality {
        Temporality::Delta => "delta",
        Temporality::Cumulative => "cumulative",
    }
}

/// A time in microseconds since 1970.
const fn timestamp(microseconds: i64) -> Cell {
    Cell::Timestamp(TimeUnit::Microsecond, microseconds)
}
