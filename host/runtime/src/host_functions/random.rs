//! The interface `random`.

use super::RunState;
use crate::bindings::coral::script::random::Host;

/// As much as `crypto.getRandomValues` gives at once.
const MAX_BYTES: u32 = 65_536;

impl Host for RunState {
    fn bytes(&mut self, count: u32) -> wasmtime::Result<Vec<u8>> {
        self.count_call();
        let mut bytes = vec![0; count.min(MAX_BYTES) as usize];
        getrandom::fill(&mut bytes)
            .map_err(|error| wasmtime::Error::msg(format!("the system gives no randomness: {error}")))?;
        Ok(bytes)
    }
}
