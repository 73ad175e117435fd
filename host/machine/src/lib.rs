//! What the machine is doing: processors, memory, disks and networks, under the names that system metrics have.
//!
//! [`Machine`] is measured again and again, and gives a [`Measurement`] of each. In a container it is the container that is
//! measured, as far as the kernel tells one from the machine. This crate must not know what becomes of a measurement, or how
//! often there is one.

mod interface;
mod machine;
mod measurement;
mod memory;
mod volume;

pub use machine::Machine;
pub use measurement::Measurement;
