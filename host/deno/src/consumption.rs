//! What a process has used so far, as /proc tells it, and how much of it a run may use. Starts and ends no process.

use std::fs;
use std::time::Duration;

use coral_policy::{Limit, Policy};
use rustix::param::clock_ticks_per_second;
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
    /// Processor time in all threads, to some 20 ms.
    pub cpu: Duration,
    /// Bytes in memory that belong to it alone.
    pub memory: u64,
    /// The most of them that were seen.
    pub peak_memory: u64,
}

impl Consumption {
    /// Looks again. A process that ended, and that nobody has waited for yet, still tells its processor time.
    pub(crate) fn update(&mut self, process: Pid) {
        let read = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}")).unwrap_or_default();
        if let Some(cpu) = cpu(&read("stat")) {
            self.cpu = cpu;
        }
        self.memory = memory(&read("status"));
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
            Limit::CpuTime => u64::try_from(self.cpu.saturating_sub(START_UP).as_millis()).unwrap_or(u64::MAX),
            _ => self.fuel(),
        }
    }
}

/// User and system time: the 14th and 15th field, of which the 2nd, in parentheses, may hold anything.
fn cpu(stat: &str) -> Option<Duration> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let ticks = fields.next()?.parse::<u64>().ok()?.saturating_add(fields.next()?.parse().ok()?);
    Some(Duration::from_millis(ticks.saturating_mul(1_000) / clock_ticks_per_second().max(1)))
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

    use super::{Consumption, START_UP, cpu, memory};

    #[test]
    fn a_process_whose_name_is_odd_has_used_its_time() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 3406 0 9 0 120 30 5 5 20 0 6 0 1227600 18586611712 8361";
        let tick = 1_000 / rustix::param::clock_ticks_per_second();
        assert_eq!(cpu(stat), Some(Duration::from_millis(150 * tick)));
        assert_eq!(cpu(""), None);
    }

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
