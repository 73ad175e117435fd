//! The routes under load, each with the SQL that DuckDB runs for it; must not know how either is measured.

use std::time::{Duration, SystemTime};

use duckdb::types::Value;

use crate::statement::{PERCENTILE, Statement, ours};

/// The window of every request: all rows are in it, however long the measuring takes.
const WINDOW: Duration = Duration::from_secs(24 * 3600);

const ERROR_RATE: &str = "
    SELECT count(*), count(*) FILTER (is_error) FROM otel_spans_local
    WHERE service_name = $1 AND start_time > make_timestamp($2::BIGINT)";

const TRACES: &str = "
    SELECT trace_id, span_id, service_name, duration_ns, is_error, http_status, http_method, http_route, start_time
    FROM otel_spans_local
    WHERE service_name = $1 AND ($2::BIGINT = 0 OR duration_ns > $2::BIGINT)
      AND ($3::BIGINT IS NULL OR start_time > make_timestamp($3::BIGINT)) AND (is_error OR NOT $4::BOOLEAN)
    ORDER BY start_time DESC, duration_ns DESC, span_id LIMIT $5::BIGINT";

const SERVICES: &str = "
    SELECT service_name, count(*) AS span_count, max(start_time) AS last_seen FROM otel_spans_local
    WHERE service_name IS NOT NULL GROUP BY service_name ORDER BY service_name";

const CPU: &str = "
    SELECT arg_max(value, timestamp) FROM system_metrics_local WHERE name = 'system.cpu.utilization'";

const MEMORY: &str = "
    SELECT arg_max(value, timestamp) FILTER (name = 'system.memory.usage'),
           arg_max(value, timestamp) FILTER (name = 'system.memory.total')
    FROM system_metrics_local WHERE name IN ('system.memory.usage', 'system.memory.total')";

const SLOW_BY_SERVICE: &str = "SELECT service_name, count(*) AS spans, avg(duration_ns) AS mean \
                               FROM otel_spans_local WHERE duration_ns > ? GROUP BY service_name ORDER BY spans DESC";

const THOUSAND_ROWS: &str = "SELECT * FROM otel_spans_local LIMIT 1000";

/// A request, and what DuckDB does for it.
#[derive(Clone)]
pub struct Route {
    /// As the table calls it.
    pub name: &'static str,
    pub method: &'static str,
    pub path: String,
    pub body: String,
    /// None where the database is not asked.
    pub bare: Option<Statement>,
}

/// All routes under load.
pub fn all() -> Vec<Route> {
    let service = || Value::Text("payments".to_owned());
    let begin = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap() - WINDOW;
    let begin = || Value::BigInt(begin.as_micros().try_into().unwrap());
    vec![
        get("/health", "SELECT 1", vec![]),
        query("POST /db/query, one row", "SELECT 1 AS one", None),
        query("POST /db/query, an aggregate", SLOW_BY_SERVICE, Some(100_000_000)),
        query("POST /db/query, 1,000 rows", THOUSAND_ROWS, None),
        get(
            "/metrics/percentile?service=payments&p=0.99&window=24h",
            ours(PERCENTILE),
            vec![Value::Double(0.99), service(), begin()],
        ),
        get("/metrics/error-rate?service=payments&window=24h", ours(ERROR_RATE), vec![service(), begin()]),
        get(
            "/traces/query?service=payments&minDuration=100ms&timeRange=24h&limit=100",
            ours(TRACES),
            vec![service(), Value::BigInt(100_000_000), begin(), Value::Boolean(false), Value::BigInt(101)],
        ),
        get("/services", ours(SERVICES), vec![]),
        get("/system/cpu", ours(CPU), vec![]),
        get("/system/memory", ours(MEMORY), vec![]),
        Route {
            name: "POST /emit",
            method: "POST",
            path: "/emit".to_owned(),
            body: r#"{"name":"alert","data":{"p99_ms":650},"severity":"warning"}"#.to_owned(),
            bare: None,
        },
    ]
}

fn get(path: &'static str, sql: &'static str, parameters: Vec<Value>) -> Route {
    let name = path.split('?').next().unwrap_or(path);
    Route { name, method: "GET", path: path.to_owned(), body: String::new(), bare: Some(Statement { sql, parameters }) }
}

fn query(name: &'static str, sql: &'static str, parameter: Option<i64>) -> Route {
    let body = serde_json::json!({ "sql": sql, "parameters": parameter.as_slice() }).to_string();
    let parameters = parameter.into_iter().map(Value::BigInt).collect();
    Route { name, method: "POST", path: "/db/query".to_owned(), body, bare: Some(Statement { sql, parameters }) }
}
