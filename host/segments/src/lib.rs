//! A folder of Parquet files that is a live database: which of them count, and what tables they are.
//!
//! One process writes such a folder while others read it: a file is complete once it has its name, none is ever changed, and each
//! file's name says which others it replaces ([`Segment`]). So nobody needs a lock, a log or a list of files to read what is right, and
//! a process that is killed leaves nothing to repair. This crate must not know DuckDB, nor where rows come from.

mod folder;
mod segment;
mod table;
mod view;

pub use folder::{Folder, FolderError, Listing};
pub use segment::Segment;
pub use table::Table;
pub use view::{reading, view};
