//! The times that segments are named by; must not know what they are of.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// The times that segments are named by, in microseconds since 1970: the system's, but never the same twice, nor earlier than one before.
#[derive(Debug)]
pub struct Clock(Mutex<Times>);

#[derive(Debug)]
struct Times {
    last: u64,
    /// The time of what is being written.
    writing: Option<u64>,
}

/// Something that is being written, and the time of it.
pub struct Writing<'clock> {
    clock: &'clock Clock,
    /// Its time.
    pub time: u64,
}

impl Clock {
    /// A clock whose times are all behind this one.
    pub const fn after(last: u64) -> Self {
        Self(Mutex::new(Times { last, writing: None }))
    }

    /// Begins to write. One writes at a time.
    pub fn begin(&self) -> Writing<'_> {
        let mut times = self.times();
        let time = times.next();
        times.writing = Some(time);
        Writing { clock: self, time }
    }

    /// A time before which nothing will be written any more: all that is of an earlier one is there.
    pub fn complete_before(&self) -> u64 {
        let mut times = self.times();
        match times.writing {
            Some(time) => time,
            None => times.next(),
        }
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Times {
    fn next(&mut self) -> u64 {
        let system = u64::try_from(microseconds_now()).unwrap_or(0);
        self.last = system.max(self.last.saturating_add(1));
        self.last
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        self.clock.times().writing = None;
    }
}

/// Microseconds since 1970, UTC.
pub fn microseconds_now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_complete_that_is_still_being_written() {
        let clock = Clock::after(0);
        let before = clock.complete_before();
        let writing = clock.begin();
        assert!(before < writing.time);
        assert_eq!(clock.complete_before(), writing.time);
        let time = writing.time;
        drop(writing);
        assert!(clock.complete_before() > time);
    }

    #[test]
    fn times_go_on_where_the_systems_clock_was_put_back() {
        let future = u64::MAX / 2;
        let clock = Clock::after(future);
        assert_eq!((clock.begin().time, clock.begin().time), (future + 1, future + 2));
    }
}
