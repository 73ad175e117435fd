//! Processor time, as the system counts it, and sums of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nix::time::{ClockId, clock_getcpuclockid, clock_gettime};
use nix::unistd::Pid;

/// The processor time that this thread has used since it started.
pub fn thread_time() -> Duration {
    // A thread has its own clock as long as it runs.
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}

/// The processor time that a process has used, in all its threads; none once it has ended and was waited for.
pub fn process_time(id: u32) -> Option<Duration> {
    let clock = clock_getcpuclockid(Pid::from_raw(id.cast_signed())).ok()?;
    clock_gettime(clock).ok().map(Duration::from)
}

/// Processor time that was used on some threads, in nanoseconds. Clones are the same sum.
#[derive(Debug, Clone, Default)]
pub struct Spent(Arc<AtomicU64>);

impl Spent {
    /// The time so far.
    pub fn get(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }

    /// Adds a time.
    pub fn add(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_process_uses_what_its_threads_do() {
        let own = std::process::id();
        let (process, thread) = (process_time(own).unwrap(), thread_time());
        while thread_time() < thread + Duration::from_millis(5) {}
        assert!(process_time(own).unwrap() >= process + Duration::from_millis(5));
    }

    #[test]
    fn a_process_that_nobody_has_waited_for_still_tells() {
        let busy = "i=0; while [ $i -lt 10000 ]; do i=$((i + 1)); done";
        let mut child = Command::new("sh").args(["-c", busy]).spawn().unwrap();
        let stat = format!("/proc/{}/stat", child.id());
        while !std::fs::read_to_string(&stat).unwrap().contains(") Z ") {}
        assert!(process_time(child.id()).unwrap() > Duration::ZERO);
        child.wait().unwrap();
        assert_eq!(process_time(child.id()), None);
    }
}
