//! SQL.

use axum::Extension;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use coral_contract::{Question, SqlParameter, SqlQuery, WideIntegers};
use serde::Deserialize;
use serde_json::Value;

use super::{ask_rows, counted};
use crate::house::Caller;
use crate::refusal::Refusal;
use crate::{body, rows};

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    sql: Option<String>,
    #[serde(default)]
    parameters: Option<Vec<Value>>,
    #[serde(default)]
    wide_integers: WideIntegers,
    #[serde(default)]
    limit: Option<u32>,
}

pub(super) async fn query(Extension(Caller(session)): Extension<Caller>, body: Body) -> Result<Response, Refusal> {
    let request: Request = body::read_json(body).await?;
    let text = request.sql.filter(|sql| !sql.is_empty()).ok_or_else(|| Refusal::invalid("SQL query is required"))?;
    let parameters = request.parameters.unwrap_or_default().into_iter().zip(1..).map(parameter);
    let parameters = parameters.collect::<Result<Vec<_>, _>>()?;
    let found = ask_rows(&session, Question::Sql(SqlQuery { text, parameters, limit: request.limit })).await?;
    let count = found.row_count;
    let body = rows::body(found, request.wide_integers);
    Ok(counted(([(CONTENT_TYPE, "application/json")], body).into_response(), count))
}

/// The value for one `?`, and which one.
fn parameter((value, number): (Value, usize)) -> Result<SqlParameter, Refusal> {
    let invalid = |what: &str| {
        Refusal::invalid(format!(
            "parameter {number} is {what}: it must be null, a boolean, a text or a number, a whole one of 64 bits"
        ))
    };
    Ok(match value {
        Value::Null => SqlParameter::Null,
        Value::Bool(value) => SqlParameter::Boolean(value),
        Value::String(value) => SqlParameter::Text(value),
        Value::Number(value) => match (value.as_i64(), value.as_f64()) {
            (Some(value), _) => SqlParameter::Int64(value),
            (None, Some(_)) if value.is_u64() => return Err(invalid("too large")),
            (None, Some(value)) => SqlParameter::Double(value),
            (None, None) => return Err(invalid("too large")),
        },
        Value::Array(_) => return Err(invalid("an array")),
        Value::Object(object) => match object.get("double").and_then(Value::as_str) {
            Some("NaN") => SqlParameter::Double(f64::NAN),
            Some("Infinity") => SqlParameter::Double(f64::INFINITY),
            Some("-Infinity") => SqlParameter::Double(f64::NEG_INFINITY),
            _ => return Err(invalid("an object")),
        },
    })
}
