//! Figures about a service.

use std::time::Duration;

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use coral_contract::{Answer, ErrorRateQuery, PercentileQuery, Question};
use serde_json::json;

use super::{ask, ask_number, json, unexpected};
use crate::house::Caller;
use crate::parameters::Parameters;
use crate::refusal::Refusal;

/// How far back to look, unless a request says so.
const WINDOW: Duration = Duration::from_secs(300);

pub(super) async fn percentile(
    Extension(Caller(session)): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let parameters = Parameters::of(query.as_deref());
    let [service, p] = parameters.required(["service", "p"])?;
    let percentile = p.parse().ok().filter(|percentile| (0.0..=1.0).contains(percentile));
    let percentile = percentile.ok_or_else(|| Refusal::invalid("Invalid percentile value (must be 0-1)"))?;
    let query = PercentileQuery {
        service: service.to_owned(),
        metric: parameters.optional("metric").unwrap_or_default().to_owned(),
        percentile,
        window: parameters.duration("window")?.unwrap_or(WINDOW),
    };
    let value = ask_number(&session, Question::Percentile(query)).await?;
    Ok(json(&json!({ "value": value }), 1))
}

pub(super) async fn error_rate(
    Extension(Caller(session)): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let parameters = Parameters::of(query.as_deref());
    let [service] = parameters.required(["service"])?;
    let window = parameters.duration("window")?.unwrap_or(WINDOW);
    let query = ErrorRateQuery { service: service.to_owned(), window };
    match ask(&session, Question::ErrorRate(query)).await? {
        Answer::ErrorRate(found) => Ok(json(
            &json!({ "value": found.rate, "request_count": found.request_count, "error_count": found.error_count }),
            1,
        )),
        other => Err(unexpected(&other).into()),
    }
}
