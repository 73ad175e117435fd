//! What the host functions of one run share: its session, its clock, its resources.

use std::sync::Arc;
use std::time::Duration;

use coral_run::Session;
use wasmtime::component::ResourceTable;

use crate::bindings::coral::script::{errors, telemetry};
use crate::brake::Brake;
use crate::clock::Clock;
use crate::fuel::Fuel;
use crate::memory_limiter::MemoryLimiter;
use crate::wasi::Wasi;

/// The data of a run's store.
pub struct RunState {
    pub(crate) session: Arc<Session>,
    pub(crate) clock: Arc<dyn Clock>,
    started: Duration,
    pub(crate) resources: ResourceTable,
    pub(crate) memory: MemoryLimiter,
    pub(crate) fuel: Fuel,
    pub(crate) brake: Brake,
    /// WASI's part, once a plugin has called it.
    pub(crate) wasi: Option<Wasi>,
}

impl RunState {
    /// The state of a run that begins now.
    pub fn new(session: Arc<Session>, clock: Arc<dyn Clock>) -> Self {
        let (memory, fuel) = (MemoryLimiter::new(session.policy().memory), Fuel::new(session.policy()));
        Self {
            session,
            started: clock.now(),
            clock,
            resources: ResourceTable::new(),
            memory,
            fuel,
            brake: Brake::default(),
            wasi: None,
        }
    }

    /// Nanoseconds since the run began.
    pub(crate) fn monotonic(&self) -> u64 {
        u64::try_from(self.clock.now().saturating_sub(self.started).as_nanos()).unwrap_or(u64::MAX)
    }

    pub(super) fn count_call(&self) {
        self.session.count_call();
    }
}

// Interfaces that hold types and no functions.
impl telemetry::Host for RunState {}
impl errors::Host for RunState {}
