//! How long the requests of each route have taken so far; must not know OTLP.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::Service;
use crate::simulation::request::Request;

/// Up to how many seconds, this included, each range goes; a last one has what is longer.
///
/// Source: <https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration>.
pub(crate) const BOUNDS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// Of what durations are counted by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Answered {
    pub(crate) service: Service,
    pub(crate) method: &'static str,
    pub(crate) template: &'static str,
    pub(crate) status: u16,
}

/// How many requests took how long.
#[derive(Debug, Clone, Default)]
pub(crate) struct Histogram {
    /// In seconds.
    pub(crate) sum: f64,
    pub(crate) counts: [u64; BOUNDS.len() + 1],
}

impl Histogram {
    fn add(&mut self, duration: Duration) {
        let seconds = duration.as_secs_f64();
        self.sum += seconds;
        let range = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        if let Some(count) = self.counts.get_mut(range) {
            *count = count.saturating_add(1);
        }
    }
}

/// How long all requests have taken so far.
#[derive(Debug, Default)]
pub(crate) struct Durations(BTreeMap<Answered, Histogram>);

impl Durations {
    pub(crate) fn add(&mut self, request: &Request) {
        let route = request.route;
        let answered =
            Answered { service: route.service, method: route.method, template: route.template, status: request.status };
        self.0.entry(answered).or_default().add(request.lasts());
    }

    /// Those of a service.
    pub(crate) fn of(&self, service: Service) -> impl Iterator<Item = (&Answered, &Histogram)> {
        self.0.iter().filter(move |(answered, _)| answered.service == service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_belongs_to_the_range_below_it() {
        let mut histogram = Histogram::default();
        for milliseconds in [0, 5, 6, 10_000, 10_001] {
            histogram.add(Duration::from_millis(milliseconds));
        }
        assert_eq!(histogram.counts, [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
        assert!((histogram.sum - 20.012).abs() < 1e-9);
    }
}
