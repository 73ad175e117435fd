//! Prints what a run says while it says it, and keeps it for the report.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use coral_contract::Event;
use coral_run::{Level, Observer};
use coral_source::{SourceMap, place_in_sources, printable};
use serde::Serialize;

use crate::event_sink::EventSink;
use crate::json_text::printable_json;

/// What `console.clear` writes. The lines that were there before the run are not the script's to clear.
const CLEAR: &str = "\x1b[1;1H\x1b[0J";

/// The most bytes of console text that a JSON report holds.
const MAX_LOG_BYTES: usize = 1024 * 1024;

/// One text that the script wrote.
#[derive(Debug, Clone, Serialize)]
pub struct LogLine {
    pub level: Level,
    pub text: String,
}

/// What was kept for the report.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Logs {
    pub lines: Vec<LogLine>,
    /// Whether there was more than a report holds.
    pub truncated: bool,
    #[serde(skip)]
    bytes: usize,
}

/// What is printed, and where.
pub struct ConsoleOutput {
    /// A JSON report owns standard output: all else goes to standard error, and is kept.
    pub kept: Option<Arc<Mutex<Logs>>>,
    /// The script's source map, for the places in what it prints.
    pub sources: Arc<SourceMap>,
    /// Whether events are shown to a person.
    pub show_events: bool,
    /// Where events go besides.
    pub sink: Option<EventSink>,
}

impl Observer for ConsoleOutput {
    fn console(&mut self, level: Level, text: &str) {
        let text = place_in_sources(text.trim_start_matches(CLEAR), &self.sources);
        // A stranger wrote it: it must not reach the terminal as commands.
        let shown = printable(&text);
        // Output that no one reads any more, such as in `… | head`, must not end the run: its events may still count.
        let _ = match (&self.kept, level) {
            (None, Level::Debug | Level::Log | Level::Info) => writeln!(io::stdout(), "{shown}"),
            _ => writeln!(io::stderr(), "{shown}"),
        };
        if let Some(kept) = &self.kept {
            kept.lock().unwrap_or_else(PoisonError::into_inner).keep(level, &text);
        }
    }

    fn event(&mut self, event: &Event) {
        if let Some(sink) = &mut self.sink
            && let Err(error) = sink.write(event)
        {
            let _ = writeln!(io::stderr(), "warning: an event could not be written: {error}");
        }
        if self.show_events {
            let data = serde_json::Value::Object(event.data.clone()).to_string();
            let (name, data) = (printable(&event.name), printable_json(&data));
            let _ = writeln!(io::stderr(), "event {name} ({}): {data}", event.severity.as_str());
        }
    }
}

impl Logs {
    fn keep(&mut self, level: Level, text: &str) {
        if self.truncated || self.bytes + text.len() > MAX_LOG_BYTES {
            self.truncated = true;
            return;
        }
        self.bytes += text.len();
        self.lines.push(LogLine { level, text: text.to_owned() });
    }
}
