//! The timers of a run: when each is due and what it calls. Knows no clock; its owner tells the time.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use javy_plugin_api::javy::quickjs::{Function, Persistent};

use crate::bindings::coral::script::context::{EngineBudget, charge};
use crate::bindings::coral::script::errors::Error;

/// Nanoseconds of the monotonic clock.
pub type Instant = u64;

struct Timer {
    callback: Persistent<Function<'static>>,
    /// Of a timer that repeats: nanoseconds from one call to the next.
    period: Option<u64>,
}

#[derive(Default)]
struct Timers {
    /// By when they are due, then in the order in which they were started.
    queue: BTreeMap<(Instant, u32), Timer>,
    /// When each timer is due, by its id.
    due: BTreeMap<u32, Instant>,
    /// The timers that the run does not go on for.
    unawaited: BTreeSet<u32>,
    last_id: u32,
}

thread_local! {
    static TIMERS: RefCell<Timers> = RefCell::default();
}

/// Starts a timer that is due `delay` nanoseconds after `now`; its id is above 0. An error where there are as many as there
/// may be.
pub fn start(callback: Persistent<Function<'static>>, now: Instant, delay: u64, repeat: bool) -> Result<u32, Error> {
    TIMERS.with_borrow_mut(|timers| {
        charge(EngineBudget::Timers, timers.due.len() as u64 + 1)?;
        timers.last_id = timers.last_id.wrapping_add(1).max(1);
        let id = timers.last_id;
        let timer = Timer { callback, period: repeat.then_some(delay.max(1)) };
        timers.insert(id, now.saturating_add(delay), timer);
        Ok(id)
    })
}

/// Stops a timer; an id that none has is ignored.
pub fn stop(id: u32) {
    TIMERS.with_borrow_mut(|timers| {
        if let Some(due) = timers.due.remove(&id) {
            timers.queue.remove(&(due, id));
            timers.unawaited.remove(&id);
        }
    });
}

/// Whether the run goes on for a timer, as it does for each at its start; an id that none has is ignored.
pub fn set_awaited(id: u32, is_awaited: bool) {
    TIMERS.with_borrow_mut(|timers| {
        if is_awaited {
            timers.unawaited.remove(&id);
        } else if timers.due.contains_key(&id) {
            timers.unawaited.insert(id);
        }
    });
}

/// Whether there is a timer that the run goes on for.
pub fn any_awaited() -> bool {
    TIMERS.with_borrow(|timers| timers.due.len() > timers.unawaited.len())
}

/// When the next timer is due, if there is one.
pub fn next_due() -> Option<Instant> {
    TIMERS.with_borrow(|timers| timers.queue.first_key_value().map(|((due, _), _)| *due))
}

/// The callback of the next timer that is due by `now`, taken off the queue or, if it repeats, put back.
pub fn pop_due(now: Instant) -> Option<Persistent<Function<'static>>> {
    TIMERS.with_borrow_mut(|timers| {
        let (due, id) = *timers.queue.first_key_value().map(|(key, _)| key).filter(|(due, _)| *due <= now)?;
        let timer = timers.queue.remove(&(due, id))?;
        timers.due.remove(&id);
        let callback = timer.callback.clone();
        if let Some(period) = timer.period {
            timers.insert(id, now.saturating_add(period), timer);
        } else {
            timers.unawaited.remove(&id);
        }
        Some(callback)
    })
}

impl Timers {
    fn insert(&mut self, id: u32, due: Instant, timer: Timer) {
        self.due.insert(id, due);
        self.queue.insert((due, id), timer);
    }
}
