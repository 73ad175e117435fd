//! Use of the machine.

use axum::Extension;
use axum::response::Response;
use coral_contract::{Answer, Question};
use serde_json::json;

use super::{ask, ask_number, json, unexpected};
use crate::house::Caller;
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
