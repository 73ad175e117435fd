//! The process of one run: started, watched and ended on a thread of its own. Knows neither the script nor what the
//! process prints.

use std::os::fd::OwnedFd;
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{io, iter};

use coral_policy::{Limit, Policy, milliseconds};
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open};

use crate::consumption::Consumption;
use crate::ending::Cut;

/// Between two looks at the process: short ones first, since most scripts are.
const SHORTEST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

/// Asks for the end of a process, from any thread.
#[derive(Debug, Clone)]
pub(crate) struct Stop(Arc<OwnedFd>);

impl Stop {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?)))
    }

    pub(crate) fn ask(&self) {
        // It can only fail where it was asked for 2^64 times.
        let _ = rustix::io::write(&self.0, &1_u64.to_ne_bytes());
    }
}

/// How a process ended.
pub(crate) struct End {
    /// Why it was ended from outside, if it was.
    pub cut: Option<Cut>,
    pub status: ExitStatus,
    pub consumption: Consumption,
}

/// A process that leads a process group. Nothing of the group outlives this.
pub(crate) struct Process {
    child: Child,
    id: Pid,
    handle: OwnedFd,
    consumption: Consumption,
    /// Whether it ended and was waited for: its number may be another's by now.
    is_over: bool,
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.is_over {
            let _ = kill_process_group(self.id, Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

impl Process {
    pub(crate) fn new(mut child: Child) -> io::Result<Self> {
        let id = Pid::from_child(&child);
        match pidfd_open(id, PidfdFlags::empty()) {
            Ok(handle) => Ok(Self { child, id, handle, consumption: Consumption::default(), is_over: false }),
            Err(error) => {
                let _ = kill_process_group(id, Signal::KILL);
                child.wait()?;
                Err(error.into())
            }
        }
    }

    /// Waits for its end, or brings it about where a limit is reached or someone asks for it.
    pub(crate) fn watch(mut self, policy: &Policy, stop: &Stop, started: Instant) -> io::Result<End> {
        let deadline = policy.timeout.and_then(|timeout| started.checked_add(timeout));
        let mut pauses = iter::successors(Some(SHORTEST_PAUSE), |pause| Some((*pause * 5 / 4).min(LONGEST_PAUSE)));
        let cut = loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let pause = pauses.next().unwrap_or(LONGEST_PAUSE);
            let (has_ended, is_asked) = self.wait(stop, left.map_or(pause, |left| left.min(pause)));
            self.consumption.update(self.id);
            if has_ended {
                break None;
            }
            if is_asked {
                break Some(Cut::Interrupted);
            }
            if let Some(limit) = self.consumption.exceeded(policy) {
                break Some(Cut::Limit(limit, self.consumption.of(limit)));
            }
            if left.is_some_and(|left| left.is_zero()) {
                break Some(Cut::Limit(Limit::Timeout, milliseconds(started.elapsed())));
            }
        };
        self.end(cut)
    }

    /// Whether it has ended, and whether someone asks for that.
    fn wait(&self, stop: &Stop, timeout: Duration) -> (bool, bool) {
        let mut ready = [PollFd::new(&self.handle, PollFlags::IN), PollFd::new(&*stop.0, PollFlags::IN)];
        let timeout = Timespec::try_from(timeout).ok();
        if poll(&mut ready, timeout.as_ref()).is_err() {
            return (false, false);
        }
        let [has_ended, is_asked] = ready.map(|file| !file.revents().is_empty());
        (has_ended, is_asked)
    }

    fn end(mut self, cut: Option<Cut>) -> io::Result<End> {
        // Before it is waited for: then its number is still its own.
        let _ = kill_process_group(self.id, Signal::KILL);
        let mut ended = [PollFd::new(&self.handle, PollFlags::IN)];
        while poll(&mut ended, None).is_err() {}
        self.consumption.update(self.id);
        let status = self.child.wait()?;
        self.is_over = true;
        Ok(End { cut, status, consumption: self.consumption })
    }
}
