//! What happens, a line for each thing, as it happens; must not know why it does.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use coral_contract::Event;
use coral_generator::{Change, Counts};
use coral_run::{Level, Observer};
use coral_source::printable;
use serde_json::Value;
use tokio::sync::Notify;

/// The most characters of a line.
const WIDTH: usize = 160;

/// What stands in an event for programs, and is in its line already or of no use there.
const UNSHOWN: [&str; 4] = ["message", "severity", "service", "timestamp"];

/// Prints what happens, with the time since it was made.
#[derive(Debug, Clone)]
pub struct Screen {
    begun: Instant,
    events: Arc<AtomicU64>,
    closed: Arc<Notify>,
}

impl Screen {
    pub fn new() -> Self {
        Self { begun: Instant::now(), events: Arc::default(), closed: Arc::default() }
    }

    /// Done once nobody reads any more what is printed.
    pub async fn closed(&self) {
        self.closed.notified().await;
    }

    /// Says something that did not happen.
    pub fn say(&self, text: &str) {
        if writeln!(io::stdout(), "{text}").is_err() {
            self.closed.notify_one();
        }
    }

    /// A fault begins or ends.
    pub fn change(&self, change: &Change) {
        self.happens(if change.is_beginning { "fault" } else { "mended" }, &change.to_string());
    }

    /// What became of all that was sent.
    pub fn end(&self, counts: &Counts) {
        let signals = [("spans", counts.spans), ("points of metrics", counts.points), ("logs", counts.logs)];
        let sent = signals.map(|(name, tally)| format!("{} {name}", tally.accepted)).join(", ");
        let refused: u64 = signals.iter().map(|(_, tally)| tally.refused).sum();
        let lost: u64 = signals.iter().map(|(_, tally)| tally.lost).sum();
        let events = self.events.load(Ordering::Relaxed);
        self.happens("end", &format!("received {sent}; {refused} refused, {lost} lost; {events} events of scripts"));
    }

    fn happens(&self, what: &str, text: &str) {
        let elapsed = self.begun.elapsed().as_secs();
        let line = format!("{:3}:{:02}  {what:<8}  {text}", elapsed / 60, elapsed % 60);
        let mut line = printable(&line).into_owned();
        if let Some((end, _)) = line.char_indices().nth(WIDTH) {
            line.truncate(end);
            line.push('…');
        }
        self.say(&line);
    }
}

impl Observer for Screen {
    /// What scripts say while all is well is not shown; that one could not look at all is.
    fn console(&mut self, level: Level, text: &str) {
        if level == Level::Error {
            self.happens("error", text);
        }
    }

    fn event(&mut self, event: &Event) {
        self.events.fetch_add(1, Ordering::Relaxed);
        let message = event.data.get("message").and_then(Value::as_str).unwrap_or(&event.name);
        let data = event.data.iter().filter(|(name, _)| !UNSHOWN.contains(&name.as_str()));
        let data: Vec<String> = data.map(|(name, value)| format!("{name}={}", rounded(value))).collect();
        let text = format!("{}: {message} {}", event.script, data.join(" "));
        self.happens(event.severity.as_str(), text.trim_end());
    }
}

/// A value as people read it.
fn rounded(value: &Value) -> String {
    match value.as_f64() {
        Some(number) => ((number * 10.0).round() / 10.0).to_string(),
        None => value.to_string(),
    }
}
