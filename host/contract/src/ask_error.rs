//! Why a question was not answered; knows no door through which it was asked.

use std::time::Duration;

use serde::Serialize;

/// Why a question was not answered. The texts say what was refused and what to do, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// The policy forbids it.
    #[error("{0}")]
    Denied(String),
    /// An argument has no meaning.
    #[error("{0}")]
    InvalidArgument(String),
    /// What was asked for does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The database refused the statement or failed to answer it.
    #[error("{0}")]
    QueryFailed(String),
    /// A budget of the run is used up.
    #[error(transparent)]
    BudgetExceeded(ExceededBudget),
    /// It took longer than one question may.
    #[error("{0}")]
    TimedOut(String),
    /// The telemetry cannot be reached.
    #[error("{0}")]
    Unavailable(String),
    /// Too many others ask: the same question may be answered later.
    #[error("the database was busy for {waited:?} with the questions of others: ask again later")]
    Busy {
        /// How long the question waited in vain.
        waited: Duration,
    },
}

impl AskError {
    /// The case's name as scripts and reports spell it: `invalid-argument`, `query-failed`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::InvalidArgument(_) => "invalid-argument",
            Self::NotFound(_) => "not-found",
            Self::QueryFailed(_) => "query-failed",
            Self::BudgetExceeded(_) => "budget-exceeded",
            Self::TimedOut(_) => "timed-out",
            Self::Unavailable(_) | Self::Busy { .. } => "unavailable",
        }
    }
}

/// A budget that a run has used up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("the run's budget of {name} is used up: {used} of {limit}")]
pub struct ExceededBudget {
    /// The budget's name, such as `events` or `query-bytes`.
    pub name: String,
    /// What the policy allows.
    pub limit: u64,
    /// What would have been used.
    pub used: u64,
}
