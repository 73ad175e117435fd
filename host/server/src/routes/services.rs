//! The services that have spans.

use std::time::Duration;

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use coral_contract::{ActivityQuery, Question};
use serde_json::json;

use super::{ask_rows, json, objects};
use crate::house::Caller;
use crate::parameters::Parameters;
use crate::refusal::Refusal;

/// How far back to look, unless a request says so.
const WINDOW: Duration = Duration::from_secs(3600);

pub(super) async fn list(Extension(Caller(session)): Extension<Caller>) -> Result<Response, Refusal> {
    let found = ask_rows(&session, Question::Services).await?;
    Ok(json(&json!({ "services": objects(&found) }), found.row_count))
}

pub(super) async fn activity(
    Extension(Caller(session)): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let parameters = Parameters::of(query.as_deref());
    let service = parameters.optional("service").map(str::to_owned);
    let window = parameters.duration("window")?.unwrap_or(WINDOW);
    let found = ask_rows(&session, Question::ServiceActivity(ActivityQuery { service, window })).await?;
    Ok(json(&json!({ "services": objects(&found) }), found.row_count))
}
