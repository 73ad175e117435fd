//! An event that a script emits; knows no sink that takes it.

use serde::Serialize;
use serde_json::{Map, Value};

/// How much an event matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is wrong.
    Info,
    /// Something may go wrong.
    Warning,
    /// Something went wrong.
    Error,
    /// Something must be done now.
    Critical,
}

impl Severity {
    /// The severity as events spell it: `critical`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Critical => "critical",
        }
    }
}

/// One event, as every sink gets it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// What kind of event: `alert`, `correlation`.
    pub name: String,
    /// What the script says about it, its keys in the script's order.
    pub data: Map<String, Value>,
    /// How much it matters.
    pub severity: Severity,
    /// When it was emitted: RFC 3339 in UTC, to the millisecond.
    pub timestamp: String,
    /// The script that emitted it.
    pub script: String,
    /// The run that emitted it.
    pub run_id: String,
    /// The one service that its host lets the run ask about; none where there are several, or any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}

/// What is wrong with an event that a script wants to emit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEvent {
    /// It has no name.
    #[error("the event's name is empty: give it one, such as \"alert\"")]
    NoName,
    /// Its data is no JSON object.
    #[error("the data of event \"{name}\" is not an object: {reason}")]
    NoObject {
        /// The event's name.
        name: String,
        /// What was found instead.
        reason: String,
    },
}

impl Event {
    /// An event out of what a script gave: `data` is JSON text and must be an object (or `null`, which is an empty one).
    pub fn parse_data(name: &str, data: &str) -> Result<Map<String, Value>, InvalidEvent> {
        if name.is_empty() {
            return Err(InvalidEvent::NoName);
        }
        let no_object = |reason: String| InvalidEvent::NoObject { name: name.to_owned(), reason };
        match serde_json::from_str(data) {
            Ok(Value::Object(map)) => Ok(map),
            Ok(Value::Null) => Ok(Map::new()),
            Ok(Value::Array(_)) => Err(no_object("it is an array".to_owned())),
            Ok(_) => Err(no_object("it is a plain value".to_owned())),
            Err(error) => Err(no_object(error.to_string())),
        }
    }
}
