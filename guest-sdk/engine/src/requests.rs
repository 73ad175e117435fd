//! The questions in flight: each has a promise that its answer settles.

use std::cell::RefCell;

use javy_plugin_api::javy::quickjs::{Ctx, Exception, Function, Persistent, Promise, Result, Value};

use crate::bindings::coral::script::requests::{Request, start, wait};
use crate::bindings::coral::script::telemetry::{Answer, Question};
use crate::{cells, host_error, rows};

struct Pending {
    request: Request,
    resolve: Persistent<Function<'static>>,
    reject: Persistent<Function<'static>>,
}

thread_local! {
    static PENDING: RefCell<Vec<Pending>> = const { RefCell::new(Vec::new()) };
}

/// Starts a question; the promise is settled by the event loop.
pub fn ask<'js>(ctx: &Ctx<'js>, question: &Question) -> Result<Promise<'js>> {
    let (promise, resolve, reject) = ctx.promise()?;
    let pending = Pending {
        request: start(question),
        resolve: Persistent::save(ctx, resolve),
        reject: Persistent::save(ctx, reject),
    };
    PENDING.with_borrow_mut(|all| all.push(pending));
    Ok(promise)
}

/// Whether any question is in flight.
pub fn any_pending() -> bool {
    PENDING.with_borrow(|all| !all.is_empty())
}

/// Sleeps until an answer is there or the deadline (monotonic, nanoseconds) has come, then settles what has its answer.
pub fn wait_and_settle(ctx: &Ctx<'_>, deadline: Option<u64>) -> Result<()> {
    let ready = PENDING.with_borrow(|all| {
        let requests: Vec<_> = all.iter().map(|pending| &pending.request).collect();
        wait(&requests, deadline)
    });
    // Taken out before any of them is settled: what settles runs no script code today, but could start a question.
    let mut index = 0;
    let settled: Vec<_> = PENDING.with_borrow_mut(|all| {
        all.extract_if(.., |_| {
            index += 1;
            ready.contains(&(index - 1))
        })
        .collect()
    });
    settled.into_iter().try_for_each(|pending| settle(ctx, pending))
}

fn settle(ctx: &Ctx<'_>, pending: Pending) -> Result<()> {
    match pending.request.take() {
        Ok(answer) => match to_javascript(ctx, answer) {
            Ok(value) => pending.resolve.restore(ctx)?.call((value,)),
            // Such as out of memory for the rows: the script may catch it.
            Err(_) => pending.reject.restore(ctx)?.call((ctx.catch(),)),
        },
        Err(error) => {
            let error: Exception<'_> = host_error::to_javascript(ctx, error)?;
            pending.reject.restore(ctx)?.call((error,))
        }
    }
}

fn to_javascript<'js>(ctx: &Ctx<'js>, answer: Answer) -> Result<Value<'js>> {
    match answer {
        Answer::Rows(rows) => rows::to_javascript(ctx, rows),
        Answer::Number(number) => Ok(Value::new_number(ctx.clone(), number)),
        Answer::ErrorRate(rate) => cells::object(
            ctx,
            [("rate", rate.rate), ("requestCount", rate.request_count as f64), ("errorCount", rate.error_count as f64)],
        ),
        Answer::Memory(memory) => cells::object(ctx, [("used", memory.used as f64), ("total", memory.total as f64)]),
    }
}
