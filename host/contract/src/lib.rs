//! What a script may ask, what it is answered, what it emits, and how each can fail: `wit/script.wit` in plain Rust.
//!
//! Every door to the telemetry (WASM host functions, HTTP) speaks these types. This crate must not know WASM, DuckDB
//! or HTTP.

mod ask_error;
mod asker;
mod bounds;
mod calendar;
mod cell_json;
mod event;
mod health;
mod question;
mod result_set;

pub use ask_error::{AskError, ExceededBudget};
pub use asker::{Asker, AskerId};
pub use bounds::{Bounds, Selection};
pub use calendar::{civil_date, clock_time, timestamp_micros, timestamp_text};
pub use cell_json::WideIntegers;
pub use event::{Event, InvalidEvent, Severity};
pub use health::Health;
pub use question::{
    ActivityQuery, Answer, ErrorRate, ErrorRateQuery, Memory, PercentileQuery, Question, SqlParameter, SqlQuery,
    TracesQuery,
};
pub use result_set::{Cells, Column, Nulls, ResultSet, TextCells};

use std::future::Future;
use std::pin::Pin;

/// An answer on its way. Dropping it cancels the question: what still runs for it is interrupted.
pub type PendingAnswer = Pin<Box<dyn Future<Output = Result<Answer, AskError>> + Send>>;

/// The health of a telemetry, on its way.
pub type PendingHealth = Pin<Box<dyn Future<Output = Result<Health, AskError>> + Send>>;

/// Answers questions. One value serves all runs of a process.
pub trait Telemetry: Send + Sync + 'static {
    /// Starts answering a question. Returns at once, and never panics for a bad question: its error is in the answer.
    ///
    /// Must be called within a Tokio runtime.
    fn ask_as(&self, asker: &Asker, question: Question) -> PendingAnswer;

    /// Starts answering a question of no one in particular.
    fn ask(&self, question: Question) -> PendingAnswer {
        self.ask_as(&Asker::anyone(), question)
    }

    /// Whether questions can be answered now, other questions aside.
    ///
    /// Must be called within a Tokio runtime.
    fn health(&self) -> PendingHealth;
}
