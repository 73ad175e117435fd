//! What the host functions of one run share: its context, its counters, its resources.

use std::sync::Arc;
use std::time::Instant;

use coral_contract::{Event, Telemetry};
use wasmtime::component::ResourceTable;

use crate::bindings::coral::script::{errors, telemetry};
use crate::memory_limiter::MemoryLimiter;
use crate::{Limits, Observer, RunId, Usage};

/// The data of a run's store.
pub struct RunState {
    pub(super) script_name: String,
    pub(super) id: RunId,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) service: Option<String>,
    pub(super) limits: Limits,
    pub(super) telemetry: Arc<dyn Telemetry>,
    pub(super) observer: Box<dyn Observer>,
    pub(super) started: Instant,
    pub(super) resources: ResourceTable,
    pub(super) pending_requests: u64,
    pub(super) usage: Usage,
    pub(super) events: Vec<Event>,
    pub(crate) memory: MemoryLimiter,
}

impl RunState {
    /// The state of a run that begins now.
    pub fn new(
        script_name: String,
        id: RunId,
        parameters: Vec<(String, String)>,
        service: Option<String>,
        limits: Limits,
        telemetry: Arc<dyn Telemetry>,
        observer: Box<dyn Observer>,
    ) -> Self {
        Self {
            memory: MemoryLimiter::new(limits.memory),
            script_name,
            id,
            parameters,
            service,
            limits,
            telemetry,
            observer,
            started: Instant::now(),
            resources: ResourceTable::new(),
            pending_requests: 0,
            usage: Usage::default(),
            events: Vec::new(),
        }
    }

    /// What was used and emitted. Fuel and times, which the store and its owner know, are left at zero.
    pub fn finish(self) -> (Usage, Vec<Event>) {
        let usage = Usage { peak_memory: self.memory.peak(), events: self.events.len() as u64, ..self.usage };
        (usage, self.events)
    }

    pub(super) fn count_call(&mut self) {
        self.usage.host_calls += 1;
    }
}

// Interfaces that hold types and no functions.
impl telemetry::Host for RunState {}
impl errors::Host for RunState {}
