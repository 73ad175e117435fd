//! What a process took, by the clock and by the system's count; must not know which process.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

use crate::samples::median;

/// What one process took.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Milliseconds from its start to its end.
    wall: f64,
    /// Milliseconds of processors' time.
    busy: f64,
    /// The most memory that it had, in MiB.
    memory: f64,
}

/// Medians of many, and the median distance from that of the wall time.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    pub wall: f64,
    pub spread: f64,
    pub busy: f64,
    pub memory: f64,
}

impl Measured {
    /// Runs a process, which has to succeed.
    pub fn of(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let begun = Instant::now();
        #[expect(clippy::zombie_processes, reason = "it is waited for by wait4, which tells what it used")]
        let child = command.spawn().unwrap();
        let (mut status, mut usage) = (0, std::mem::MaybeUninit::<libc::rusage>::zeroed());
        // SAFETY: the child is this process's and was not waited for; both places are written to, and a usage of zeros is one.
        let (waited, usage) = unsafe {
            let waited = libc::wait4(child.id().cast_signed(), &raw mut status, 0, usage.as_mut_ptr());
            (waited, usage.assume_init())
        };
        let wall = begun.elapsed().as_secs_f64() * 1e3;
        assert_eq!(waited, child.id().cast_signed());
        assert!(ExitStatus::from_raw(status).success(), "{command:?}: {status}");
        let milliseconds = |time: libc::timeval| time.tv_sec as f64 * 1e3 + time.tv_usec as f64 / 1e3;
        let busy = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
        Self { wall, busy, memory: usage.ru_maxrss as f64 / 1024.0 }
    }
}

impl Figures {
    /// Of at least one.
    pub fn of(all: &[Measured]) -> Self {
        let wall = median(all.iter().map(|one| one.wall));
        Self {
            wall,
            spread: median(all.iter().map(|one| (one.wall - wall).abs())),
            busy: median(all.iter().map(|one| one.busy)),
            memory: median(all.iter().map(|one| one.memory)),
        }
    }
}
