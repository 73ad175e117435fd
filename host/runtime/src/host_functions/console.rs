//! The interface `console`.

use coral_run::Level;

use super::RunState;
use crate::bindings::coral::script::console::{self, Host};
use crate::bindings::coral::script::errors::Error;

impl Host for RunState {
    fn write(&mut self, level: console::Level, text: String) -> wasmtime::Result<Result<(), Error>> {
        self.count_call();
        Ok(self.session.console(level.into(), &text).map_err(Error::from))
    }
}

impl From<console::Level> for Level {
    fn from(level: console::Level) -> Self {
        match level {
            console::Level::Debug => Self::Debug,
            console::Level::Log => Self::Log,
            console::Level::Info => Self::Info,
            console::Level::Warn => Self::Warn,
            console::Level::Error => Self::Error,
        }
    }
}
