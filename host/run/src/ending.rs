//! How a run can end: one case for each cause, and its exit code.

use coral_contract::ExceededBudget;
use coral_policy::Limit;

/// An exception that the script did not catch, in positions of the bundled JavaScript.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exception {
    /// Its text, with its causes.
    pub message: String,
    /// The engine's stack text, one frame a line; empty where no Error was thrown.
    pub stack: String,
    /// Whether a promise was rejected, in place of a throw from a callback.
    pub in_promise: bool,
}

/// The limit that a run was stopped at, and what it did then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Which one: fuel, fuel a turn, memory, timeout or processor time.
    pub limit: Limit,
    /// What it allows: units of fuel, bytes, or milliseconds.
    pub allowed: u64,
    /// What was used, in the same unit; of memory, what would have been.
    pub used: u64,
    /// What the script was doing.
    pub activity: Activity,
}

/// What a script was doing when it was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Activity {
    /// It ran: the engine's stack text, as of an exception; empty where that is not known.
    Running(String),
    /// It waited for this many questions, or without any for a timer.
    Waiting(usize),
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It ran to its end.
    Completed,
    /// It called `Deno.exit` with this code.
    Exited(u8),
    /// It threw an exception and did not catch it.
    Exception(Exception),
    /// It was refused what its policy forbids, and did not catch that.
    Denied(Exception),
    /// It used up what it may ask, emit or print, and did not catch that.
    OverBudget(ExceededBudget, Exception),
    /// It was stopped at a limit of what it may use.
    Stopped(Stop),
    /// A plugin's own code trapped, such as by a panic, or misused what it was given: what happened, and where.
    Trapped(String),
    /// Someone asked for its end, such as by Ctrl-C.
    Interrupted,
    /// The host or the engine failed: never the script's fault.
    HostFailure(String),
}

impl Ending {
    /// The limit that the run was stopped at.
    pub fn limit(&self) -> Option<Limit> {
        match self {
            Self::Stopped(stop) => Some(stop.limit),
            _ => None,
        }
    }

    /// The name of the case, as reports spell it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Exited(_) => "exited",
            Self::Exception(_) => "exception",
            Self::Denied(_) => "denied",
            Self::OverBudget(..) => "budget-exceeded",
            Self::Stopped(stop) => match stop.limit {
                Limit::Memory => "out-of-memory",
                Limit::Timeout => "timed-out",
                Limit::CpuTime => "out-of-cpu-time",
                _ => "out-of-fuel",
            },
            Self::Trapped(_) => "trap",
            Self::Interrupted => "interrupted",
            Self::HostFailure(_) => "host-failure",
        }
    }

    /// The process exit code: 124 as `timeout` has it, 130 as a shell has it for Ctrl-C, 134 as for an abort. Those
    /// below 118 are left to scripts, but for 1 and 2.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Completed => 0,
            Self::Exited(code) => *code,
            Self::Exception(_) => 1,
            Self::Denied(_) => 118,
            Self::OverBudget(..) => 119,
            Self::Trapped(_) => 121,
            Self::Stopped(stop) => match stop.limit {
                Limit::CpuTime => 120,
                Limit::Memory => 123,
                Limit::Timeout => 124,
                _ => 122,
            },
            Self::Interrupted => 130,
            Self::HostFailure(_) => 134,
        }
    }
}
