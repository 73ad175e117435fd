//! What the host functions of one run share: its session, its clock, its resources.

use std::sync::Arc;
use std::time::Duration;

use coral_run::Session;
use wasmtime::component::ResourceTable;

use crate::bindings::coral::script::{errors, telemetry};
use crate::clock::Clock;
use crate::memory_limiter::MemoryLimiter;
use crate::wasi::Wasi;

/// The data of a run's store.
pub struct RunState {
    pub(crate) session: Arc<Session>,
    pub(crate) clock: Arc<dyn Clock>,
    started: Duration,
    pub(crate) resources: ResourceTable,
    pub(crate) memory: MemoryLimiter,
    /// WASI's part, once a plugin has called it.
    pub(crate) wasi: Option<Wasi>,
}

impl RunState {
    /// The state of a run that begins now.
    pub fn new(session: Arc<Session>, clock: Arc<dyn Clock>) -> Self {
        let memory = MemoryLimiter::new(session.limits().memory);
        Self { session, started: clock.now(), clock, resources: ResourceTable::new(), memory, wasi: None }
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
