//! Bounds the linear memory of one run, and remembers the most that it had.

use wasmtime::ResourceLimiter;

/// The bytes of all memories of one store together.
#[derive(Debug)]
pub struct MemoryLimiter {
    limit: u64,
    used: u64,
    peak: u64,
    /// What there would have been if the first refusal had been none.
    denied: Option<u64>,
}

impl MemoryLimiter {
    /// At most `limit` bytes.
    pub fn new(limit: u64) -> Self {
        Self { limit, used: 0, peak: 0, denied: None }
    }

    /// The most bytes there were at once.
    pub fn peak(&self) -> u64 {
        self.peak
    }

    /// The bytes that there would have been, where the script was refused some; the first time counts.
    pub fn denied(&self) -> Option<u64> {
        self.denied
    }
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let used = self.used.saturating_add(desired.saturating_sub(current) as u64);
        if used > self.limit {
            self.denied.get_or_insert(used);
            return Ok(false);
        }
        self.used = used;
        self.peak = self.peak.max(used);
        Ok(true)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        // The engine's tables have a fixed size of some thousand functions.
        Ok(desired <= 100_000)
    }
}
