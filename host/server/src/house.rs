//! What all requests share, and what one hands from the front door to its route and back; knows neither.

use std::sync::Arc;

use coral_contract::Telemetry;
use coral_run::Session;

use crate::callers::Callers;
use crate::figures::Figures;

/// What all requests share.
pub(crate) struct House {
    pub(crate) callers: Callers,
    pub(crate) telemetry: Arc<dyn Telemetry>,
    pub(crate) figures: Figures,
    /// Routes that are there for everyone, and tell nothing of the telemetry.
    pub(crate) open_routes: &'static [&'static str],
}

/// The run that a request is of, in its extensions.
#[derive(Clone)]
pub(crate) struct Caller(pub(crate) Arc<Session>);

/// How many rows an answer has, in its extensions.
#[derive(Clone, Copy)]
pub(crate) struct RowCount(pub(crate) u64);
