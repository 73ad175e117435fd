//! Why there is no Deno to run scripts with.

use std::path::PathBuf;

use crate::Version;

/// Why there is no Deno to run scripts with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DenoError {
    /// None was found.
    #[error(
        "there is no Deno: `make setup` fetches one, https://docs.deno.com/runtime installs one, and CORAL_WASM_DENO \
         names one that is elsewhere"
    )]
    NotFound,
    /// The file cannot be started, or is something else.
    #[error("{} is not a Deno that can be run ({reason}): name another by CORAL_WASM_DENO", path.display())]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// What it did in place of telling its version.
        reason: String,
    },
    /// It lacks what keeps a script in.
    #[error("{} is Deno {version}, and {minimum} or later is needed: run `deno upgrade`", path.display())]
    TooOld {
        /// Which file.
        path: PathBuf,
        /// Its version.
        version: Version,
        /// The first version that is recent enough.
        minimum: Version,
    },
}
