//! The verbs of the command line, one file each.

#[cfg(feature = "compiler")]
pub mod build;
#[cfg(feature = "compiler")]
pub mod bundle;
#[cfg(feature = "compiler")]
pub mod check;
pub mod demo;
pub mod diff;
pub mod doctor;
pub mod help;
pub mod inspect;
pub mod key;
#[cfg(feature = "compiler")]
pub mod new;
pub mod policy;
#[cfg(feature = "registry")]
pub mod pull;
#[cfg(feature = "registry")]
pub mod push;
pub mod run;
pub mod serve;
pub mod sign;
#[cfg(feature = "compiler")]
pub mod types;
pub mod verify;
