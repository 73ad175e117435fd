//! A script from what was given to what is run: out of its source, a component or a bundle, with what it is granted, on the
//! runtime that is asked for.

pub mod bundled;
pub mod component;
pub mod database;
#[cfg(feature = "compiler")]
pub mod deno;
pub mod grant;
pub mod input;
#[cfg(feature = "compiler")]
pub mod kept_scripts;
pub mod one_run;
pub mod parameter_help;
pub mod prepared;
pub mod runtime;
#[cfg(feature = "compiler")]
pub mod source;
pub mod wasm;
