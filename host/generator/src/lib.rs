//! The telemetry of a small shop that there is not, sent to a receiver as OTLP over gRPC.
//!
//! A [`Shop`] is for people to look at: three services that call each other, with faults that come and go.
//! A [`Load`] is for measuring a receiver: the shop's spans, as many as it takes. This crate must not know who receives, nor
//! sends it anything to another address than the one that it is given.

mod counts;
mod error;
mod export;
mod load;
mod shop;
mod simulation;

pub use counts::{Counts, Tally};
pub use error::GeneratorError;
pub use load::Load;
pub use shop::Shop;
pub use simulation::change::Change;
pub use simulation::fault::Fault;
pub use simulation::service::Service;
