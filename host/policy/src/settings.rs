//! Values for some of the limits: what a file, some flags or a script say. Must not know who of them prevails.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::value::Written;
use crate::{Limit, Value};

/// Values for some of the limits; the others are left to whoever decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<Limit, Value>);

impl Settings {
    /// The value for a limit, if it has one.
    pub fn get(&self, limit: Limit) -> Option<&Value> {
        self.0.get(&limit)
    }

    /// Gives a limit a value.
    pub fn set(&mut self, limit: Limit, value: Value) {
        self.0.insert(limit, value);
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The limits that have a value, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (Limit, &Value)> {
        self.0.iter().map(|(limit, value)| (*limit, value))
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(limit, value)| (limit.name(), value)))
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SettingsVisitor)
    }
}

struct SettingsVisitor;

impl<'de> Visitor<'de> for SettingsVisitor {
    type Value = Settings;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a table of limits")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Settings, A::Error> {
        let mut settings = Settings::default();
        while let Some(limit) = map.next_key_seed(LimitKey)? {
            let value = map.next_value_seed(ValueOf(limit))?;
            settings.set(limit, value);
        }
        Ok(settings)
    }
}

/// A key that is a limit's name. Refused where it is read, so that the place of the mistake is known.
struct LimitKey;

impl<'de> DeserializeSeed<'de> for LimitKey {
    type Value = Limit;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Limit, D::Error> {
        let key = String::deserialize(deserializer)?;
        Limit::named(&key).ok_or_else(|| de::Error::custom(no_limit(&key)))
    }
}

/// A value of a limit.
struct ValueOf(Limit);

impl<'de> DeserializeSeed<'de> for ValueOf {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Value::of_written(self.0, written).map_err(|reason| de::Error::custom(format!("{}: {reason}", self.0)))
    }
}

/// What is said of a name that no limit has.
pub(crate) fn no_limit(name: &str) -> String {
    let names: Vec<_> = Limit::ALL.into_iter().map(Limit::name).collect();
    format!("{name:?} is no limit: there are {}", names.join(", "))
}
