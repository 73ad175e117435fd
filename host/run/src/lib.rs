//! One run of a script, whichever runtime has it and through whichever door it asks: what it may use, what it used, what
//! it emitted, how it ended. Every limit on what a script asks of the host is charged here, in [`Session`].
//!
//! It must not know wasmtime, Deno, HTTP or DuckDB.

mod counts;
mod ending;
mod in_flight;
mod observer;
mod outcome;
mod rate;
mod refusals;
mod run_facts;
mod run_id;
mod scope;
mod session;
mod usage;

pub use ending::{Activity, Ending, Exception, Stop};
pub use in_flight::Asked;
pub use observer::{Level, Observer};
pub use outcome::Outcome;
pub use run_facts::RunFacts;
pub use run_id::RunId;
pub use session::{Session, SessionOptions};
pub use usage::Usage;
