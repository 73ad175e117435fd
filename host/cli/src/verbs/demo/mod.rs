//! `coral-wasm demo`: the sample database, and live data of services that there are not.

mod init;
#[cfg(feature = "compiler")]
mod live;
#[cfg(feature = "compiler")]
mod monitors;
#[cfg(feature = "compiler")]
mod screen;

use crate::arguments::{DemoAction, DemoArguments};
use crate::failure::Failure;

/// Shows what was asked for.
pub fn run(arguments: DemoArguments) -> Result<u8, Failure> {
    match arguments.action {
        DemoAction::Init { directory } => init::run(&directory),
        #[cfg(feature = "compiler")]
        DemoAction::Live(arguments) => crate::with_async_runtime(live::run(arguments)),
    }
}
