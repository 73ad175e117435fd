//! The functions of `wit/`, for one run each: what they may use is counted here. One file an interface.

mod clock;
mod console;
mod context;
mod conversion;
mod events;
mod metered;
mod random;
mod requests;
mod state;

pub use context::ExitRequested;
pub use metered::in_turns;
pub use random::yield_after;
pub use requests::Request;
pub use state::RunState;

use wasmtime::component::{HasSelf, Linker};

use crate::bindings::Script;

/// Gives a linker all of them.
pub fn add_to(linker: &mut Linker<RunState>) -> wasmtime::Result<()> {
    Script::add_to_linker::<_, HasSelf<RunState>>(linker, |state| state)?;
    metered::add_to(linker)
}
