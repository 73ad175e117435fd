//! How much a script asks to be given. What it is given is its host's decision, which is made elsewhere.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// How much of each resource a script asks for; none where it leaves it to its host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequestedPolicy {
    /// Units of fuel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fuel: Option<u64>,
    /// Bytes of linear memory: a number, or a text such as `64MiB`.
    #[serde(default, deserialize_with = "size", skip_serializing_if = "Option::is_none")]
    pub memory: Option<u64>,
    /// Time from start to end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<RequestedTimeout>,
    /// Events that it may emit; 0 for a script that emits none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
    /// Bytes of name and data of one event.
    #[serde(default, deserialize_with = "size", skip_serializing_if = "Option::is_none")]
    pub event_bytes: Option<u64>,
    /// Bytes that it may write to the console.
    #[serde(default, deserialize_with = "size", skip_serializing_if = "Option::is_none")]
    pub console_bytes: Option<u64>,
    /// Questions that may be in flight at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_requests: Option<u64>,
}

/// A wall limit as a script asks for it: a text such as `30s`, or `none` for a run without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestedTimeout(pub Option<Duration>);

impl fmt::Display for RequestedTimeout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(limit) => humantime::format_duration(limit).fmt(formatter),
            None => formatter.write_str("none"),
        }
    }
}

impl Serialize for RequestedTimeout {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RequestedTimeout {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "none" {
            return Ok(Self(None));
        }
        match humantime::parse_duration(&text) {
            Ok(limit) if !limit.is_zero() => Ok(Self(Some(limit))),
            _ => Err(de::Error::custom(format!(
                "{text:?} is no time above 0, such as \"500ms\" or \"5m\", nor \"none\""
            ))),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a number of bytes, or a text such as \"64MiB\"")]
enum Size {
    Bytes(u64),
    Text(String),
}

fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    match Option::<Size>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Size::Bytes(bytes)) => Ok(Some(bytes)),
        Some(Size::Text(text)) => match text.parse::<bytesize::ByteSize>() {
            Ok(size) => Ok(Some(size.as_u64())),
            Err(_) => Err(de::Error::custom(format!("{text:?} is no size, such as \"64MiB\""))),
        },
    }
}
