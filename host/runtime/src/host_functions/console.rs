//! The interface `console`.

use super::RunState;
use crate::Level;
use crate::bindings::coral::script::console::{self, Host};

impl Host for RunState {
    fn write(&mut self, level: console::Level, text: String) -> wasmtime::Result<()> {
        self.count_call();
        let before = self.usage.console_bytes;
        let limit = self.limits.console_bytes;
        self.usage.console_bytes += text.len() as u64 + 1;
        if self.usage.console_bytes <= limit {
            self.observer.console(level.into(), &text);
        } else if before <= limit {
            self.observer
                .console(Level::Warn, &format!("the console's {limit} bytes are full: what follows is dropped"));
        }
        Ok(())
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
