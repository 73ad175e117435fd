//! What OpenTelemetry's clients send, received: OTLP over HTTP (port 4318 by custom) and over gRPC (4317), within
//! bounds.
//!
//! A [`Receiver`] hands the rows of each request to an [`Intake`](coral_otlp::Intake), and answers what that says;
//! docs/otlp.md describes the routes and every error. It must not know how rows are kept, nor what is asked of them
//! later.

mod answer;
mod body;
mod compression;
mod figures;
mod grpc;
mod http;
mod limits;
mod receiver;
mod reception;
mod rejection;
mod signal;

pub use limits::Limits;
pub use receiver::{GRPC_PORT, HTTP_PORT, Receiver, ReceiverOptions};
