//! Asks a running `coral-wasm serve` in SQL, over HTTP as docs/http.md has it: [`Client`].
//!
//! It must not know the server's code, a terminal, or where an address and a token are from but to name that in errors.

mod address;
mod answer;
mod client;
mod client_error;
mod request;
mod token;

pub use address::{InvalidAddress, ServerAddress};
pub use client::Client;
pub use client_error::ClientError;
pub use token::{InvalidToken, Token};
