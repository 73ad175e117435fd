//! A question whose answer is worked on from the start, waited for or not; must not know how it is answered.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use coral_contract::{Answer, AskError, PendingAnswer};
use tokio::task::JoinHandle;

/// Starts answering in a task of its own. Dropping what this returns ends that task.
pub(crate) fn now(answering: impl Future<Output = Result<Answer, AskError>> + Send + 'static) -> PendingAnswer {
    Box::pin(Started(tokio::spawn(answering)))
}

struct Started(JoinHandle<Result<Answer, AskError>>);

impl Future for Started {
    type Output = Result<Answer, AskError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|joined| {
            joined.unwrap_or_else(|error| Err(AskError::QueryFailed(format!("answering the question failed: {error}"))))
        })
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.0.abort();
    }
}
