//! The processors' time that a process takes, as the system counts it; must not know what the process is.

use std::time::Duration;

use rustix::param::clock_ticks_per_second;

/// Where the time is, for the process and for the system on its behalf, behind the program's name.
const FIELDS: std::ops::Range<usize> = 11..13;

/// The time that a process has taken, in steps of some 10 ms; none where it has ended.
pub(super) fn cpu_time(process: u32) -> Option<Duration> {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name is in parentheses, and may have spaces and parentheses of its own.
    let (_, fields) = status.rsplit_once(") ")?;
    let ticks: u64 =
        fields.split(' ').skip(FIELDS.start).take(FIELDS.len()).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks.saturating_mul(1000) / clock_ticks_per_second()))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn it_grows_with_what_a_process_does() {
        let own = std::process::id();
        let before = cpu_time(own).unwrap();
        while cpu_time(own).unwrap() < before + Duration::from_millis(50) {}
        assert_eq!(cpu_time(u32::MAX), None);
    }
}
