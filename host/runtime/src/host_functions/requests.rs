//! The interface `requests`: questions in flight, and waiting for any of them.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use coral_contract::{Answer, AskError, Question};
use coral_run::Asked;
use wasmtime::component::Resource;

use super::RunState;
use crate::bindings::coral::script::errors::Error;
use crate::bindings::coral::script::requests::{Host, HostRequest};
use crate::bindings::coral::script::telemetry;

/// One question, from its start until the script drops it.
pub struct Request {
    /// The question; none where it was refused at once. It counts as in flight until it is dropped.
    asked: Option<Asked>,
    answer: Progress,
}

enum Progress {
    Pending,
    Answered(Result<Answer, AskError>),
    Taken,
}

impl Request {
    /// Whether the answer is there; if not, the context is woken when it is.
    fn poll(&mut self, context: &mut Context<'_>) -> bool {
        if let (Progress::Pending, Some(asked)) = (&self.answer, &mut self.asked) {
            match Pin::new(asked).poll(context) {
                Poll::Ready(answer) => self.answer = Progress::Answered(answer),
                Poll::Pending => return false,
            }
        }
        true
    }
}

impl Host for RunState {
    fn start(&mut self, question: telemetry::Question) -> wasmtime::Result<Resource<Request>> {
        self.count_call();
        match self.session.ask(Question::from(question)) {
            Ok(asked) => Ok(self.resources.push(Request { asked: Some(asked), answer: Progress::Pending })?),
            Err(error) => {
                let refused = Request { asked: None, answer: Progress::Answered(Err(error.clone())) };
                // Who hoards what it was refused has gone beyond its budget, and not only beyond what it may hold.
                self.resources.push(refused).map_err(|_| error.into())
            }
        }
    }

    async fn wait(&mut self, pending: Vec<Resource<Request>>, deadline: Option<u64>) -> wasmtime::Result<Vec<u32>> {
        self.count_call();
        for request in &pending {
            self.resources.get(request)?;
        }
        let _waiting = self.brake.wait_for(pending.len());
        let now = RunState::monotonic(self);
        let sleep = deadline.map(|deadline| self.clock.sleep(Duration::from_nanos(deadline.saturating_sub(now))));
        if pending.is_empty() {
            if let Some(sleep) = sleep {
                sleep.await;
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
            Some(sleep) => tokio::select! {
                // In this order, since an answer may be there although the deadline is over.
                biased;
                ready = any_ready => ready,
                () = sleep => Ok(Vec::new()),
            },
        }
    }
}

impl HostRequest for RunState {
    fn take(&mut self, request: Resource<Request>) -> wasmtime::Result<Result<telemetry::Answer, Error>> {
        self.count_call();
        let request = self.resources.get_mut(&request)?;
        match std::mem::replace(&mut request.answer, Progress::Taken) {
            Progress::Answered(Ok(answer)) => Ok(Ok(answer.into())),
            Progress::Answered(Err(error)) => Ok(Err(error.into())),
            Progress::Pending => {
                request.answer = Progress::Pending;
                Ok(Err(Error::InvalidArgument("the answer is not there yet: wait for it first".to_owned())))
            }
            Progress::Taken => Ok(Err(Error::InvalidArgument("the answer was taken already".to_owned()))),
        }
    }

    fn drop(&mut self, request: Resource<Request>) -> wasmtime::Result<()> {
        self.resources.delete(request)?;
        Ok(())
    }
}
