//! What a script says of itself to whom runs it, whatever form it is in.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use coral_policy::Settings;

use crate::Parameter;

/// What a script says of itself: as `coral.toml` declares it, and as a bundle's manifest or a component's metadata carry it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScriptDescription {
    /// What it does, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The one service that it asks about and emits for; none for any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// How often it wants to be run, as a hint: a text such as `5m`.
    #[serde(default, with = "every", skip_serializing_if = "Option::is_none")]
    pub every: Option<Duration>,
    /// Its parameters by their names. None are declared where this is absent, and any are accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<BTreeMap<String, Parameter>>,
    /// How much it asks to be given.
    #[serde(default)]
    pub policy: Settings,
}

/// How a time is written: `5m`.
pub(crate) mod every {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(every: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
        match every {
            Some(every) => serializer.collect_str(&humantime::format_duration(*every)),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
        let text = String::deserialize(deserializer)?;
        match humantime::parse_duration(&text) {
            Ok(every) if !every.is_zero() => Ok(Some(every)),
            _ => Err(de::Error::custom(format!("{text:?} is no time above 0, such as \"30s\" or \"5m\""))),
        }
    }
}
