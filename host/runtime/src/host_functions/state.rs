//! What the host functions of one run share: its session, its clock, its resources.

use std::sync::Arc;
use std::time::Instant;

use coral_run::Session;
use wasmtime::component::ResourceTable;

use crate::bindings::coral::script::{errors, telemetry};
use crate::memory_limiter::MemoryLimiter;

/// The data of a run's store.
pub struct RunState {
    pub(super) session: Arc<Session>,
    pub(super) started: Instant,
    pub(super) resources: ResourceTable,
    pub(crate) memory: MemoryLimiter,
}

impl RunState {
    /// The state of a run that begins now.
    pub fn new(session: Arc<Session>) -> Self {
        let memory = MemoryLimiter::new(session.limits().memory);
        Self { session, started: Instant::now(), resources: ResourceTable::new(), memory }
    }

    pub(super) fn count_call(&self) {
        self.session.count_call();
    }
}

// Interfaces that hold types and no functions.
impl telemetry::Host for RunState {}
impl errors::Host for RunState {}
