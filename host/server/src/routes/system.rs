//! Use of the machine.

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use coral_contract::{Answer, Question};
use serde_json::json;

use super::{ask, ask_number, ask_rows, json, objects, unexpected};
use crate::house::Caller;
use crate::parameters::Parameters;
use crate::refusal::Refusal;

pub(super) async fn cpu(Extension(Caller(session)): Extension<Caller>) -> Result<Response, Refusal> {
    let percent = ask_number(&session, Question::Cpu).await?;
    Ok(json(&json!({ "usage_percent": percent }), 1))
}

pub(super) async fn memory(Extension(Caller(session)): Extension<Caller>) -> Result<Response, Refusal> {
    match ask(&session, Question::Memory).await? {
        Answer::Memory(memory) => Ok(json(&json!({ "used": memory.used, "total": memory.total }), 1)),
        other => Err(unexpected(&other).into()),
    }
}

/// The latest samples of the metrics that are named, each by a parameter `name`, or of all.
pub(super) async fn metrics(
    Extension(Caller(session)): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let names = Parameters::of(query.as_deref()).all("name");
    let found = ask_rows(&session, Question::SystemMetrics(names)).await?;
    Ok(json(&json!({ "metrics": objects(&found) }), found.row_count))
}
