//! Answers a script's questions from DuckDB: `coral_contract::Telemetry` over a database file or the folder of a live database.
//!
//! [`Database`] answers from a file that is open; [`LazyDatabase`] opens it at the first question. SQL that a script
//! wrote is untrusted: see the crate's `guard` module for what may run, and its `worker` module for where. This crate must
//! not know WASM, HTTP, or what a run's policy is beyond the [`Limits`] it is given.

mod brake;
mod byte_budget;
mod calendar;
mod cell;
mod cell_type;
mod column_builder;
mod database;
mod duration_unit;
mod fair_queue;
mod guard;
mod histogram;
mod histogram_point;
mod inquiry;
mod instance;
mod json_text;
mod lazy_database;
mod live_views;
mod merging;
mod metric_rows;
mod named_metric;
mod open_error;
mod opening;
mod options;
mod plain_text;
mod pool;
mod query_error;
mod reading;
mod running;
mod sample;
mod schema;
mod started;
mod worker;

pub use database::Database;
pub use lazy_database::LazyDatabase;
pub use open_error::OpenError;
pub use options::{Limits, Options, WorkerOptions};
pub use sample::{SampleError, create_sample};
pub use worker::{WorkerProgram, answer_questions};
