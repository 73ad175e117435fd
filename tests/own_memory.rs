//! How much memory this process holds of its own: for what measures a host that is in the process. Must not know what for.

#[cfg(target_env = "gnu")]
unsafe extern "C" {
    /// glibc's: gives what is free back to the system, but for `pad` bytes.
    fn malloc_trim(pad: usize) -> i32;
}

/// Bytes that are in memory and nobody else's, without what the allocator keeps for later and can give back.
pub fn own_memory() -> u64 {
    #[cfg(target_env = "gnu")]
    // SAFETY: it takes a number and gives back what is free, under the allocator's own locks.
    unsafe {
        malloc_trim(0);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
