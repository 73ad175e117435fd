//! The machine, measured again and again; must not know what becomes of its figures.

use std::time::Instant;

use sysinfo::{CpuRefreshKind, Disks, MINIMUM_CPU_UPDATE_INTERVAL, MemoryRefreshKind, Networks, System};

use crate::memory::Memory;
use crate::{Measurement, interface, volume};

/// The machine that this process runs on. What its system does not tell is left out of the measurements.
pub struct Machine {
    system: Option<System>,
    disks: Option<Disks>,
    networks: Option<Networks>,
    processors: Processors,
}

/// Since when the processors' use is counted, and what it was when it was last told.
struct Processors {
    since: Instant,
    utilization: Option<f64>,
}

impl Default for Machine {
    fn default() -> Self {
        Self::new()
    }
}

impl Machine {
    /// The machine. The use of its processors is counted from now on.
    pub fn new() -> Self {
        let mut system = System::new().ok();
        if let Some(system) = &mut system {
            system.refresh_cpu_specifics(CpuRefreshKind::nothing().with_usage());
        }
        Self {
            system,
            disks: Disks::new().ok(),
            networks: Networks::new().ok(),
            processors: Processors { since: Instant::now(), utilization: None },
        }
    }

    /// Its figures as they are now.
    ///
    /// The use of the processors is that since the measurement before, or since [`Machine::new`] for the first. It takes
    /// some time to be told (200 ms on Linux): sooner than that the one before is told again, and where there was none it is
    /// left out. Nothing waits for it. It blocks for a few files of the system, a millisecond or two.
    pub fn measure(&mut self) -> Vec<Measurement> {
        let mut measurements = Vec::new();
        if let Some(system) = &mut self.system {
            let utilization = self.processors.measure(system);
            measurements
                .extend(utilization.map(|value| Measurement::gauge("system.cpu.utilization", value, "percent")));
        }
        if let Ok(load) = System::load_average() {
            measurements.extend([
                Measurement::gauge("system.cpu.load_average.1m", load.one, "1"),
                Measurement::gauge("system.cpu.load_average.5m", load.five, "1"),
                Measurement::gauge("system.cpu.load_average.15m", load.fifteen, "1"),
            ]);
        }
        if let Some(system) = &mut self.system {
            system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
            let group = system.cgroup_limits();
            let memory = Memory::of(system.used_memory(), system.total_memory(), group.as_ref());
            measurements.extend(memory.measurements());
        }
        measurements.extend(self.disks.as_mut().map(volume::measurements).unwrap_or_default());
        measurements.extend(self.networks.as_mut().map(interface::measurements).unwrap_or_default());
        measurements
    }
}

impl Processors {
    /// How many percent of all processors were used since the last time that this was told.
    fn measure(&mut self, system: &mut System) -> Option<f64> {
        if self.since.elapsed() >= MINIMUM_CPU_UPDATE_INTERVAL {
            self.since = Instant::now();
            system.refresh_cpu_specifics(CpuRefreshKind::nothing().with_usage());
            self.utilization = Some(f64::from(system.global_cpu_usage()).clamp(0.0, 100.0));
        }
        self.utilization
    }
}
