//! What every request passes on its way in and out: who calls, how a refusal is said, what is counted and logged. Must
//! not know any route's meaning.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::middleware::Next;
use axum::response::Response;

use crate::house::{Caller, House, RowCount};
use crate::refusal::Refusal;
use crate::request_log::RequestLog;

/// Lets a request in, and its response out.
pub(crate) async fn pass(State(house): State<Arc<House>>, mut request: Request, next: Next) -> Response {
    let _active = house.figures.enter();
    let route = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None => "none".to_owned(),
    };
    let mut log = RequestLog::begin(request.method().as_str(), request.uri().path());
    let as_json = prefers_json(request.headers());

    let response = match admit(&house, &request, &route) {
        Ok(caller) => {
            if let Some(Caller(session)) = &caller {
                session.count_call();
                let facts = session.facts();
                log.is_of(facts.id.to_string(), facts.script.clone());
            }
            if let Some(caller) = caller {
                request.extensions_mut().insert(caller);
            }
            let response = next.run(request).await;
            match response.extensions().get::<Refusal>() {
                Some(refusal) => with_refusal(refusal.render_for(&response, as_json), refusal.clone()),
                None => response,
            }
        }
        Err(refusal) => with_refusal(refusal.render(as_json), refusal),
    };

    let status = response.status().as_u16();
    let outcome = response.extensions().get::<Refusal>().map_or("ok", |refusal| refusal.code);
    let rows = response.extensions().get::<RowCount>().map_or(0, |rows| rows.0);
    let took = log.answered(status, outcome, rows);
    house.figures.answered(&route, status, outcome, took, rows);
    response
}

/// The run that a request is of; none for a route that is open to everyone who calls the server by its name.
fn admit(house: &House, request: &Request, route: &str) -> Result<Option<Caller>, Refusal> {
    house.callers.check_way(request.uri(), request.headers())?;
    if house.open_routes.contains(&route) {
        return Ok(None);
    }
    house.callers.session(request.headers()).map(|session| Some(Caller(session)))
}

fn with_refusal(mut response: Response, refusal: Refusal) -> Response {
    response.extensions_mut().insert(refusal);
    response
}

/// Whether the caller asks for JSON by name. `*/*`, which everyone sends, asks for nothing.
fn prefers_json(headers: &HeaderMap) -> bool {
    let mut accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.any(|value| {
        value
            .split(',')
            .any(|kind| kind.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json")))
    })
}
