//! Runs a bundled script under Deno: finds Deno, gives it its permissions, holds it to the limits of its run, and tells
//! how it ended.
//!
//! It must not know who answers the script's questions, nor wasmtime; and it prints nothing.

mod confinement;
mod consumption;
mod deno;
mod ending;
mod error;
mod exception;
mod last_words;
mod lines;
mod output;
mod process;
mod program;
mod run;
mod run_folder;
mod sdk;
mod version;

pub use deno::Deno;
pub use error::DenoError;
pub use program::{Door, Program};
pub use sdk::{PACKAGE, PACKAGE_SOURCES, SdkModule, SdkModules, SdkSource, hosted_sources, sdk_sources};
pub use version::Version;
