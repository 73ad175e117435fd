//! What a process has used so far, and how much of it a run may use. Starts and ends no process.

use std::fs;
use std::time::Duration;

use coral_policy::{Limit, Policy, milliseconds};
use coral_processor::process_time;
use rustix::process::Pid;

/// Units of fuel that a nanosecond of processor time stands for: what the engine of the WASM components makes of one.
const FUEL_A_NANOSECOND: u64 = 10;

/// Processor time that is not charged: Deno starts in a tenth of it, on a machine that is not slow.
pub(crate) const START_UP: Duration = Duration::from_millis(250);

/// Memory that Deno has of its own, with a margin for what the script has let go of and V8 has not yet collected. The
/// kernel refuses the process more of almost any kind before this is reached.
const OWN_MEMORY: u64 = 64 * 1024 * 1024;

/// How much processor time the script may use, if that is limited.
pub(crate) fn cpu_limit(policy: &Policy) -> Option<Duration> {
    match (fuel_time(policy), policy.cpu_time) {
        (Some(fuel), Some(time)) => Some(fuel.min(time)),
        (fuel, time) => fuel.or(time),
    }
}

/// What the fuel is worth.
pub(crate) fn fuel_time(policy: &Policy) -> Option<Duration> {
    policy.fuel.map(|fuel| Duration::from_nanos(fuel / FUEL_A_NANOSECOND))
}

/// What a process has used so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Consumption {
    /// Processor time in all threads.
    pub cpu: Duration,
    /// Bytes in memory that belong to it alone.
    pub memory: u64,
    /// The most of them that were seen.
    pub peak_memory: u64,
}

impl Consumption {
    /// Looks again. A process that ended, and that nobody has waited for yet, still tells its processor time.
    pub(crate) fn update(&mut self, process: Pid) {
        if let Some(cpu) = process_time(process.as_raw_nonzero().get().cast_unsigned()) {
            self.cpu = cpu;
        }
        self.memory = memory(&fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default());
        self.peak_memory = self.peak_memory.max(self.memory);
    }

    /// Units of fuel that the script is charged.
    pub(crate) fn fuel(&self) -> u64 {
        let nanoseconds = self.cpu.saturating_sub(START_UP).as_nanos();
        u64::try_from(nanoseconds).unwrap_or(u64::MAX).saturating_mul(FUEL_A_NANOSECOND)
    }

    /// The limit that the process is above, if it is above one.
    pub(crate) fn exceeded(&self, policy: &Policy) -> Option<Limit> {
        let cpu = self.cpu.saturating_sub(START_UP);
        let is_over = |limit: Option<Duration>| limit.is_some_and(|limit| cpu >= limit);
        if self.memory > policy.memory.saturating_add(OWN_MEMORY) {
            Some(Limit::Memory)
        } else if is_over(fuel_time(policy)) {
            Some(Limit::Fuel)
        } else if is_over(policy.cpu_time) {
            Some(Limit::CpuTime)
        } else {
            None
        }
    }

    /// What of a limit was used, in its unit.
    pub(crate) fn of(&self, limit: Limit) -> u64 {
        match limit {
            Limit::Memory => self.memory.saturating_sub(OWN_MEMORY),
            Limit::CpuTime => milliseconds(self.cpu.saturating_sub(START_UP)),
            _ => self.fuel(),
        }
    }
}

fn memory(status: &str) -> u64 {
    let kibibytes = |name: &str| -> u64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0)
    };
    // Not the pages of Deno's own file, which all its processes share.
    (kibibytes("RssAnon:") + kibibytes("RssShmem:")) * 1024
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rustix::process::getpid;

    use super::{Consumption, START_UP, memory};

    #[test]
    fn memory_is_what_belongs_to_the_process() {
        assert_eq!(memory("VmRSS:\t 33592 kB\nRssAnon:\t  9620 kB\nRssFile: 23972 kB\nRssShmem:  1 kB\n"), 9621 * 1024);
        assert_eq!(memory("State:\tZ (zombie)\n"), 0);
    }

    #[test]
    fn a_process_is_seen() {
        let mut consumption = Consumption::default();
        consumption.update(getpid());
        assert!(consumption.peak_memory > 0);
        assert_eq!(consumption.memory, consumption.peak_memory);
    }

    #[test]
    fn the_start_of_deno_is_not_charged() {
        let used = |cpu| Consumption { cpu, ..Consumption::default() }.fuel();
        assert_eq!(used(Duration::from_millis(40)), 0);
        assert_eq!(used(START_UP + Duration::from_micros(1)), 10_000);
    }
}
