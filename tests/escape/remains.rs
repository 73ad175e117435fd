//! What attacks leave behind in this process: memory, threads and processes. It must not know what they did.

use std::fs;

use crate::own_memory::own_memory;

/// Bytes that may stay: compilations of megabytes leave holes between what lives longer, in each of the allocator's arenas.
const SLACK: u64 = 512 << 20;

/// Threads that come and go with what there is to do.
const THREADS: u64 = 80;

/// What this process has.
pub struct Remains {
    memory: u64,
    threads: u64,
}

impl Remains {
    /// What there is now.
    pub fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let threads = status.lines().find_map(|line| line.strip_prefix("Threads:")).unwrap();
        Self { memory: own_memory(), threads: threads.trim().parse().unwrap() }
    }

    /// What is left over since `before`, in words.
    pub fn more_than(&self, before: &Self) -> Vec<String> {
        let mib = |bytes: u64| bytes >> 20;
        println!(
            "memory {} MiB before, {} MiB after; threads {} before, {} after",
            mib(before.memory),
            mib(self.memory),
            before.threads,
            self.threads
        );
        let mut left = Vec::new();
        if self.memory > before.memory + SLACK {
            left.push(format!("memory grew from {} to {} MiB", mib(before.memory), mib(self.memory)));
        }
        if self.threads > before.threads + THREADS {
            left.push(format!("threads grew from {} to {}", before.threads, self.threads));
        }
        left
    }
}
