//! How much memory there is and how much of it is used; must not know how the system is asked.

use sysinfo::CGroupLimits;

use crate::Measurement;
use crate::measurement::percentage;

/// Memory, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memory {
    used: u64,
    total: u64,
}

impl Memory {
    /// The memory of a machine, or of the control group that holds this process to less than that.
    ///
    /// What the kernel can take back at any time, such as its cache of files, is not used: of a control group only its
    /// processes' own memory is.
    pub(crate) fn of(used: u64, total: u64, group: Option<&CGroupLimits>) -> Self {
        match group {
            Some(group) if (1..total).contains(&group.total_memory) => {
                Self { used: group.rss.min(group.total_memory), total: group.total_memory }
            }
            _ => Self { used: used.min(total), total },
        }
    }

    /// Its figures.
    pub(crate) fn measurements(self) -> [Measurement; 4] {
        [
            Measurement::gauge("system.memory.usage", self.used as f64, "bytes"),
            Measurement::gauge("system.memory.total", self.total as f64, "bytes"),
            Measurement::gauge("system.memory.limit", self.total as f64, "bytes"),
            Measurement::gauge("system.memory.utilization", percentage(self.used, self.total), "percent"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(total_memory: u64, rss: u64) -> CGroupLimits {
        CGroupLimits { total_memory, free_memory: 0, free_swap: 0, rss }
    }

    #[test]
    fn a_control_group_counts_where_it_has_less_than_the_machine() {
        assert_eq!(Memory::of(30, 100, None), Memory { used: 30, total: 100 });
        assert_eq!(Memory::of(30, 100, Some(&group(40, 10))), Memory { used: 10, total: 40 });
        assert_eq!(Memory::of(30, 100, Some(&group(40, 90))), Memory { used: 40, total: 40 });
        for unlimited in [100, 101, u64::MAX, 0] {
            assert_eq!(Memory::of(30, 100, Some(&group(unlimited, 10))), Memory { used: 30, total: 100 });
        }
    }

    #[test]
    fn utilization_is_a_percentage_of_the_limit() {
        let figures = Memory::of(30, 100, Some(&group(40, 10))).measurements();
        assert_eq!(figures.map(|figure| figure.value), [10.0, 40.0, 40.0, 25.0]);
        let nothing = Memory::of(0, 0, None).measurements();
        assert_eq!(nothing.map(|figure| figure.value), [0.0; 4]);
    }
}
