//! A limit's value: how it is written, printed and compared. Knows no limit's meaning but what can be a value of it.

use std::fmt;
use std::time::Duration;

use bytesize::ByteSize;
use coral_contract::Selection;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::{Kind, LARGEST_MEMORY, Limit, SMALLEST_MEMORY};

/// A limit's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A count; none for no limit.
    Count(Option<u64>),
    /// A number of bytes; none for no limit.
    Bytes(Option<u64>),
    /// A time; none for no limit.
    Time(Option<Duration>),
    /// Names, or any.
    Names(Selection),
    /// Yes or no.
    Switch(bool),
}

/// Why something is no value of a limit: what to write in place of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidValue(String);

/// A value as it is written, in TOML, in JSON or as a flag.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Written {
    Number(u64),
    Text(String),
    Switch(bool),
    Names(Vec<String>),
}

/// The word for no limit.
const NONE: &str = "none";

/// The word for all names.
const ANY: &str = "any";

impl Value {
    /// A value of a limit out of the texts of its flag: one, or as many names as were given.
    pub fn of_texts(limit: Limit, texts: &[String]) -> Result<Self, InvalidValue> {
        let written = match (limit.kind(), texts) {
            (Kind::Names, names) => Written::Names(names.to_vec()),
            (_, [.., text]) => Written::Text(text.clone()),
            (_, []) => Written::Text(String::new()),
        };
        Self::of_written(limit, written)
    }

    /// The smaller of two values of the same limit: what both allow.
    #[must_use]
    pub fn narrowed(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Count(own), Self::Count(other)) => Self::Count(least(*own, *other)),
            (Self::Bytes(own), Self::Bytes(other)) => Self::Bytes(least(*own, *other)),
            (Self::Time(own), Self::Time(other)) => Self::Time(least(*own, *other)),
            (Self::Switch(own), Self::Switch(other)) => Self::Switch(*own && *other),
            (Self::Names(Selection::Any), Self::Names(other)) => Self::Names(other.clone()),
            (Self::Names(Selection::Only(own)), Self::Names(Selection::Only(other))) => {
                Self::Names(Selection::Only(own.intersection(other).cloned().collect()))
            }
            // Of two kinds, which no limit has.
            (own, _) => own.clone(),
        }
    }

    /// Whether it allows what another value of the same limit does not.
    pub fn exceeds(&self, other: &Self) -> bool {
        self.narrowed(other) != *self
    }

    pub(crate) fn of_written(limit: Limit, written: Written) -> Result<Self, InvalidValue> {
        let is_none = matches!(&written, Written::Text(text) if text == NONE);
        let value = match (limit.kind(), written) {
            (Kind::Count, _) if is_none => Self::Count(None),
            (Kind::Bytes, _) if is_none => Self::Bytes(None),
            (Kind::Time, _) if is_none => Self::Time(None),
            (Kind::Count, written) => Self::Count(Some(count(written)?)),
            (Kind::Bytes, written) => Self::Bytes(Some(bytes(written)?)),
            (Kind::Time, written) => Self::Time(Some(time(written)?)),
            (Kind::Names, written) => Self::Names(names(written)?),
            (Kind::Switch, written) => Self::Switch(switch(written)?),
        };
        value.check(limit)
    }

    /// Whether a limit can have the value.
    fn check(self, limit: Limit) -> Result<Self, InvalidValue> {
        let refuse = |text: &str| Err(InvalidValue(text.to_owned()));
        match (&self, limit) {
            (Self::Count(None) | Self::Bytes(None) | Self::Time(None), _) if limit.is_required() => {
                refuse("there is always a limit: write one in place of `none`")
            }
            (Self::Time(Some(time)), _) if time.is_zero() => refuse("it is zero: write `none` for no limit"),
            (Self::Bytes(Some(bytes)), Limit::Memory) if *bytes < SMALLEST_MEMORY => {
                refuse("it is less than 8MiB, half of which the engine needs")
            }
            (Self::Bytes(Some(bytes)), Limit::Memory) if *bytes > LARGEST_MEMORY => {
                refuse("it is more than 4GiB, the most that a script can address")
            }
            (Self::Count(Some(0)), Limit::QueryRows | Limit::Requests) => refuse("it is zero: write 1 or more"),
            _ => Ok(self),
        }
    }
}

/// The smaller of two limits, of which either may not be there.
fn least<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn count(written: Written) -> Result<u64, InvalidValue> {
    let number = match written {
        Written::Number(number) => Some(number),
        Written::Text(text) => text.replace('_', "").parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| InvalidValue("write a whole number, such as 1000000000, or `none`".to_owned()))
}

fn bytes(written: Written) -> Result<u64, InvalidValue> {
    let number = match written {
        Written::Number(number) => Some(number),
        Written::Text(text) => text.parse::<ByteSize>().ok().map(|size| size.as_u64()),
        _ => None,
    };
    number.ok_or_else(|| InvalidValue("write a number with a unit, such as 64MiB or 1GiB".to_owned()))
}

fn time(written: Written) -> Result<Duration, InvalidValue> {
    let time = match written {
        Written::Text(text) => humantime::parse_duration(&text).ok(),
        _ => None,
    };
    time.ok_or_else(|| InvalidValue("write a number with a unit, such as 500ms, 30s or 5m, or `none`".to_owned()))
}

fn names(written: Written) -> Result<Selection, InvalidValue> {
    let names = match written {
        Written::Text(text) => vec![text],
        Written::Names(names) => names,
        _ => return Err(InvalidValue("write a list of names, or `any`".to_owned())),
    };
    match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [ANY] => Ok(Selection::Any),
        [NONE] => Ok(Selection::NONE),
        several if several.contains(&ANY) || several.contains(&NONE) => {
            Err(InvalidValue("`any` and `none` stand alone: leave out the other names".to_owned()))
        }
        several if several.iter().any(|name| name.trim().is_empty()) => {
            Err(InvalidValue("a name is empty: write one, or `any`".to_owned()))
        }
        _ => Ok(Selection::only(names)),
    }
}

fn switch(written: Written) -> Result<bool, InvalidValue> {
    match written {
        Written::Switch(switch) => Ok(switch),
        Written::Text(text) if text == "true" || text == "yes" => Ok(true),
        Written::Text(text) if text == "false" || text == "no" => Ok(false),
        _ => Err(InvalidValue("write true or false".to_owned())),
    }
}

/// As a person reads it.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(None) | Self::Bytes(None) | Self::Time(None) => formatter.write_str(NONE),
            Self::Count(Some(count)) => count.fmt(formatter),
            Self::Bytes(Some(bytes)) => ByteSize(*bytes).fmt(formatter),
            Self::Time(Some(time)) => humantime::format_duration(*time).fmt(formatter),
            Self::Names(names) => names.fmt(formatter),
            Self::Switch(switch) => switch.fmt(formatter),
        }
    }
}

/// As a file holds it: exactly, so that it is read as the same value.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(None) | Self::Bytes(None) | Self::Time(None) => serializer.serialize_str(NONE),
            Self::Count(Some(number)) | Self::Bytes(Some(number)) => serializer.serialize_u64(*number),
            Self::Time(Some(time)) => serializer.collect_str(&humantime::format_duration(*time)),
            Self::Names(Selection::Any) => serializer.serialize_str(ANY),
            Self::Names(Selection::Only(names)) => names.serialize(serializer),
            Self::Switch(switch) => serializer.serialize_bool(*switch),
        }
    }
}

impl<'de> serde::Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WrittenVisitor)
    }
}

struct WrittenVisitor;

impl<'de> Visitor<'de> for WrittenVisitor {
    type Value = Written;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number, a text, a list of names, or true or false")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Written, E> {
        Ok(Written::Number(number))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Written, E> {
        u64::try_from(number).map(Written::Number).map_err(|_| E::custom("it is below 0: write 0 or more"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
        Ok(Written::Text(text.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, switch: bool) -> Result<Written, E> {
        Ok(Written::Switch(switch))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Written, A::Error> {
        let mut all = Vec::new();
        while let Some(name) = names.next_element()? {
            all.push(name);
        }
        Ok(Written::Names(all))
    }
}
