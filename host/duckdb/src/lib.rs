//! DuckDB's shared library, loaded when it is first needed: a script that asks nothing starts without its 60 MB. It must not
//! know what is asked of DuckDB.
//!
//! Whoever links this crate calls DuckDB's C API, by the crate `duckdb` as a rule, as if the library were linked. Each of its
//! functions is a jump through a table here, which at first leads to [`load`].

mod library;
mod trampolines;

pub use library::{LoadError, load};
