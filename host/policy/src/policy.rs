//! What a run may use and do, limit by limit, for who charges them. Must not know how it is written or where it is from.

use std::time::Duration;

use coral_contract::{Bounds, Selection};

use crate::{Limit, Preset, Value};

/// What a run may use and do. Where a field is none, there is no limit. Counts are a period's where there is one, else a
/// run's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Units of fuel of a run: about one an instruction of the engine, 7 to 14 a nanosecond.
    pub fuel: Option<u64>,
    /// Units of fuel between two waits of the event loop.
    pub turn_fuel: Option<u64>,
    /// Bytes of linear memory.
    pub memory: u64,
    /// Time from start to end, waiting included.
    pub timeout: Option<Duration>,
    /// Processor time of the script itself, a period.
    pub cpu_time: Option<Duration>,
    /// After how long what is counted a period starts anew; none for never.
    pub period: Option<Duration>,
    /// Questions that it may ask, a period.
    pub queries: Option<u64>,
    /// Time that one question may take, once it has its turn.
    pub query_time: Duration,
    /// Rows of one answer.
    pub query_rows: u64,
    /// Bytes of one answer.
    pub query_bytes: u64,
    /// Tables and views that SQL may name.
    pub tables: Selection,
    /// Services that it may ask about and emit for.
    pub services: Selection,
    /// Questions that may be in flight at once.
    pub requests: u64,
    /// Whether it may emit events.
    pub emit: bool,
    /// Events that it may emit, a period.
    pub events: Option<u64>,
    /// Bytes of name and data of one event.
    pub event_bytes: u64,
    /// Events a second; as many may come at once.
    pub event_rate: Option<u64>,
    /// Bytes that it may write to the console, a period.
    pub console_bytes: Option<u64>,
    /// Bytes of one console text; what is beyond is cut off.
    pub console_line: u64,
    /// Bytes of the parameters' names and values.
    pub parameter_bytes: u64,
    /// Timers that may be live at once.
    pub timers: u64,
}

impl Policy {
    /// A policy that comes with the program.
    pub fn of_preset(preset: Preset) -> Self {
        Self::of_values(|limit| preset.value(limit))
    }

    /// A policy of these values, one for each limit and of its kind.
    pub(crate) fn of_values(value: impl Fn(Limit) -> Value) -> Self {
        let number = |limit| match value(limit) {
            Value::Count(number) | Value::Bytes(number) => number,
            _ => None,
        };
        let time = |limit| match value(limit) {
            Value::Time(time) => time,
            _ => None,
        };
        let names = |limit| match value(limit) {
            Value::Names(names) => names,
            _ => Selection::NONE,
        };
        // A limit that is required has a value: `Value::of_written` refuses none for it.
        let required = |limit| number(limit).unwrap_or(0);
        Self {
            fuel: number(Limit::Fuel),
            turn_fuel: number(Limit::TurnFuel),
            memory: required(Limit::Memory),
            timeout: time(Limit::Timeout),
            cpu_time: time(Limit::CpuTime),
            period: time(Limit::Period),
            queries: number(Limit::Queries),
            query_time: time(Limit::QueryTime).unwrap_or_default(),
            query_rows: required(Limit::QueryRows),
            query_bytes: required(Limit::QueryBytes),
            tables: names(Limit::Tables),
            services: names(Limit::Services),
            requests: required(Limit::Requests),
            emit: value(Limit::Emit) == Value::Switch(true),
            events: number(Limit::Events),
            event_bytes: required(Limit::EventBytes),
            event_rate: number(Limit::EventRate),
            console_bytes: number(Limit::ConsoleBytes),
            console_line: required(Limit::ConsoleLine),
            parameter_bytes: required(Limit::ParameterBytes),
            timers: required(Limit::Timers),
        }
    }

    /// What each question of a run may take and see.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            time: Some(self.query_time),
            rows: self.query_rows,
            bytes: self.query_bytes,
            tables: self.tables.clone(),
            services: self.services.clone(),
        }
    }
}

impl Default for Policy {
    /// That of a script that answers a question and ends.
    fn default() -> Self {
        Self::of_preset(Preset::default())
    }
}
