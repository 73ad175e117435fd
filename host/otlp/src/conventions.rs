//! OpenTelemetry's semantic conventions for what has a column of its own: the stable names, and those before version 1.23, which many
//! clients still send. Must not know OTLP's messages beyond attributes.
//!
//! Source: <https://opentelemetry.io/docs/specs/semconv/http/http-spans/> and its guide to the migration.

use opentelemetry_proto::tonic::common::v1::KeyValue;

use crate::attributes;

/// What a service is called that does not say its name; the specification's own word.
pub const UNKNOWN_SERVICE: &str = "unknown_service";

/// The name of a service, by the attributes of its resource.
pub fn service_name(resource: &[KeyValue]) -> &str {
    attributes::text(resource, &["service.name"]).unwrap_or(UNKNOWN_SERVICE)
}

/// `GET`, …
pub fn http_method(span: &[KeyValue]) -> Option<&str> {
    attributes::text(span, &["http.request.method", "http.method"])
}

/// `/users/{id}`, …: never a path with its values, of which there are any number.
pub fn http_route(span: &[KeyValue]) -> Option<&str> {
    attributes::text(span, &["http.route"])
}

/// 200, …; none of what is no status of HTTP's.
pub fn http_status(span: &[KeyValue]) -> Option<u16> {
    let status = attributes::number(span, &["http.response.status_code", "http.status_code"])?;
    u16::try_from(status).ok().filter(|status| (100..600).contains(status))
}
