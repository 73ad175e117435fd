//! What is left of a run.

use coral_contract::Event;

use crate::{Ending, Usage};

/// How a run ended, and all that is left of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// What it used.
    pub usage: Usage,
    /// What it emitted, in order, where its session keeps that.
    pub events: Vec<Event>,
}
