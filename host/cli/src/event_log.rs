//! Events of a server's callers: a line in the log for each, and where they go besides.

use coral_contract::Event;
use coral_run::{Level, Observer};
use tracing::{info, warn};

use crate::event_sink::EventSink;
use crate::json_text::printable_json;

/// The most bytes of an event's data that a line in the log holds.
const MAX_DATA_BYTES: usize = 4 * 1024;

/// Logs events and hands them on.
pub struct EventLog {
    /// Where they go besides.
    pub sink: Option<EventSink>,
}

impl Observer for EventLog {
    /// Whoever calls over HTTP prints on a terminal of their own.
    fn console(&mut self, _level: Level, _text: &str) {}

    fn event(&mut self, event: &Event) {
        if let Some(sink) = &mut self.sink
            && let Err(error) = sink.write(event)
        {
            warn!(%error, "an event could not be written");
        }
        let data = serde_json::Value::Object(event.data.clone()).to_string();
        let mut data = printable_json(&data).into_owned();
        if data.len() > MAX_DATA_BYTES {
            data.truncate(data.floor_char_boundary(MAX_DATA_BYTES));
            data.push('…');
        }
        let Event { name, severity, script, run_id, .. } = event;
        info!(?name, severity = severity.as_str(), %data, %script, %run_id, "event");
    }
}
