//! Loading the shared library. Must not know how its functions are called.

use std::error::Error;
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::sync::OnceLock;

use libloading::Library;

use crate::trampolines::{NAMES, lead_to};

/// Looked for where the program's own header says, in folders beside its own, and then where the system has its libraries.
const FILE: &str = "libduckdb.so";

/// Why DuckDB's library cannot be used. The text is one line with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "cannot load DuckDB's library: {reason}; put the {FILE} that `make setup` fetches into the folder lib beside the \
     program's own"
)]
pub struct LoadError {
    reason: String,
}

/// Loads DuckDB's library, once: some 15 ms, and nothing from then on.
///
/// Calls of DuckDB's functions load it too, but cannot fail: whoever opens a database says first whether there can be one.
pub fn load() -> Result<(), LoadError> {
    static LOADED: OnceLock<Result<(), LoadError>> = OnceLock::new();
    LOADED.get_or_init(load_now).clone()
}

fn load_now() -> Result<(), LoadError> {
    // The loader's own words name the file and what is wrong with it.
    let failed = |error: libloading::Error| LoadError {
        reason: error.source().map_or_else(|| error.to_string(), ToString::to_string),
    };
    // SAFETY: what the library does when it is loaded it did before `main` while it was linked.
    let library = unsafe { Library::new(FILE) }.map_err(failed)?;
    // Never unloaded: what it made may be in use until the process ends.
    let library = ManuallyDrop::new(library);
    let mut functions = [std::ptr::null_mut::<c_void>(); NAMES.len()];
    for (function, name) in functions.iter_mut().zip(NAMES) {
        // SAFETY: only its address is taken here.
        *function = *unsafe { library.get::<*mut c_void>(name.to_bytes_with_nul()) }.map_err(failed)?;
    }
    // SAFETY: each was looked up by its name, and the library stays.
    unsafe { lead_to(functions) };
    Ok(())
}
