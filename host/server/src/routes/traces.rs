//! Spans of requests.

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use coral_contract::{Question, TracesQuery};
use serde_json::{Map, Value, json};

use super::{ask_rows, json};
use crate::cells;
use crate::house::Caller;
use crate::parameters::Parameters;
use crate::refusal::Refusal;

/// How many spans are given, unless a request says so.
const LIMIT: u32 = 100;

pub(super) async fn query(
    Extension(Caller(session)): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let parameters = Parameters::of(query.as_deref());
    let [service] = parameters.required(["service"])?;
    let limit = parameters.optional("limit").map_or(Ok(LIMIT), |limit| {
        limit.parse().map_err(|_| Refusal::invalid(format!("the limit {limit:?} is no whole number")))
    })?;
    let slowest_first = match parameters.optional("order") {
        None | Some("newest") => false,
        Some("slowest") => true,
        Some(other) => return Err(Refusal::invalid(format!("the order {other:?} is neither newest nor slowest"))),
    };
    let query = TracesQuery {
        service: service.to_owned(),
        min_duration: parameters.duration("minDuration")?.unwrap_or_default(),
        window: parameters.duration("timeRange")?,
        errors_only: parameters.flag("errorsOnly")?,
        slowest_first,
        limit,
    };
    let found = ask_rows(&session, Question::Traces(query)).await?;
    let traces: Vec<Value> = (0..found.row_count)
        .map(|row| {
            let cells = found.columns.iter().filter(|column| column.name != "service_name");
            let cells = cells.map(|column| {
                let value = match cells::value(column, row) {
                    Value::Null => nothing(&column.name),
                    value => value,
                };
                (column.name.clone(), value)
            });
            Value::Object(cells.collect::<Map<_, _>>())
        })
        .collect();
    let count = traces.len();
    Ok(json(&json!({ "traces": traces, "count": count }), count))
}

/// What a span has that lacks something: scripts count on the types.
fn nothing(column: &str) -> Value {
    match column {
        "duration_ns" | "http_status" => json!(0),
        "is_error" => json!(false),
        "start_time" => Value::Null,
        _ => json!(""),
    }
}
