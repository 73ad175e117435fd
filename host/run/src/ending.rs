//! How a run can end: one case for each cause, and its exit code.

use std::time::Duration;

/// An exception that the script did not catch, in positions of the bundled JavaScript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Its text, with its causes.
    pub message: String,
    /// The engine's stack text, one frame a line; empty where no Error was thrown.
    pub stack: String,
    /// Whether a promise was rejected, in place of a throw from a callback.
    pub in_promise: bool,
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
    /// It used all of its fuel.
    OutOfFuel {
        /// How much it had.
        limit: u64,
    },
    /// It needed more memory than it may have.
    OutOfMemory {
        /// How many bytes it may have.
        limit: u64,
    },
    /// It ran for longer than it may.
    TimedOut {
        /// How long it may run.
        limit: Duration,
    },
    /// A plugin's own code trapped, such as by a panic, or misused what it was given: what happened, and where.
    Trapped(String),
    /// Someone asked for its end, such as by Ctrl-C.
    Interrupted,
    /// The host or the engine failed: never the script's fault.
    HostFailure(String),
}

impl Ending {
    /// The name of the case, as reports spell it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Exited(_) => "exited",
            Self::Exception(_) => "exception",
            Self::OutOfFuel { .. } => "out-of-fuel",
            Self::OutOfMemory { .. } => "out-of-memory",
            Self::TimedOut { .. } => "timed-out",
            Self::Trapped(_) => "trap",
            Self::Interrupted => "interrupted",
            Self::HostFailure(_) => "host-failure",
        }
    }

    /// The process exit code: 124 as `timeout` has it, 130 as a shell has it for Ctrl-C, 134 as for an abort.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Completed => 0,
            Self::Exited(code) => *code,
            Self::Exception(_) => 1,
            Self::OutOfFuel { .. } => 122,
            Self::OutOfMemory { .. } => 123,
            Self::TimedOut { .. } => 124,
            Self::Trapped(_) => 121,
            Self::Interrupted => 130,
            Self::HostFailure(_) => 134,
        }
    }
}
