//! The time that WASI tells: the run's own clock, and the machine's wall clock.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wasmtime::component::Resource;
use wasmtime_wasi::async_trait;
use wasmtime_wasi::clocks::HostWallClock;
use wasmtime_wasi::p2::bindings::clocks::monotonic_clock::Host;
use wasmtime_wasi::p2::{DynPollable, Pollable, subscribe};

use crate::clock::Clock;
use crate::host_functions::RunState;

/// The wall clock; a time before 1970 is shown as 1970, as the contract's own function shows it.
pub struct WallClock;

impl HostWallClock for WallClock {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(1)
    }

    fn now(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }
}

impl Host for RunState {
    fn now(&mut self) -> wasmtime::Result<u64> {
        Ok(self.monotonic())
    }

    fn resolution(&mut self) -> wasmtime::Result<u64> {
        Ok(1)
    }

    fn subscribe_instant(&mut self, when: u64) -> wasmtime::Result<Resource<DynPollable>> {
        let left = when.saturating_sub(self.monotonic());
        self.subscribe_duration(left)
    }

    fn subscribe_duration(&mut self, duration: u64) -> wasmtime::Result<Resource<DynPollable>> {
        let at = self.clock.now().saturating_add(Duration::from_nanos(duration));
        let deadline = self.resources.push(Deadline { clock: Arc::clone(&self.clock), at })?;
        subscribe(&mut self.resources, deadline)
    }
}

/// A time of the run's clock that can be waited for.
struct Deadline {
    clock: Arc<dyn Clock>,
    at: Duration,
}

#[async_trait]
impl Pollable for Deadline {
    async fn ready(&mut self) {
        let left = self.at.saturating_sub(self.clock.now());
        if !left.is_zero() {
            self.clock.sleep(left).await;
        }
    }
}
