//! OTLP over HTTP: routes, content types, errors; must not know what becomes of a body.
//!
//! Source: <https://opentelemetry.io/docs/specs/otlp/#otlphttp>

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_ENCODING, ALLOW, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::post;
use coral_otlp::{Encoding, Log, Point, Refused, Span};
use prost::Message;
use serde_json::json;
use tonic_types::pb;

use crate::answer;
use crate::compression::Compression;
use crate::reception::Reception;
use crate::rejection::Rejection;
use crate::signal::Signal;

/// The routes.
pub(crate) fn router(reception: Arc<Reception>) -> Router {
    Router::new()
        .route(Span::PATH, post(receive::<Span>))
        .route(Point::PATH, post(receive::<Point>))
        .route(Log::PATH, post(receive::<Log>))
        .fallback(async |request: Request| render(&Rejection::Path, encoding(request.headers())))
        .method_not_allowed_fallback(async |request: Request| render(&Rejection::Method, encoding(request.headers())))
        .with_state(reception)
}

async fn receive<S: Signal>(State(reception): State<Arc<Reception>>, request: Request) -> Response {
    let encoding = encoding(request.headers());
    match take::<S>(&reception, request, encoding).await {
        Ok(refused) => match encoding {
            Some(Encoding::Protobuf) => response(answer::protobuf(&refused), encoding),
            _ => response(answer::json::<S>(&refused), encoding),
        },
        Err(rejection) => {
            reception.figures.dropped::<S>(&rejection);
            render(&rejection, encoding)
        }
    }
}

async fn take<S: Signal>(
    reception: &Arc<Reception>,
    request: Request,
    encoding: Option<Encoding>,
) -> Result<Refused, Rejection> {
    reception.names.check(request.uri(), request.headers())?;
    let encoding = encoding.ok_or(Rejection::ContentType)?;
    let compression = compression(request.headers())?;
    let body = reception.read(request.into_body()).await?;
    reception.take::<S>(body, compression, encoding).await
}

/// How the body is written, whatever parameters its type has.
fn encoding(headers: &HeaderMap) -> Option<Encoding> {
    let kind = headers.get(CONTENT_TYPE)?.as_bytes().split(|byte| *byte == b';').next()?.trim_ascii();
    if kind.eq_ignore_ascii_case(b"application/x-protobuf") {
        Some(Encoding::Protobuf)
    } else if kind.eq_ignore_ascii_case(b"application/json") {
        Some(Encoding::Json)
    } else {
        None
    }
}

fn compression(headers: &HeaderMap) -> Result<Compression, Rejection> {
    let mut named = headers.get_all(CONTENT_ENCODING).iter();
    match (named.next(), named.next()) {
        (name, None) => Compression::named(name.map(HeaderValue::as_bytes)),
        (_, Some(_)) => Err(Rejection::Compression("more than one".to_owned())),
    }
}

/// A rejection as google.rpc.Status, in the encoding of its request.
fn render(rejection: &Rejection, encoding: Option<Encoding>) -> Response {
    let (code, message) = (rejection.code() as i32, rejection.to_string());
    let body = match encoding {
        Some(Encoding::Protobuf) => pb::Status { code, message, details: Vec::new() }.encode_to_vec(),
        _ => json!({ "code": code, "message": message }).to_string().into_bytes(),
    };
    let mut response = response(body, encoding);
    *response.status_mut() = rejection.status();
    let headers = response.headers_mut();
    if let Some(wait) = rejection.retry_after() {
        headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs()));
    }
    match rejection {
        Rejection::Method => drop(headers.insert(ALLOW, HeaderValue::from_static("POST"))),
        Rejection::Compression(_) => {
            drop(headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(Compression::NAMES)));
        }
        _ => {}
    }
    response
}

/// A body in the encoding of its request: JSON, which people read too, where that has none.
fn response(body: Vec<u8>, encoding: Option<Encoding>) -> Response {
    let kind = match encoding {
        Some(Encoding::Protobuf) => "application/x-protobuf",
        _ => "application/json",
    };
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
