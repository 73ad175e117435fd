//! Tests of the crate from outside, against real DuckDB files.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cells;
mod ending;
mod fixture;
mod lazy;
mod opening;
mod sample;
mod typed_questions;
mod untrusted_sql;
