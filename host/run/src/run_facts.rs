//! What a run knows of itself; no limit and no state.

use crate::RunId;

/// What a run knows of itself, and its script may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFacts {
    /// The script's name, as it sees it itself.
    pub script: String,
    /// The run's id.
    pub id: RunId,
    /// Names and values, each name once.
    pub parameters: Vec<(String, String)>,
}
