//! The percentile of a metric by its name, as the service sent it; must not know what else a percentile may be of.
//!
//! Of a gauge it is the continuous percentile of the values in the window. Of a histogram it is that of everything that was
//! observed within the window, whichever series counted it: a point of a delta series counts as it is, and of a cumulative
//! one what has come since the point before it. The first point of a series within the window is compared with the last one
//! before the window, however old. Where there is none, its point counts whole if the series began within the window, and else not
//! at all: the next is compared with it. What was observed before the window but since the last point before that is counted along,
//! since nothing tells it apart.

use std::sync::OnceLock;

use coral_contract::{Answer, AskError, PercentileQuery, ResultSet, SqlParameter};
use duckdb::Connection;

use crate::brake::Brake;
use crate::guard::Admitted;
use crate::histogram_point::Flaw;
use crate::merging::{MOST_BOUNDS, TooManyBounds};
use crate::metric_rows::MetricRows;
use crate::reading::{self, Reading};
use crate::{cell, duration_unit, query_error};

/// Points of a histogram that are merged at most.
const MOST_POINTS: f64 = 100_000.0;

/// Buckets of all these points at most: with their bounds, 64 MB.
const MOST_BUCKETS: f64 = 4_000_000.0;

/// What a service sent of a metric, by type and unit, and the percentile of that if it is a gauge.
const SURVEY: &str = "
    SELECT coalesce(metric_type, '') AS metric_type, coalesce(unit, '') AS unit, count(*)::DOUBLE AS points,
           sum(coalesce(len(counts), 0))::DOUBLE AS buckets, max(coalesce(len(bounds), 0))::DOUBLE AS bounds,
           quantile_cont(value, $4::DOUBLE) FILTER (metric_type = 'gauge' AND NOT isnan(value)) AS percentile
    FROM otel_metrics_local
    WHERE service_name = $1 AND name = $2 AND timestamp > make_timestamp($3::BIGINT)
    GROUP BY ALL ORDER BY ALL LIMIT 2";

/// The points of a histogram within the window, and of each cumulative series the last one before that, if it can be
/// compared with. What `MetricRows` reads. A series is what a resource counted under the same attributes.
const POINTS: &str = "
    WITH points AS NOT MATERIALIZED (
        SELECT coalesce(resource, '') AS resource, coalesce(attributes, '') AS attributes, timestamp, start_time,
               coalesce(temporality = 'cumulative', false) AS is_cumulative, count, min, max, bounds, counts
        FROM otel_metrics_local
        WHERE service_name = $1 AND name = $2 AND metric_type = 'histogram' AND coalesce(unit, '') = $4::VARCHAR),
    within AS NOT MATERIALIZED (FROM points WHERE timestamp > make_timestamp($3::BIGINT)),
    earlier AS NOT MATERIALIZED (FROM points WHERE timestamp <= make_timestamp($3::BIGINT) AND is_cumulative),
    latest AS (
        SELECT resource, attributes, max(timestamp) AS timestamp
        FROM earlier SEMI JOIN (FROM within WHERE is_cumulative) USING (resource, attributes) GROUP BY ALL),
    compared AS (
        FROM within
        UNION ALL
        FROM earlier SEMI JOIN latest USING (resource, attributes, timestamp) WHERE len(bounds) <= $5::BIGINT)
    SELECT CASE WHEN is_cumulative THEN dense_rank() OVER (ORDER BY resource, attributes) END::BIGINT AS series,
           epoch_us(timestamp)::BIGINT AS timestamp_us, epoch_us(start_time)::BIGINT AS start_us,
           timestamp > make_timestamp($3::BIGINT) AS is_within,
           coalesce(start_time > make_timestamp($3::BIGINT), false) AS began_within, count::UBIGINT, min::DOUBLE, max::DOUBLE,
           bounds::DOUBLE[], counts::UBIGINT[]
    FROM compared ORDER BY series, timestamp, count";

/// Whether a database has a table of metrics, once that is known.
#[derive(Default)]
pub(crate) struct MetricsTable(OnceLock<bool>);

/// Asks for a percentile of a metric by its name.
pub(crate) struct NamedMetric {
    query: PercentileQuery,
    /// Where the window begins.
    start: SqlParameter,
    /// Bytes of its names, types and units at most.
    bytes: u64,
}

/// What a service sent of a metric within the window.
struct Sent<'survey> {
    metric_type: &'survey str,
    unit: &'survey str,
    points: f64,
    buckets: f64,
    bounds: f64,
    percentile: Option<f64>,
}

impl MetricsTable {
    /// Whether there is one: a table or view with the columns that are read here.
    fn is_there(&self, connection: &Connection, brake: &Brake) -> Result<bool, AskError> {
        if let Some(known) = self.0.get() {
            return Ok(*known);
        }
        if is_missing(connection) {
            return Ok(*self.0.get_or_init(|| false));
        }
        let known = match Admitted::ours(connection, SURVEY).and_then(|_| Admitted::ours(connection, POINTS)) {
            Ok(_) => true,
            Err(error) if brake.is_pulled() => return Err(error),
            Err(AskError::QueryFailed(text)) if text.starts_with("Catalog Error") => false,
            Err(AskError::QueryFailed(text)) if text.starts_with("Binder Error") => false,
            Err(error) => return Err(error),
        };
        Ok(*self.0.get_or_init(|| known))
    }
}

impl NamedMetric {
    /// What a query asks for from a moment on, in microseconds since 1970; none where it names no metric.
    pub(crate) fn of(query: &PercentileQuery, start: SqlParameter, bytes: u64) -> Option<Self> {
        (!query.metric.is_empty()).then(|| Self { query: query.clone(), start, bytes })
    }

    /// Its percentile; none where the durations of spans answer: in a database without metrics, and for the names that
    /// mean those, as far as the service sent no such metric.
    ///
    /// The outer error is one after which the connection is of no more use.
    pub(crate) fn ask(
        &self,
        connection: &Connection,
        table: &MetricsTable,
        brake: &Brake,
    ) -> Result<Option<Result<Answer, AskError>>, AskError> {
        let _attached = brake.attach(connection);
        if !table.is_there(connection, brake)? {
            return Ok(None);
        }
        let survey = self.survey(connection, brake)?;
        let value = match self.sent(&survey) {
            Ok(Some(sent)) if sent.metric_type == "histogram" => {
                self.of_histogram(&sent, connection, brake)?.map(|value| value * scale(sent.unit))
            }
            Ok(Some(sent)) => sent.percentile.map(|value| value * scale(sent.unit)),
            Ok(None) => None,
            Err(error) => return Ok(Some(Err(error))),
        };
        match value {
            Some(value) => Ok(Some(Ok(Answer::Number(value)))),
            None if self.means_spans() => Ok(None),
            None => Ok(Some(Err(self.never_sent()))),
        }
    }

    fn survey(&self, connection: &Connection, brake: &Brake) -> Result<ResultSet, AskError> {
        let parameters = [
            SqlParameter::Text(self.query.service.clone()),
            SqlParameter::Text(self.query.metric.clone()),
            self.start.clone(),
            SqlParameter::Double(self.query.percentile),
        ];
        Reading { rows: 2, bytes: self.bytes, brake }.read(&mut Admitted::ours(connection, SURVEY)?, &parameters)
    }

    /// What a survey says, if a percentile of that can be told; none where nothing was sent.
    fn sent<'survey>(&self, survey: &'survey ResultSet) -> Result<Option<Sent<'survey>>, AskError> {
        let sent = |row| Sent {
            metric_type: cell::text(survey, row, 0).unwrap_or_default(),
            unit: cell::text(survey, row, 1).unwrap_or_default(),
            points: cell::number(survey, row, 2).unwrap_or_default(),
            buckets: cell::number(survey, row, 3).unwrap_or_default(),
            bounds: cell::number(survey, row, 4).unwrap_or_default(),
            percentile: cell::number(survey, row, 5),
        };
        if survey.row_count == 0 {
            return Ok(None);
        }
        let first = sent(0);
        if survey.row_count > 1 {
            let other = sent(1);
            return Err(AskError::InvalidArgument(format!(
                "{} was sent both as a {:.60} with the unit \"{:.60}\" and as a {:.60} with the unit \"{:.60}\", which \
                 have no percentile in common: ask for a shorter window, or in SQL, from otel_metrics_local",
                self.named(),
                first.metric_type,
                first.unit,
                other.metric_type,
                other.unit
            )));
        }
        match first.metric_type {
            "gauge" => Ok(Some(first)),
            "histogram" if first.points > MOST_POINTS || first.buckets > MOST_BUCKETS => {
                Err(AskError::QueryFailed(format!(
                    "{} has {} points with {} buckets within {:?}, and at most {MOST_POINTS} with {MOST_BUCKETS} are \
                     merged: ask for a shorter window",
                    self.named(),
                    first.points,
                    first.buckets,
                    self.query.window
                )))
            }
            "histogram" if first.bounds > MOST_BOUNDS as f64 => Err(self.too_many_bounds()),
            "histogram" => Ok(Some(first)),
            "sum" => Err(AskError::InvalidArgument(format!(
                "{} is a sum, of which a percentile means nothing: query its rate in SQL, from otel_metrics_local",
                self.named()
            ))),
            other => Err(AskError::InvalidArgument(format!(
                "{} is of the type \"{other:.60}\", of which no percentile can be told, only of a gauge or a histogram: \
                 query it in SQL, from otel_metrics_local",
                self.named()
            ))),
        }
    }

    /// The percentile of a histogram in its own unit; none where nothing was observed.
    fn of_histogram(&self, sent: &Sent<'_>, connection: &Connection, brake: &Brake) -> Result<Option<f64>, AskError> {
        let parameters = [
            SqlParameter::Text(self.query.service.clone()),
            SqlParameter::Text(self.query.metric.clone()),
            self.start.clone(),
            SqlParameter::Text(sent.unit.to_owned()),
            SqlParameter::Int64(i64::try_from(MOST_BOUNDS).unwrap_or(i64::MAX)),
        ];
        let failed = |error: duckdb::Error| query_error::of_duckdb(&error);
        let mut admitted = Admitted::ours(connection, POINTS)?;
        let statement = reading::start(&mut admitted, &parameters)?;
        let mut rows = MetricRows::default();
        while let Some(chunk) = statement.step().map_err(failed)? {
            brake.go_on()?;
            rows.append(&chunk).map_err(|flaw| self.flawed(&flaw))?;
        }
        let merged = rows.finish().finish().map_err(|TooManyBounds| self.too_many_bounds())?;
        Ok(merged.and_then(|histogram| histogram.percentile(self.query.percentile)))
    }

    /// Whether the name means the durations of spans where no such metric was sent.
    fn means_spans(&self) -> bool {
        matches!(self.query.metric.as_str(), "http.server.duration" | "http.server.request.duration")
    }

    fn named(&self) -> String {
        format!("the metric \"{}\" of service \"{}\"", self.query.metric, self.query.service)
    }

    fn never_sent(&self) -> AskError {
        AskError::NotFound(format!(
            "nothing was measured of {} in the last {:?}: look further back, check the name against SELECT DISTINCT name \
             FROM otel_metrics_local, or name http.server.duration for the durations of the service's spans",
            self.named(),
            self.query.window
        ))
    }

    fn too_many_bounds(&self) -> AskError {
        AskError::QueryFailed(format!(
            "{} has more than {MOST_BOUNDS} different bounds of buckets: have all that send it use the same, or ask in \
             SQL, from otel_metrics_local",
            self.named()
        ))
    }

    fn flawed(&self, flaw: &Flaw) -> AskError {
        let what = match flaw {
            Flaw::NoBounds => "without bounds between its buckets, so that no percentile can be told",
            Flaw::Garbled => "with bounds that do not ascend, or with not one count more than bounds",
        };
        AskError::QueryFailed(format!(
            "{} has a point {what}: have it sent with buckets, or ask in SQL, from otel_metrics_local",
            self.named()
        ))
    }
}

/// Whether there is surely no table or view of metrics. Who would append to it is told so in a tenth of the time that it takes
/// DuckDB to name similar tables, as it does where a statement reads from one that is not there.
fn is_missing(connection: &Connection) -> bool {
    let looked_up = connection.appender("otel_metrics_local").map(drop);
    looked_up.is_err_and(|error| error.to_string().ends_with("could not be found"))
}

/// What a value in a unit is multiplied by: times are told in nanoseconds, as those of spans are.
fn scale(unit: &str) -> f64 {
    duration_unit::nanoseconds(unit).unwrap_or(1.0)
}
