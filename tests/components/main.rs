//! Scripts from their source to their outcome, through the compiler and the runtime, without a terminal.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod imports;
mod laboratory;
mod limits;
mod requests;
mod stack;
