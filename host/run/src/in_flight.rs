//! A question of a run that is on its way, and its place among those that may be at once; must not know what is asked.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use coral_contract::{Answer, AskError, ExceededBudget, PendingAnswer};
use coral_policy::Limit;

use crate::refusals::Refusals;

/// The questions that a run has in flight, and the rows that it was answered with.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    in_flight: AtomicU64,
    rows: AtomicU64,
}

impl Traffic {
    /// Takes a place, of which there are `limit`.
    pub(crate) fn enter(self: &Arc<Self>, limit: u64) -> Result<Place, AskError> {
        let place = Place(Arc::clone(self));
        let used = self.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
        if used <= limit {
            return Ok(place);
        }
        Err(AskError::BudgetExceeded(ExceededBudget { name: Limit::Requests.name().to_owned(), limit, used }))
    }

    /// The rows of all answers.
    pub(crate) fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }
}

/// One of the places of a run. Dropping it gives it back.
pub(crate) struct Place(Arc<Traffic>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A question on its way. It counts as in flight until this is dropped, which cancels it if there is no answer yet: who
/// keeps an answer for later keeps this with it.
pub struct Asked {
    answer: PendingAnswer,
    place: Place,
    refusals: Arc<Refusals>,
}

impl Asked {
    pub(crate) fn new(answer: PendingAnswer, place: Place, refusals: Arc<Refusals>) -> Self {
        Self { answer, place, refusals }
    }
}

impl Future for Asked {
    type Output = Result<Answer, AskError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = self.answer.as_mut().poll(context);
        match &answer {
            Poll::Ready(Ok(Answer::Rows(rows))) => {
                self.place.0.rows.fetch_add(rows.row_count as u64, Ordering::Relaxed);
            }
            Poll::Ready(Err(error)) => self.refusals.note(error),
            Poll::Ready(Ok(_)) | Poll::Pending => {}
        }
        answer
    }
}
