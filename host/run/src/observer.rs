//! Who sees what a run says while it says it.

use coral_contract::Event;
use serde::Serialize;

/// The console method that was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// `console.debug`.
    Debug,
    /// `console.log`.
    Log,
    /// `console.info`.
    Info,
    /// `console.warn`.
    Warn,
    /// `console.error`.
    Error,
}

/// Sees console output and events as they come. It is called on the run's own thread and should be quick.
pub trait Observer: Send {
    /// The script wrote to its console; the text has no newline at its end.
    fn console(&mut self, level: Level, text: &str);
    /// The script emitted an event.
    fn event(&mut self, event: &Event);
}
