//! Events.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use coral_contract::Severity;
use serde::Deserialize;
use serde_json::{Value, json};

use super::json;
use crate::body;
use crate::house::{Caller, House};
use crate::refusal::Refusal;

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    data: Value,
    #[serde(default)]
    severity: Option<String>,
}

pub(super) async fn emit(
    State(house): State<Arc<House>>,
    Extension(Caller(session)): Extension<Caller>,
    body: Body,
) -> Result<Response, Refusal> {
    let request: Request = body::read_json(body).await?;
    let name = request.name.filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::invalid("Event name is required"))?;
    let severity = match request.severity.as_deref() {
        None | Some("" | "info") => Severity::Info,
        Some("warning") => Severity::Warning,
        Some("error") => Severity::Error,
        Some("critical") => Severity::Critical,
        Some(other) => {
            return Err(Refusal::invalid(format!(
                "the severity {other:?} is none of info, warning, error and critical"
            )));
        }
    };
    session.emit(name, &request.data.to_string(), severity)?;
    house.figures.emitted();
    Ok(json(&json!({ "status": "ok" }), 0))
}
