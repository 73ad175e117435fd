//! What OpenTelemetry's clients send, as rows: spans, points of metrics and logs, by the semantic conventions.
//!
//! [`Taken::read`] takes the body of a request of OTLP 1.x. What a row cannot be made of is refused and counted
//! ([`Refused`]), and never keeps the rest from being taken. This crate must not know how a request came, nor how
//! whoever takes its rows ([`Intake`]) keeps them.

mod attributes;
mod body;
mod conventions;
mod histogram;
mod ids;
mod intake;
mod json;
mod log;
mod point;
mod protobuf;
mod refused;
mod resource;
mod span;
mod taken;
mod window;

pub use body::{BodyError, Encoding};
pub use histogram::Buckets;
pub use ids::{SpanId, TraceId};
pub use intake::{Busy, Intake, Rows};
pub use log::Log;
pub use point::{Point, Temporality, Value};
pub use refused::{Refusal, Refused};
pub use span::{Kind, Span};
pub use taken::{Row, Taken};
pub use window::Window;
