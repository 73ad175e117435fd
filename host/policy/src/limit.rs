//! The limits that a policy is made of: their names and what each is. Holds no value of any.

use std::fmt;
use std::time::Duration;

/// The least memory that a script can do with: the engine's own, and as much again.
pub const SMALLEST_MEMORY: u64 = 8 << 20;

/// What a 32-bit memory can hold.
pub const LARGEST_MEMORY: u64 = 4 << 30;

/// One of a policy's limits. In the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Units of fuel of a run.
    Fuel,
    /// Units of fuel between two waits of the event loop.
    TurnFuel,
    /// Bytes of linear memory.
    Memory,
    /// Time from start to end.
    Timeout,
    /// Processor time of the script.
    CpuTime,
    /// After how long counts start anew.
    Period,
    /// Questions that it may ask.
    Queries,
    /// Time of one question.
    QueryTime,
    /// Rows of one answer.
    QueryRows,
    /// Bytes of one answer.
    QueryBytes,
    /// Tables that SQL may name.
    Tables,
    /// Services that it may ask about and emit for.
    Services,
    /// Questions in flight at once.
    Requests,
    /// Whether it may emit.
    Emit,
    /// Events that it may emit.
    Events,
    /// Bytes of one event.
    EventBytes,
    /// Events a second.
    EventRate,
    /// Bytes that it may write to the console.
    ConsoleBytes,
    /// Bytes of one console text.
    ConsoleLine,
    /// Bytes of its parameters.
    ParameterBytes,
    /// Timers that may be live at once.
    Timers,
}

/// What kind of value a limit has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A count; `none` for no limit.
    Count,
    /// A number of bytes, as a number or a text such as `64MiB`; `none` for no limit.
    Bytes,
    /// A time such as `30s`; `none` for no limit.
    Time,
    /// Names, or `any`.
    Names,
    /// Yes or no.
    Switch,
}

/// A time as reports and errors count it.
pub fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Fuel,
        Self::TurnFuel,
        Self::Memory,
        Self::Timeout,
        Self::CpuTime,
        Self::Period,
        Self::Queries,
        Self::QueryTime,
        Self::QueryRows,
        Self::QueryBytes,
        Self::Tables,
        Self::Services,
        Self::Requests,
        Self::Emit,
        Self::Events,
        Self::EventBytes,
        Self::EventRate,
        Self::ConsoleBytes,
        Self::ConsoleLine,
        Self::ParameterBytes,
        Self::Timers,
    ];

    /// Its name in a policy file, in errors and in reports.
    pub fn name(self) -> &'static str {
        self.told().0
    }

    /// The limit of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.name() == name)
    }

    /// Its flag: a name that can be given several times is in the singular there.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Tables => "table",
            Self::Services => "service",
            other => other.name(),
        }
    }

    /// What kind of value it has.
    pub fn kind(self) -> Kind {
        self.told().1
    }

    /// Whether it has no meaning to be without it.
    pub fn is_required(self) -> bool {
        self.told().2
    }

    /// What it bounds, in one line.
    pub fn about(self) -> &'static str {
        self.told().3
    }

    /// Name, kind, whether there is always one, and meaning.
    fn told(self) -> (&'static str, Kind, bool, &'static str) {
        match self {
            Self::Fuel => ("fuel", Kind::Count, false, "units of fuel: about one an instruction, some 10 a nanosecond"),
            Self::TurnFuel => ("turn-fuel", Kind::Count, false, "units of fuel between two waits of the event loop"),
            Self::Memory => ("memory", Kind::Bytes, true, "memory that the script may have; at most 4GiB"),
            Self::Timeout => ("timeout", Kind::Time, false, "time from start to end, waiting included"),
            Self::CpuTime => ("cpu-time", Kind::Time, false, "processor time of the script, a period"),
            Self::Period => {
                ("period", Kind::Time, false, "after how long what is counted a period starts anew; none: never")
            }
            Self::Queries => ("queries", Kind::Count, false, "questions to the telemetry, a period"),
            Self::QueryTime => ("query-time", Kind::Time, true, "time that one question may take"),
            Self::QueryRows => ("query-rows", Kind::Count, true, "rows of one answer; further ones are left out"),
            Self::QueryBytes => ("query-bytes", Kind::Bytes, true, "bytes of one answer"),
            Self::Tables => ("tables", Kind::Names, true, "tables and views that SQL may name"),
            Self::Services => ("services", Kind::Names, true, "services that the script may ask about and emit for"),
            Self::Requests => ("requests", Kind::Count, true, "questions in flight at once"),
            Self::Emit => ("emit", Kind::Switch, true, "whether the script may emit events"),
            Self::Events => ("events", Kind::Count, false, "events, a period"),
            Self::EventBytes => ("event-bytes", Kind::Bytes, true, "bytes of one event's name and data"),
            Self::EventRate => ("event-rate", Kind::Count, false, "events a second"),
            Self::ConsoleBytes => ("console-bytes", Kind::Bytes, false, "bytes of console text, a period"),
            Self::ConsoleLine => {
                ("console-line", Kind::Bytes, true, "bytes of one console text; what is beyond is cut off")
            }
            Self::ParameterBytes => ("parameter-bytes", Kind::Bytes, true, "bytes of the parameters' names and values"),
            Self::Timers => ("timers", Kind::Count, true, "timers that are live at once"),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
