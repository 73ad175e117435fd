//! Whether a run is at a limit of what it may use. Whoever meets one first says so here: the run's engine asks, and its
//! supervisor looks. Must not know what any limit counts.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coral_policy::Limit;

/// A limit that a run has reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Which one.
    pub limit: Limit,
    /// What it allows: units of fuel, or milliseconds.
    pub allowed: u64,
    /// What was used when it was noticed, in the same unit.
    pub used: u64,
}

/// The brake of one run. Clones are the same brake.
#[derive(Debug, Clone, Default)]
pub struct Brake(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    reached: Option<Reached>,
    /// How many questions the run waits for; none while it runs.
    waiting: Option<usize>,
}

/// A wait of the run's, until it is dropped.
pub struct Waiting(Brake);

impl Brake {
    /// Says that a limit is reached; the first stays.
    pub fn pull(&self, reached: Reached) {
        self.state().reached.get_or_insert(reached);
    }

    /// The limit that was reached first, if one was.
    pub fn reached(&self) -> Option<Reached> {
        self.state().reached.clone()
    }

    /// Says that the run waits for this many questions.
    pub fn wait_for(&self, questions: usize) -> Waiting {
        self.state().waiting = Some(questions);
        Waiting(self.clone())
    }

    /// How many questions the run waits for; none while it runs.
    pub fn waiting(&self) -> Option<usize> {
        self.state().waiting
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Two values, each set at once.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.state().waiting = None;
    }
}
