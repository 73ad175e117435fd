//! The interface `clock`.

use std::time::{SystemTime, UNIX_EPOCH};

use super::RunState;
use crate::bindings::coral::script::clock::Host;

impl Host for RunState {
    fn wall(&mut self) -> wasmtime::Result<u64> {
        self.count_call();
        // A clock before 1970 is shown as 1970.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(u64::try_from(now.as_nanos()).unwrap_or(u64::MAX))
    }

    fn monotonic(&mut self) -> wasmtime::Result<u64> {
        self.count_call();
        Ok(RunState::monotonic(self))
    }
}
