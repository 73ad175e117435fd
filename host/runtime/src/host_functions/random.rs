//! The interface `random`.

use super::RunState;
use crate::bindings::coral::script::random::Host;

/// As much as `crypto.getRandomValues` gives at once.
const MAX_BYTES: u32 = 65_536;

/// So many take about as long to make as a call of the host takes in any case.
const FEW_BYTES: usize = 1_024;

/// Yields after many random bytes: the script had to spend hardly any fuel on them.
pub async fn yield_after(count: usize) {
    if count > FEW_BYTES {
        tokio::task::yield_now().await;
    }
}

impl Host for RunState {
    async fn bytes(&mut self, count: u32) -> wasmtime::Result<Vec<u8>> {
        self.count_call();
        let mut bytes = vec![0; count.min(MAX_BYTES) as usize];
        getrandom::fill(&mut bytes)
            .map_err(|error| wasmtime::Error::msg(format!("the system gives no randomness: {error}")))?;
        yield_after(bytes.len()).await;
        Ok(bytes)
    }
}
