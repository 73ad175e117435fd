//! The policies that come with the program. Must not know what a user changes of them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use coral_contract::Selection;

use crate::{Limit, Value};

/// A policy that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// For a script that answers a question and ends: a minute.
    #[default]
    Adhoc,
    /// For a script that watches without end: it may do so much a turn of its event loop, and so much an hour.
    Monitor,
    /// For the callers of a server, which knows no end of theirs that anything could be counted until: what one question or
    /// event may take, and no counts.
    Server,
}

const MINUTE: Duration = Duration::from_secs(60);
const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

impl Preset {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Adhoc, Self::Monitor, Self::Server];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adhoc => "adhoc",
            Self::Monitor => "monitor",
            Self::Server => "server",
        }
    }

    /// This preset's of three values.
    fn of<T>(self, adhoc: T, monitor: T, server: T) -> T {
        match self {
            Self::Adhoc => adhoc,
            Self::Monitor => monitor,
            Self::Server => server,
        }
    }

    /// Its value for a limit.
    pub fn value(self, limit: Limit) -> Value {
        match limit {
            // 500 and 20 thousand million units are some 50 and 2 seconds of a processor.
            Limit::Fuel => Value::Count(self.of(Some(500_000_000_000), None, None)),
            Limit::TurnFuel => Value::Count(self.of(None, Some(20_000_000_000), None)),
            Limit::Memory => Value::Bytes(Some(64 * MIB)),
            Limit::Timeout => Value::Time(self.of(Some(MINUTE), None, None)),
            // A monitor's is a tenth of a processor.
            Limit::CpuTime => Value::Time(self.of(Some(MINUTE), Some(6 * MINUTE), None)),
            Limit::Period => Value::Time(self.of(None, Some(60 * MINUTE), None)),
            Limit::Queries => Value::Count(self.of(Some(10_000), Some(36_000), None)),
            Limit::QueryTime => Value::Time(Some(MINUTE / 2)),
            Limit::QueryRows => Value::Count(Some(10_000)),
            Limit::QueryBytes => Value::Bytes(Some(16 * MIB)),
            Limit::Tables | Limit::Services => Value::Names(Selection::Any),
            Limit::Requests => Value::Count(Some(1_000)),
            Limit::Emit => Value::Switch(true),
            Limit::Events => Value::Count(self.of(Some(10_000), Some(10_000), None)),
            Limit::EventBytes => Value::Bytes(Some(64 * KIB)),
            // A run that ends is bounded by its count, however fast it is.
            Limit::EventRate => Value::Count(self.of(None, Some(100), None)),
            Limit::ConsoleBytes => Value::Bytes(self.of(Some(16 * MIB), Some(16 * MIB), None)),
            Limit::ConsoleLine => Value::Bytes(Some(4 * MIB)),
            Limit::ParameterBytes => Value::Bytes(Some(64 * KIB)),
            Limit::Timers => Value::Count(Some(10_000)),
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Preset {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let preset = Self::ALL.into_iter().find(|preset| preset.name() == name);
        preset.ok_or_else(|| format!("there is no preset {name:?}: write adhoc, monitor or server"))
    }
}
