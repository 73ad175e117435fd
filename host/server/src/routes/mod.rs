//! The routes, one file a subject; docs/http.md and openapi.json describe them.

mod colony;
mod db;
mod emit;
mod metrics;
mod own;
mod services;
mod system;
mod traces;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use coral_contract::{Answer, AskError, Question, ResultSet};
use coral_run::Session;
use serde_json::{Map, Value};

use crate::house::{House, RowCount};
use crate::refusal::Refusal;
use crate::{cells, front_door};

/// All routes, behind the front door.
pub(crate) fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/health", get(own::health))
        .route("/metrics", get(own::figures))
        .route("/openapi.json", get(own::openapi))
        .route("/db/query", post(db::query))
        .route("/metrics/percentile", get(metrics::percentile))
        .route("/metrics/error-rate", get(metrics::error_rate))
        .route("/traces/query", get(traces::query))
        .route("/system/cpu", get(system::cpu))
        .route("/system/memory", get(system::memory))
        .route("/system/metrics", get(system::metrics))
        .route("/services", get(services::list))
        .route("/services/activity", get(services::activity))
        .route("/emit", post(emit::emit))
        .route("/coral.colony.v1.ColonyService/{method}", post(colony::call))
        .route("/coral.colony.v1.ColonyDebugService/{method}", post(colony::call_debug))
        .fallback(async || Refusal::no_route())
        .method_not_allowed_fallback(async || Refusal::method())
        .layer(middleware::from_fn_with_state(Arc::clone(&house), front_door::pass))
        .with_state(house)
}

/// Routes that are there for everyone, and tell nothing of the telemetry.
pub(crate) const OPEN: &[&str] = &["/health", "/metrics", "/openapi.json"];

/// Asks a question, as the run that a request is of.
async fn ask(session: &Session, question: Question) -> Result<Answer, AskError> {
    session.ask(question)?.await
}

/// The rows that answer a question whose answer is rows.
async fn ask_rows(session: &Session, question: Question) -> Result<ResultSet, AskError> {
    match ask(session, question).await? {
        Answer::Rows(rows) => Ok(rows),
        other => Err(unexpected(&other)),
    }
}

/// The number that answers a question whose answer is one.
async fn ask_number(session: &Session, question: Question) -> Result<f64, AskError> {
    match ask(session, question).await? {
        Answer::Number(number) => Ok(number),
        other => Err(unexpected(&other)),
    }
}

/// What a telemetry that broke its contract gets.
fn unexpected(answer: &Answer) -> AskError {
    let kind = match answer {
        Answer::Rows(_) => "rows",
        Answer::Number(_) => "a number",
        Answer::ErrorRate(_) => "an error rate",
        Answer::Memory(_) => "memory",
    };
    AskError::Unavailable(format!("the telemetry answered with {kind}, which was not the question"))
}

/// The rows of a small answer, each an object of its cells by their columns' names.
fn objects(found: &ResultSet) -> Vec<Value> {
    let row = |row| {
        let cells = found.columns.iter().map(|column| (column.name.clone(), cells::value(column, row)));
        Value::Object(cells.collect::<Map<_, _>>())
    };
    (0..found.row_count).map(row).collect()
}

/// A small answer in JSON, which counts as some rows.
fn json(value: &Value, rows: usize) -> Response {
    counted(([(axum::http::header::CONTENT_TYPE, "application/json")], format!("{value}\n")).into_response(), rows)
}

fn counted(mut response: Response, rows: usize) -> Response {
    response.extensions_mut().insert(RowCount(rows as u64));
    response
}
