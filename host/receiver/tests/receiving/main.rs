//! Tests of the crate from outside: clients of OTLP, good and bad, and an intake that keeps what it is offered.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bounds;
mod endings;
mod fixture;
mod grpc;
mod http;
mod requests;
