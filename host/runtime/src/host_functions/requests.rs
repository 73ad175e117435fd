//! The interface `requests`: questions in flight, and waiting for any of them.

use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::Duration;

use coral_contract::{AskError, ExceededBudget, PendingAnswer, Question};
use wasmtime::component::Resource;

use super::RunState;
use crate::bindings::coral::script::errors::Error;
use crate::bindings::coral::script::requests::{Host, HostRequest};
use crate::bindings::coral::script::telemetry;

/// One question in flight.
pub enum Request {
    /// No answer yet. Dropping the future cancels the question.
    Pending(PendingAnswer),
    /// The answer, until it is taken.
    Answered(Result<coral_contract::Answer, AskError>),
    /// Nothing is left.
    Taken,
}

impl Request {
    /// Whether the answer is there; if not, the context is woken when it is.
    fn poll(&mut self, context: &mut Context<'_>) -> bool {
        if let Self::Pending(answer) = self {
            match answer.as_mut().poll(context) {
                Poll::Ready(answer) => *self = Self::Answered(answer),
                Poll::Pending => return false,
            }
        }
        true
    }
}

impl Host for RunState {
    fn start(&mut self, question: telemetry::Question) -> wasmtime::Result<Resource<Request>> {
        self.count_call();
        let limit = self.limits.pending_requests;
        let request = if self.pending_requests >= limit {
            let exceeded =
                ExceededBudget { name: "pending-requests".to_owned(), limit, used: self.pending_requests + 1 };
            Request::Answered(Err(AskError::BudgetExceeded(exceeded)))
        } else {
            Request::Pending(self.telemetry.ask(Question::from(question)))
        };
        self.pending_requests += 1;
        Ok(self.resources.push(request)?)
    }

    async fn wait(&mut self, pending: Vec<Resource<Request>>, deadline: Option<u64>) -> wasmtime::Result<Vec<u32>> {
        self.count_call();
        for request in &pending {
            self.resources.get(request)?;
        }
        let now = u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let sleep = deadline.map(|deadline| Duration::from_nanos(deadline.saturating_sub(now)));
        if pending.is_empty() {
            if let Some(sleep) = sleep {
                tokio::time::sleep(sleep).await;
            }
            return Ok(Vec::new());
        }
        let any_ready = poll_fn(|context| {
            let mut ready = Vec::new();
            for (index, request) in (0..).zip(&pending) {
                if self.resources.get_mut(request)?.poll(context) {
                    ready.push(index);
                }
            }
            if ready.is_empty() { Poll::Pending } else { Poll::Ready(wasmtime::Result::Ok(ready)) }
        });
        match sleep {
            None => any_ready.await,
            Some(sleep) => tokio::time::timeout(sleep, any_ready).await.unwrap_or(Ok(Vec::new())),
        }
    }
}

impl HostRequest for RunState {
    fn take(&mut self, request: Resource<Request>) -> wasmtime::Result<Result<telemetry::Answer, Error>> {
        self.count_call();
        let request = self.resources.get_mut(&request)?;
        match std::mem::replace(request, Request::Taken) {
            Request::Answered(Ok(answer)) => {
                if let coral_contract::Answer::Rows(rows) = &answer {
                    self.usage.rows += rows.row_count as u64;
                }
                Ok(Ok(answer.into()))
            }
            Request::Answered(Err(error)) => Ok(Err(error.into())),
            pending @ Request::Pending(_) => {
                *request = pending;
                Ok(Err(Error::InvalidArgument("the answer is not there yet: wait for it first".to_owned())))
            }
            Request::Taken => Ok(Err(Error::InvalidArgument("the answer was taken already".to_owned()))),
        }
    }

    fn drop(&mut self, request: Resource<Request>) -> wasmtime::Result<()> {
        self.resources.delete(request)?;
        self.pending_requests = self.pending_requests.saturating_sub(1);
        Ok(())
    }
}
