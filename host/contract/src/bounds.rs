//! What the questions of one asker may take and see; must not know who asks, or where it is enforced.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

/// What each question of an asker may take and see, besides what the telemetry allows anyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// How long one question may take, once it has its turn; none for as long as the telemetry allows.
    pub time: Option<Duration>,
    /// Rows of an answer; further ones are left out, and the answer says so.
    pub rows: u64,
    /// Bytes of an answer's cells and column names.
    pub bytes: u64,
    /// The tables and views that SQL may name.
    pub tables: Selection,
    /// The services whose telemetry may be seen: in SQL, their rows alone.
    pub services: Selection,
}

impl Default for Bounds {
    /// What the telemetry allows anyone.
    fn default() -> Self {
        Self { time: None, rows: u64::MAX, bytes: u64::MAX, tables: Selection::Any, services: Selection::Any }
    }
}

/// Which of some named things: all of them, or those that are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Selection {
    /// All there are.
    #[default]
    Any,
    /// These, and no others; none at all where the list is empty.
    Only(BTreeSet<String>),
}

impl Selection {
    /// No name at all.
    pub const NONE: Self = Self::Only(BTreeSet::new());

    /// These names, and no others.
    pub fn only(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::Only(names.into_iter().map(Into::into).collect())
    }

    /// Whether it has this name, as it is spelled.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(names) => names.contains(name),
        }
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => formatter.write_str("any"),
            Self::Only(names) if names.is_empty() => formatter.write_str("none"),
            Self::Only(names) => formatter.write_str(&names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
        }
    }
}
