//! The verbs of the command line, one file each.

pub mod demo;
pub mod doctor;
pub mod run;
pub mod serve;
pub mod types;
