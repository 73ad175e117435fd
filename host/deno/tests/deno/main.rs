//! Runs under a real Deno: what a script may do, what it is held to, and how its end is told.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod endings;
mod laboratory;
mod limits;
mod output;
mod sandbox;
