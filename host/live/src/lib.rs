//! Writes a live database: rows as they come, into a folder of segments ([`coral_segments`]).
//!
//! [`Store`] takes rows into a bounded queue. One thread writes what has come to a new file some times a second; another makes one file
//! of many, sums up what will be dropped, and drops what is old. This crate must not know how rows come, nor who reads them.

mod clock;
mod connection;
mod expiry;
mod merging;
mod options;
mod parquet_file;
mod queue;
mod recent;
mod rows;
mod staging;
mod store;
mod store_error;
mod store_figures;
mod summary;
mod upkeep;
mod writer;

pub use options::StoreOptions;
pub use store::Store;
pub use store_error::StoreError;
pub use store_figures::StoreFigures;
