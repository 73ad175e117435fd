//! The bytes that an answer may still take; must not know what they are spent on.

use coral_contract::{AskError, ExceededBudget};

/// The bytes that an answer may still take.
pub(crate) struct ByteBudget {
    limit: u64,
    used: u64,
}

impl ByteBudget {
    /// Nothing of the limit is used yet.
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit, used: 0 }
    }

    /// Takes some bytes; `BudgetExceeded` where that passes the limit.
    pub(crate) fn charge(&mut self, bytes: usize) -> Result<(), AskError> {
        self.used = self.used.saturating_add(bytes as u64);
        if self.used <= self.limit {
            return Ok(());
        }
        let name = "query-bytes".to_owned();
        Err(AskError::BudgetExceeded(ExceededBudget { name, limit: self.limit, used: self.used }))
    }
}
