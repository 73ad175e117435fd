//! What a run was refused, so that its end can be told from an exception of its own; must not know who refused it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use coral_contract::AskError;

use crate::{Ending, Exception};

/// The latest refusals are remembered: a script that keeps an older one in stock has only itself to mislead.
const KEPT: usize = 16;

/// What a run was refused of late: what its policy forbids, and what its budgets do not hold.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<VecDeque<AskError>>);

impl Refusals {
    /// Remembers an error if it is a refusal.
    pub(crate) fn note(&self, error: &AskError) {
        if matches!(error, AskError::Denied(_) | AskError::BudgetExceeded(_)) {
            let mut kept = self.kept();
            kept.truncate(KEPT - 1);
            kept.push_front(error.clone());
        }
    }

    /// The end of a run by this exception: that of a refusal, if it is one that was not caught. On both runtimes an error
    /// of the SDK is known by its text, before which its name and the name of the call stand.
    pub(crate) fn ending(&self, exception: Exception) -> Ending {
        let refusal = self.kept().iter().find(|refusal| exception.message.contains(&refusal.to_string())).cloned();
        match refusal {
            Some(AskError::BudgetExceeded(budget)) => Ending::OverBudget(budget, exception),
            Some(_) => Ending::Denied(exception),
            None => Ending::Exception(exception),
        }
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<AskError>> {
        // Whole errors, which a panic elsewhere leaves as they are.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
