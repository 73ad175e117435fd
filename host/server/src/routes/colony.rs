//! What the client of a Coral colony calls: `coral.colony.v1.ColonyService`, over the same questions as all else.

use std::time::{Duration, SystemTime};

use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use coral_contract::{ActivityQuery, PercentileQuery, Question, ResultSet, SqlQuery};
use coral_run::Session;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ask_number, ask_rows, counted};
use crate::connect::{ConnectError, Wide, reply};
use crate::house::Caller;
use crate::{body, cells, duration};

/// How far back to look, unless a request says so.
const WINDOW: Duration = Duration::from_secs(3600);

/// How many rows a query gives, unless it says so.
const MAX_ROWS: u32 = 1000;

/// The fields of all requests: each method reads its own and ignores the others.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Request {
    service: Option<String>,
    metric: Option<String>,
    percentile: Option<f64>,
    #[serde(alias = "time_range_ms")]
    time_range_ms: Wide,
    #[serde(alias = "time_range")]
    time_range: Option<String>,
    sql: Option<String>,
    #[serde(alias = "max_rows")]
    max_rows: Wide,
}

pub(super) async fn call(
    Extension(Caller(session)): Extension<Caller>,
    Path(method): Path<String>,
    body: Body,
) -> Result<Response, ConnectError> {
    let request: Request = body::read_json(body).await?;
    match method.as_str() {
        "ListAgents" => list_agents(&session).await,
        "ListServices" => list_services(&session, &request).await,
        "GetMetricPercentile" => get_metric_percentile(&session, &request).await,
        "GetServiceActivity" => get_service_activity(&session, &request).await,
        "ListServiceActivity" => list_service_activity(&session, &request).await,
        "ExecuteQuery" => execute_query(&session, request).await,
        other => Err(ConnectError::unimplemented(format!("there is no method {other} of ColonyService here"))),
    }
}

/// A colony's debugger, which attaches probes to programs: nothing here does.
pub(super) async fn call_debug(Path(method): Path<String>) -> ConnectError {
    ConnectError::unimplemented(format!("{method} of ColonyDebugService is not available: no probes are attached here"))
}

/// This host is the one agent, and what has spans are its services.
async fn list_agents(session: &Session) -> Result<Response, ConnectError> {
    let found = ask_rows(session, Question::Services).await?;
    let services: Vec<Value> = (0..found.row_count)
        .map(|row| {
            json!({
                "name": text(&found, "service_name", row), "port": 0, "healthEndpoint": "", "serviceType": "",
                "labels": {}, "processId": 0, "binaryPath": "", "binaryHash": "", "exePattern": "",
            })
        })
        .collect();
    let agent = json!({
        "agentId": "local", "componentName": "", "meshIpv4": "", "meshIpv6": "", "lastSeen": now(),
        "status": "healthy", "services": services,
    });
    Ok(counted(reply(&json!({ "agents": [agent] })), found.row_count))
}

async fn list_services(session: &Session, request: &Request) -> Result<Response, ConnectError> {
    if let Some(range) = request.time_range.as_deref().filter(|range| !range.is_empty())
        && duration::parse(range).is_none()
    {
        return Err(ConnectError::invalid(format!("the timeRange {range:?} is no duration, such as 1h")));
    }
    let found = ask_rows(session, Question::Services).await?;
    let services: Vec<Value> = (0..found.row_count)
        .map(|row| {
            json!({
                "name": text(&found, "service_name", row), "namespace": "", "instanceCount": 1,
                "lastSeen": text(&found, "last_seen", row), "source": "SERVICE_SOURCE_OBSERVED",
                "status": "SERVICE_STATUS_OBSERVED_ONLY", "agentId": "local",
            })
        })
        .collect();
    Ok(counted(reply(&json!({ "services": services })), found.row_count))
}

async fn get_metric_percentile(session: &Session, request: &Request) -> Result<Response, ConnectError> {
    let query = PercentileQuery {
        service: service(request)?,
        metric: request.metric.clone().unwrap_or_default(),
        percentile: request.percentile.unwrap_or_default(),
        window: window(request)?,
    };
    let value = ask_number(session, Question::Percentile(query)).await?;
    Ok(counted(reply(&json!({ "value": value, "unit": "nanoseconds", "timestamp": now() })), 1))
}

async fn get_service_activity(session: &Session, request: &Request) -> Result<Response, ConnectError> {
    let service = service(request)?;
    let query = ActivityQuery { service: Some(service.clone()), window: window(request)? };
    let found = ask_rows(session, Question::ServiceActivity(query)).await?;
    if found.row_count == 0 {
        return Err(ConnectError::not_found(format!("service not found: {service:?} had no request in that time")));
    }
    let mut activity = activity(&found, 0);
    activity["timestamp"] = json!(now());
    Ok(counted(reply(&activity), 1))
}

async fn list_service_activity(session: &Session, request: &Request) -> Result<Response, ConnectError> {
    let query = ActivityQuery { service: None, window: window(request)? };
    let found = ask_rows(session, Question::ServiceActivity(query)).await?;
    let services: Vec<Value> = (0..found.row_count).map(|row| activity(&found, row)).collect();
    Ok(counted(reply(&json!({ "services": services })), found.row_count))
}

async fn execute_query(session: &Session, request: Request) -> Result<Response, ConnectError> {
    let text = request.sql.filter(|sql| !sql.is_empty()).ok_or_else(|| ConnectError::invalid("sql is required"))?;
    let limit = match request.max_rows.0 {
        0 => MAX_ROWS,
        rows if rows < 0 => return Err(ConnectError::invalid("maxRows must not be negative")),
        rows => u32::try_from(rows).unwrap_or(u32::MAX),
    };
    let query = SqlQuery { text, parameters: Vec::new(), limit: Some(limit) };
    let found = ask_rows(session, Question::Sql(query)).await?;
    let row_count = found.row_count;
    let columns: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
    let rows: Vec<Value> = (0..row_count)
        .map(|row| {
            let values: Vec<String> = found.columns.iter().map(|column| cells::plain_text(column, row)).collect();
            json!({ "values": values })
        })
        .collect();
    Ok(counted(reply(&json!({ "columns": columns, "rows": rows, "rowCount": row_count })), row_count))
}

fn service(request: &Request) -> Result<String, ConnectError> {
    let service = request.service.clone().filter(|service| !service.is_empty());
    service.ok_or_else(|| ConnectError::invalid("service is required"))
}

fn window(request: &Request) -> Result<Duration, ConnectError> {
    match u64::try_from(request.time_range_ms.0) {
        Ok(0) => Ok(WINDOW),
        Ok(milliseconds) => Ok(Duration::from_millis(milliseconds)),
        Err(_) => Err(ConnectError::invalid("timeRangeMs must not be negative")),
    }
}

fn activity(found: &ResultSet, row: usize) -> Value {
    let (requests, errors) = (text(found, "request_count", row), text(found, "error_count", row));
    let count = |text: &str| text.parse::<f64>().unwrap_or_default();
    let rate = if count(&requests) > 0.0 { count(&errors) / count(&requests) } else { 0.0 };
    json!({
        "serviceName": text(found, "service_name", row), "requestCount": requests, "errorCount": errors,
        "errorRate": rate,
    })
}

fn text(found: &ResultSet, column: &str, row: usize) -> String {
    let column = found.columns.iter().find(|other| other.name == column);
    column.map(|column| cells::plain_text(column, row)).unwrap_or_default()
}

fn now() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    coral_contract::timestamp_text(i64::try_from(now.as_micros()).unwrap_or(i64::MAX))
}
