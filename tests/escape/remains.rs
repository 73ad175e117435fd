//! What attacks leave behind in this process: memory, threads and processes. It must not know what they did.

use std::fs;

/// Bytes that may stay: compilations of megabytes leave holes between what lives longer, in each of the allocator's arenas.
const SLACK: u64 = 512 << 20;

/// Threads that come and go with what there is to do.
const THREADS: u64 = 80;

#[cfg(target_env = "gnu")]
unsafe extern "C" {
    /// glibc's: gives what is free back to the system, but for `pad` bytes.
    fn malloc_trim(pad: usize) -> i32;
}

/// What this process has.
pub struct Remains {
    memory: u64,
    threads: u64,
}

impl Remains {
    /// What there is now, without what the allocator keeps for later and can give back.
    pub fn now() -> Self {
        #[cfg(target_env = "gnu")]
        // SAFETY: it takes a number and gives back what is free, under the allocator's own locks.
        unsafe {
            malloc_trim(0);
        }
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let number = |name: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse().unwrap()
        };
        Self { memory: number("VmRSS:") * 1024, threads: number("Threads:") }
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
