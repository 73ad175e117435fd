//! Tests of the crate from outside, against real DuckDB files.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cells;
mod ending;
mod fixture;
mod guard_bounds;
mod lazy;
mod live;
mod named_metrics;
mod opening;
mod sample;
mod typed_questions;
mod untrusted_sql;
mod worker_hostile;
mod worker_isolation;
mod worker_lanes;
mod worker_lies;
mod worker_life;
