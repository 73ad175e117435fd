//! What the monitor asks, all at once; it knows nothing of thresholds.

use std::time::Duration;

use crate::bindings::coral::script::errors::Error;
use crate::bindings::coral::script::requests::{self, Request};
use crate::bindings::coral::script::telemetry::{Answer, ErrorRateQuery, PercentileQuery, Question};

/// The answers, in the order of their questions.
pub struct Answers {
    /// The 99th percentile of the latency.
    pub p99: Answer,
    /// The share of requests that failed.
    pub error_rate: Answer,
    /// The use of the processors.
    pub cpu: Answer,
    /// The use of the memory.
    pub memory: Answer,
}

impl Answers {
    /// Asks about a service over a window up to now, and waits for all answers.
    pub fn ask(service: &str, window: Duration) -> Result<Self, String> {
        let window = u64::try_from(window.as_nanos()).map_err(|_| "the window is too long")?;
        // None of the four needs another's answer.
        let asked = [
            Question::Percentile(PercentileQuery {
                service: service.to_owned(),
                metric: "http.server.duration".to_owned(),
                percentile: 0.99,
                window,
            }),
            Question::ErrorRate(ErrorRateQuery { service: service.to_owned(), window }),
            Question::Cpu,
            Question::Memory,
        ]
        .map(|question| requests::start(&question));
        wait_for_all(&asked);
        let [p99, error_rate, cpu, memory] = asked.map(|request| request.take().map_err(text));
        Ok(Self { p99: p99?, error_rate: error_rate?, cpu: cpu?, memory: memory? })
    }
}

fn wait_for_all(asked: &[Request]) {
    let mut pending: Vec<&Request> = asked.iter().collect();
    while !pending.is_empty() {
        let ready = requests::wait(&pending, None);
        let mut index = 0;
        pending.retain(|_| {
            index += 1;
            !ready.contains(&(index - 1))
        });
    }
}

fn text(error: Error) -> String {
    match error {
        Error::Denied(text)
        | Error::InvalidArgument(text)
        | Error::NotFound(text)
        | Error::QueryFailed(text)
        | Error::TimedOut(text)
        | Error::Unavailable(text) => text,
        Error::BudgetExceeded(budget) => format!("the budget {} of {} is exceeded", budget.name, budget.limit),
    }
}
