//! Scripts from their source to their outcome, through the compiler and the runtime, without a terminal.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod allocations;
mod brought;
mod budgets;
mod endings;
mod imports;
mod isolation;
mod json_cells;
mod laboratory;
mod limits;
mod long_run;
mod modules;
mod requests;
mod stack;
mod stops;
mod thresholds;
mod turns;
