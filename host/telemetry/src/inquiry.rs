//! A question as one SQL statement and what its rows mean; must not know how a statement runs, or where.

use std::time::{Duration, SystemTime};

use coral_contract::{
    ActivityQuery, Answer, AskError, Bounds, ErrorRate, ErrorRateQuery, Memory, PercentileQuery, Question, ResultSet,
    SqlParameter, SqlQuery, TracesQuery,
};

use crate::guard::Access;
use crate::named_metric::NamedMetric;
use crate::worker::Query;
use crate::{Limits, cell};

// A window is a bound on `start_time`, which is UTC without a zone: `make_timestamp` of the microseconds since 1970
// compares with it whatever zone the session is in.

const PERCENTILE: &str = "
    SELECT quantile_cont(duration_ns, $1::DOUBLE) FROM otel_spans_local
    WHERE service_name = $2 AND start_time > make_timestamp($3::BIGINT)";

const ERROR_RATE: &str = "
    SELECT count(*), count(*) FILTER (is_error) FROM otel_spans_local
    WHERE service_name = $1 AND start_time > make_timestamp($2::BIGINT)";

const NEWEST_TRACES: &str = "
    SELECT trace_id, span_id, service_name, duration_ns, is_error, http_status, http_method, http_route, start_time
    FROM otel_spans_local
    WHERE service_name = $1 AND ($2::BIGINT = 0 OR duration_ns > $2::BIGINT)
      AND ($3::BIGINT IS NULL OR start_time > make_timestamp($3::BIGINT)) AND (is_error OR NOT $4::BOOLEAN)
    ORDER BY start_time DESC, duration_ns DESC, span_id LIMIT $5::BIGINT";

const SLOWEST_TRACES: &str = "
    SELECT trace_id, span_id, service_name, duration_ns, is_error, http_status, http_method, http_route, start_time
    FROM otel_spans_local
    WHERE service_name = $1 AND ($2::BIGINT = 0 OR duration_ns > $2::BIGINT)
      AND ($3::BIGINT IS NULL OR start_time > make_timestamp($3::BIGINT)) AND (is_error OR NOT $4::BOOLEAN)
    ORDER BY duration_ns DESC, start_time DESC, span_id LIMIT $5::BIGINT";

const CPU: &str = "
    SELECT arg_max(value, timestamp) FROM system_metrics_local WHERE name = 'system.cpu.utilization'";

const MEMORY: &str = "
    SELECT arg_max(value, timestamp) FILTER (name = 'system.memory.usage'),
           arg_max(value, timestamp) FILTER (name = 'system.memory.total')
    FROM system_metrics_local WHERE name IN ('system.memory.usage', 'system.memory.total')";

// The names arrive as one JSON text, since a list cannot be bound.
const SYSTEM_METRICS: &str = r#"
    SELECT name, arg_max(value, timestamp) AS value, arg_max(unit, timestamp) AS unit, max(timestamp) AS timestamp
    FROM system_metrics_local
    WHERE value IS NOT NULL AND ($1::VARCHAR = '[]' OR list_contains(from_json($1::VARCHAR, '["VARCHAR"]'), name))
    GROUP BY name ORDER BY name"#;

const SERVICES: &str = "
    SELECT service_name, count(*) AS span_count, max(start_time) AS last_seen FROM otel_spans_local
    WHERE service_name IS NOT NULL GROUP BY service_name ORDER BY service_name";

const ACTIVITY: &str = "
    SELECT service_name, count(*) AS request_count, count(*) FILTER (is_error) AS error_count FROM otel_spans_local
    WHERE service_name IS NOT NULL AND ($1::VARCHAR IS NULL OR service_name = $1::VARCHAR)
      AND start_time > make_timestamp($2::BIGINT)
    GROUP BY service_name ORDER BY request_count DESC, service_name";

/// A question as a statement, by who wrote that.
pub(crate) enum Asked {
    /// We did.
    Ours(Inquiry),
    /// A script did: it is untrusted, and may take so long.
    OfScript(Query, Duration),
}

/// What the rows of a statement mean.
type Meaning = Box<dyn FnOnce(ResultSet) -> Result<Answer, AskError> + Send>;

/// A question as one statement of ours.
pub(crate) struct Inquiry {
    /// What is asked first: where it has an answer, the statement is not run.
    pub(crate) named_metric: Option<NamedMetric>,
    /// What is asked, for messages: `the percentile`.
    pub(crate) subject: &'static str,
    /// The statement.
    pub(crate) text: &'static str,
    /// The values of its parameters.
    pub(crate) parameters: Vec<SqlParameter>,
    /// How many rows to read at most.
    pub(crate) rows: usize,
    /// How many bytes of cells and names to read at most.
    pub(crate) bytes: u64,
    /// How long it may take.
    pub(crate) deadline: Duration,
    /// What its rows mean.
    pub(crate) meaning: Meaning,
}

impl Asked {
    /// The statement that answers a question within some bounds; `InvalidArgument` where an argument of it has no meaning.
    pub(crate) fn of(question: Question, bounds: &Bounds, limits: &Limits) -> Result<Self, AskError> {
        let aggregate = limits.aggregate_deadline;
        let gauge = limits.gauge_deadline;
        let rows_as_they_are: Meaning = Box::new(|rows| Ok(Answer::Rows(rows)));
        let bytes = limits.result_bytes.min(bounds.bytes);
        let inquiry = |subject, text, parameters, deadline, meaning| Inquiry {
            named_metric: None,
            subject,
            text,
            parameters,
            rows: limits.rows,
            bytes,
            deadline,
            meaning,
        };
        let inquiry = match question {
            Question::Sql(query) => {
                let deadline = within(limits.sql_deadline, bounds);
                return Ok(Self::OfScript(script_query(query, bounds, limits)?, deadline));
            }
            Question::Percentile(query) => {
                let start = since(query.window);
                let parameters = percentile_parameters(&query, start.clone())?;
                let named_metric = NamedMetric::of(&query, start, limits.result_bytes);
                let meaning: Meaning = Box::new(move |rows| percentile(&rows, &query));
                let durations = inquiry("the percentile", PERCENTILE, parameters, aggregate, meaning);
                Inquiry { named_metric, ..durations }
            }
            Question::ErrorRate(ErrorRateQuery { service, window }) => {
                let parameters = vec![SqlParameter::Text(named(service)?), since(window)];
                let meaning: Meaning = Box::new(|rows| error_rate(&rows));
                inquiry("the error rate", ERROR_RATE, parameters, aggregate, meaning)
            }
            Question::Traces(query) => {
                let rows = query.limit as usize;
                let text = if query.slowest_first { SLOWEST_TRACES } else { NEWEST_TRACES };
                let parameters = traces_parameters(query, limits)?;
                let traces = inquiry("the traces", text, parameters, limits.traces_deadline, rows_as_they_are);
                Inquiry { rows, ..traces }
            }
            Question::Cpu => inquiry("the CPU use", CPU, Vec::new(), gauge, Box::new(|rows| cpu(&rows))),
            Question::Memory => inquiry("the memory use", MEMORY, Vec::new(), gauge, Box::new(|rows| memory(&rows))),
            Question::SystemMetrics(names) => {
                let names = serde_json::Value::from(names).to_string();
                let parameters = vec![SqlParameter::Text(names)];
                inquiry("the system metrics", SYSTEM_METRICS, parameters, gauge, rows_as_they_are)
            }
            Question::Services => inquiry("the list of services", SERVICES, Vec::new(), aggregate, rows_as_they_are),
            Question::ServiceActivity(ActivityQuery { service, window }) => {
                let service = match service {
                    Some(service) => SqlParameter::Text(named(service)?),
                    None => SqlParameter::Null,
                };
                let parameters = vec![service, since(window)];
                inquiry("the services' activity", ACTIVITY, parameters, aggregate, rows_as_they_are)
            }
        };
        let (rows, deadline) = (rows_within(inquiry.rows, bounds), within(inquiry.deadline, bounds));
        Ok(Self::Ours(Inquiry { rows, deadline, ..inquiry }))
    }
}

fn script_query(query: SqlQuery, bounds: &Bounds, limits: &Limits) -> Result<Query, AskError> {
    if query.limit == Some(0) {
        return Err(AskError::InvalidArgument("the limit 0 asks for no row: it is 1 or more".to_owned()));
    }
    Ok(Query {
        text: query.text,
        parameters: query.parameters,
        rows: rows_within(query.limit.map_or(limits.rows, |limit| limits.rows.min(limit as usize)), bounds),
        bytes: limits.result_bytes.min(bounds.bytes),
        access: Access::within(bounds),
    })
}

fn rows_within(rows: usize, bounds: &Bounds) -> usize {
    rows.min(usize::try_from(bounds.rows).unwrap_or(usize::MAX))
}

fn within(deadline: Duration, bounds: &Bounds) -> Duration {
    bounds.time.map_or(deadline, |time| time.min(deadline))
}

/// A service's name, which must not be empty.
fn named(service: String) -> Result<String, AskError> {
    if service.is_empty() {
        return Err(AskError::InvalidArgument(
            "the service's name is empty: name one, such as \"payments\"".to_owned(),
        ));
    }
    Ok(service)
}

/// Where a window that reaches until now begins: microseconds since 1970, the earliest that telemetry can be from.
fn since(window: Duration) -> SqlParameter {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let start = now.saturating_sub(window).as_micros();
    SqlParameter::Int64(i64::try_from(start).unwrap_or(i64::MAX))
}

/// For the durations of spans: in a database without metrics they answer for a metric of any name, since
/// `http.server.duration` and the like mean them anyway.
fn percentile_parameters(query: &PercentileQuery, start: SqlParameter) -> Result<Vec<SqlParameter>, AskError> {
    let service = named(query.service.clone())?;
    if !(0.0..=1.0).contains(&query.percentile) {
        return Err(AskError::InvalidArgument(format!(
            "the percentile {} is not between 0 and 1: P99 is 0.99",
            query.percentile
        )));
    }
    Ok(vec![SqlParameter::Double(query.percentile), SqlParameter::Text(service), start])
}

fn traces_parameters(query: TracesQuery, limits: &Limits) -> Result<Vec<SqlParameter>, AskError> {
    let service = named(query.service)?;
    if query.limit == 0 || query.limit as usize > limits.rows {
        return Err(AskError::InvalidArgument(format!(
            "the limit {} is not between 1 and {}",
            query.limit, limits.rows
        )));
    }
    Ok(vec![
        SqlParameter::Text(service),
        SqlParameter::Int64(i64::try_from(query.min_duration.as_nanos()).unwrap_or(i64::MAX)),
        query.window.map_or(SqlParameter::Null, since),
        SqlParameter::Boolean(query.errors_only),
        // One more than are read tells whether there were more.
        SqlParameter::Int64(i64::from(query.limit) + 1),
    ])
}

fn percentile(rows: &ResultSet, query: &PercentileQuery) -> Result<Answer, AskError> {
    cell::number(rows, 0, 0).map(Answer::Number).ok_or_else(|| {
        AskError::NotFound(format!(
            "no span of service \"{}\" started in the last {:?}: check the name against the list of services, or \
             look further back",
            query.service, query.window
        ))
    })
}

fn error_rate(rows: &ResultSet) -> Result<Answer, AskError> {
    let count = |column| cell::number(rows, 0, column).unwrap_or_default();
    let (requests, errors) = (count(0), count(1));
    let rate = if requests > 0.0 { errors / requests } else { 0.0 };
    Ok(Answer::ErrorRate(ErrorRate { rate, request_count: requests as u64, error_count: errors as u64 }))
}

fn cpu(rows: &ResultSet) -> Result<Answer, AskError> {
    cell::number(rows, 0, 0).map(Answer::Number).ok_or_else(|| never_recorded("system.cpu.utilization"))
}

fn memory(rows: &ResultSet) -> Result<Answer, AskError> {
    // A cast to an integer saturates, so that a value which is no size of memory does no harm.
    let bytes =
        |column, name| cell::number(rows, 0, column).map(|value| value as u64).ok_or_else(|| never_recorded(name));
    let (used, total) = (bytes(0, "system.memory.usage")?, bytes(1, "system.memory.total")?);
    Ok(Answer::Memory(Memory { used, total }))
}

fn never_recorded(metric: &str) -> AskError {
    AskError::NotFound(format!("the metric {metric} was never recorded in system_metrics_local"))
}
