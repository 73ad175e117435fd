//! OTLP over gRPC: calls, their frames, errors; must not know what becomes of a message.
//!
//! tonic would serve calls too, but it decompresses them on the threads of the connections, in zstd with any window,
//! and has one bound for what is sent and what that becomes. So a call's frame is read here: each has one message, and
//! one answer.
//!
//! Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>,
//! <https://opentelemetry.io/docs/specs/otlp/#otlpgrpc>

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::post;
use bytes::{Buf, BufMut, Bytes, BytesMut};
use coral_otlp::{Encoding, Log, Point, Refused, Span};
use http_body_util::{BodyExt, Full};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::answer;
use crate::body::Held;
use crate::compression::Compression;
use crate::reception::Reception;
use crate::rejection::Rejection;
use crate::signal::Signal;

/// How the messages of a call are compressed that say they are.
const ENCODING: &str = "grpc-encoding";

/// What a server can decompress.
const ACCEPT_ENCODING: HeaderName = HeaderName::from_static("grpc-accept-encoding");

/// The calls.
pub(crate) fn router(reception: Arc<Reception>) -> Router {
    Router::new()
        .route(Span::METHOD, post(receive::<Span>))
        .route(Point::METHOD, post(receive::<Point>))
        .route(Log::METHOD, post(receive::<Log>))
        .fallback(async || Status::new(Code::Unimplemented, "there is no such method").into_http::<Body>())
        .with_state(reception)
}

async fn receive<S: Signal>(State(reception): State<Arc<Reception>>, request: Request) -> Response {
    if !is_grpc(request.headers()) {
        let mut response =
            Response::new(Body::from("OTLP over gRPC is received here: OTLP over HTTP has another port\n"));
        *response.status_mut() = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return response;
    }
    let mut response = match take::<S>(&reception, request).await {
        Ok(refused) => accepted(&answer::protobuf(&refused)),
        Err(rejection) => {
            reception.figures.dropped::<S>(&rejection);
            rejected(&rejection)
        }
    };
    response.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(Compression::NAMES));
    response
}

async fn take<S: Signal>(reception: &Arc<Reception>, request: Request) -> Result<Refused, Rejection> {
    let compression = Compression::named(request.headers().get(ENCODING).map(HeaderValue::as_bytes))?;
    let Held { bytes, permit } = reception.read(request.into_body()).await?;
    let (bytes, compression) = message(bytes, compression)?;
    reception.take::<S>(Held { bytes, permit }, compression, Encoding::Protobuf).await
}

/// Whether it is a call with messages in protobuf.
fn is_grpc(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.as_bytes().split(|byte| *byte == b';').next());
    matches!(kind.map(<[u8]>::trim_ascii), Some(b"application/grpc" | b"application/grpc+proto"))
}

/// The one message of a call, without its frame, and how it is compressed.
fn message(mut body: Bytes, compression: Compression) -> Result<(Bytes, Compression), Rejection> {
    let (Ok(flag), Ok(length)) = (body.try_get_u8(), body.try_get_u32()) else {
        return Err(Rejection::NoCall("it has no message"));
    };
    if u32::try_from(body.len()) != Ok(length) {
        return Err(Rejection::NoCall("it must have one message, as long as it says"));
    }
    match (flag, compression) {
        (0, _) => Ok((body, Compression::Identity)),
        (1, Compression::Identity) => {
            Err(Rejection::NoCall("its message is compressed, and grpc-encoding does not say how"))
        }
        (1, compression) => Ok((body, compression)),
        _ => Err(Rejection::NoCall("its message is neither compressed nor not")),
    }
}

fn accepted(answer: &[u8]) -> Response {
    let mut frame = BytesMut::with_capacity(answer.len() + 5);
    frame.put_u8(0);
    // The answer has some hundred bytes.
    frame.put_u32(answer.len() as u32);
    frame.put_slice(answer);
    let mut trailers = HeaderMap::new();
    trailers.insert(Status::GRPC_STATUS, HeaderValue::from_static("0"));
    let body = Full::new(frame.freeze()).with_trailers(async { Some(Ok(trailers)) });
    let mut response = Response::new(Body::new(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    response
}

fn rejected(rejection: &Rejection) -> Response {
    let (code, message) = (rejection.code(), rejection.to_string());
    let status = match rejection.retry_after() {
        Some(wait) => Status::with_error_details(code, message, ErrorDetails::with_retry_info(Some(wait))),
        None => Status::new(code, message),
    };
    status.into_http()
}
