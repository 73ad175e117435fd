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
mod listener;
mod parameters;
mod refusal;
mod request_log;
mod routes;
mod rows;
mod server;

pub use callers::Callers;
pub use listener::{ListenAddress, Listener};
pub use server::{Server, ServerOptions};

/// Why a server cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address names no machine.
    #[error("cannot listen on {address}: {source}")]
    Resolve {
        /// The address.
        address: ListenAddress,
        /// What the system says.
        source: std::io::Error,
    },
    /// Someone else listens there.
    #[error("{address} is taken by another program: end it, or choose another port with --listen")]
    Taken {
        /// The address.
        address: ListenAddress,
    },
    /// The system does not let us.
    #[error("cannot listen on {address}: {source}: choose another address with --listen")]
    Listen {
        /// The address.
        address: ListenAddress,
        /// What the system says.
        source: std::io::Error,
    },
}
