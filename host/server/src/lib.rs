//! The HTTP door to the telemetry: the routes of the SDK, health, figures. What a caller may ask, and how much, its
//! [`Session`](coral_run::Session) decides; docs/http.md describes every route.
//!
//! It must not know DuckDB (it takes a [`Telemetry`](coral_contract::Telemetry)), Deno or a terminal.

mod body;
mod callers;
mod cells;
mod connect;
mod duration;
mod figures;
mod front_door;
mod house;
mod parameters;
mod refusal;
mod request_log;
mod routes;
mod rows;
mod server;

pub use callers::Callers;
pub use server::{FIGURES_PREFIX, Server, ServerOptions};
