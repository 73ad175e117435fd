//! What the server says of itself: health, figures, its description.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::json;
use crate::house::House;
use crate::refusal::Refusal;

/// The OpenAPI description of all routes.
const OPENAPI: &str = include_str!("../../openapi.json");

pub(super) async fn health(State(house): State<Arc<House>>) -> Result<Response, Refusal> {
    let health = house.telemetry.health().await.map_err(|error| {
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", format!("Database unhealthy: {error}"))
    })?;
    let body = json!({
        "status": "ok",
        "active_requests": house.figures.active_requests(),
        "db_stats": {
            "open_connections": health.open_connections,
            "in_use": health.in_use,
            "idle": health.idle,
        },
    });
    Ok(json(&body, 0))
}

pub(super) async fn figures(State(house): State<Arc<House>>) -> Result<Response, Refusal> {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(CONTENT_TYPE, kind)], house.figures.text()?).into_response())
}

pub(super) async fn openapi() -> Response {
    ([(CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}
