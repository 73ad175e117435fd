//! What SQL of scripts may not run and what it is told, on a database in the test's own process.

mod costs;
mod functions;
mod laboratory;
mod sight;
mod tables;
