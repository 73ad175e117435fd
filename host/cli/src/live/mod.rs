//! Live data in `coral-wasm serve`: what OpenTelemetry's clients send and what the machine is doing, kept in a folder.

mod figures;
mod receiving;

pub use receiving::{Receiving, server_names};
