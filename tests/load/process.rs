//! What a process holds of the system and has used of it, as /proc tells; must not know which process it is.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// What Linux counts time in, for programs.
const TICK: Duration = Duration::from_millis(10);

/// A process.
#[derive(Debug, Clone, Copy)]
pub struct Process {
    pub id: u32,
}

impl Process {
    /// This one.
    pub fn own() -> Self {
        Self { id: std::process::id() }
    }

    /// How long it has kept processors busy.
    pub fn busy(self) -> Duration {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.id)).unwrap();
        // Behind the name, which may hold anything, the state is the first field and the times are the 12th and 13th.
        let (_, fields) = text.rsplit_once(')').unwrap();
        let ticks: u32 = fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u32>().unwrap()).sum();
        TICK * ticks
    }

    /// What its open files are.
    pub fn descriptors(self) -> Vec<PathBuf> {
        let folder = fs::read_dir(format!("/proc/{}/fd", self.id)).unwrap();
        // One that was closed meanwhile is none.
        folder.filter_map(|entry| fs::read_link(entry.unwrap().path()).ok()).collect()
    }

    /// How many of them are sockets.
    pub fn sockets(self) -> usize {
        self.descriptors().iter().filter(|target| target.to_string_lossy().starts_with("socket:")).count()
    }
}
