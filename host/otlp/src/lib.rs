//! What OpenTelemetry's clients send, as rows: spans, points of metrics and logs, by the semantic conventions.
//!
//! [`Traces::read`], [`Metrics::read`] and [`Logs::read`] take the body of a request of OTLP 1.x. What a row cannot be made of is refused
//! and counted ([`Refused`]), and never keeps the rest from being taken. This crate must not know how a request came, nor where
//! rows go.

mod attributes;
mod body;
mod conventions;
mod histogram;
mod ids;
mod json;
mod log;
mod point;
mod refused;
mod resource;
mod span;
mod window;

pub use body::{BodyError, Encoding};
pub use histogram::Buckets;
pub use ids::{SpanId, TraceId};
pub use log::{Log, Logs};
pub use point::{Metrics, Point, Temporality, Value};
pub use refused::{Refusal, Refused};
pub use span::{Kind, Span, Traces};
pub use window::Window;
