//! How servers of this program listen: addresses, connections within bounds, and the names that a server is called by.
//!
//! It must not know what a server answers, nor who may ask.

mod connections;
mod listener;
mod server_names;

pub use connections::{Bounds, Stream, serve};
pub use listener::{ListenAddress, Listener};
pub use server_names::{Foreign, ServerNames};

/// Why nothing can listen there.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The address names no machine.
    #[error("cannot listen on {address}: {source}")]
    Resolve {
        /// The address.
        address: ListenAddress,
        /// What the system says.
        source: std::io::Error,
    },
    /// Someone else listens there.
    #[error("{address} is taken by another program: end it, or choose another port")]
    Taken {
        /// The address.
        address: ListenAddress,
    },
    /// The system does not let us.
    #[error("cannot listen on {address}: {source}: choose another address")]
    Listen {
        /// The address.
        address: ListenAddress,
        /// What the system says.
        source: std::io::Error,
    },
}
