//! What the receiver counts, for Prometheus; must not know how a request came.

use coral_otlp::Refused;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use crate::rejection::Rejection;
use crate::signal::Signal;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SignalLabels {
    signal: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabels {
    signal: &'static str,
    reason: &'static str,
}

/// What the receiver counts.
pub(crate) struct Figures {
    accepted: Family<SignalLabels, Counter>,
    refused: Family<ReasonLabels, Counter>,
    dropped: Family<ReasonLabels, Counter>,
}

impl Figures {
    /// All at zero, in a registry that says what program they are of.
    pub(crate) fn new(registry: &mut Registry) -> Self {
        let (accepted, refused, dropped) = (Family::default(), Family::default(), Family::default());
        registry.register("otlp_accepted_items", "Spans, points and logs that were taken", Family::clone(&accepted));
        registry.register(
            "otlp_refused_items",
            "Spans, points and logs that no row could be made of",
            Family::clone(&refused),
        );
        registry.register("otlp_dropped_requests", "Requests of which nothing was taken", Family::clone(&dropped));
        Self { accepted, refused, dropped }
    }

    /// Counts a request that was taken.
    pub(crate) fn took<S: Signal>(&self, accepted: usize, refused: &Refused) {
        self.accepted.get_or_create(&SignalLabels { signal: S::LABEL }).inc_by(accepted as u64);
        for (refusal, count) in refused.by_reason() {
            let labels = ReasonLabels { signal: S::LABEL, reason: refusal.label() };
            self.refused.get_or_create(&labels).inc_by(count);
        }
    }

    /// Counts a request that was not.
    pub(crate) fn dropped<S: Signal>(&self, rejection: &Rejection) {
        let labels = ReasonLabels { signal: S::LABEL, reason: rejection.label() };
        self.dropped.get_or_create(&labels).inc();
    }
}
