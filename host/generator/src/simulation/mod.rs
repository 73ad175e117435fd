//! What happens in the shop, request by request; must not know a clock, nor who is told of it.

pub(crate) mod change;
pub(crate) mod fault;
mod latency;
pub(crate) mod request;
pub(crate) mod route;
pub(crate) mod schedule;
pub(crate) mod service;

use std::time::Duration;

use fastrand::Rng;

use self::request::{Call, Request, SpanId, Trace, WAY};
use self::route::{ROUTES, Route};
use self::schedule::Schedule;
use crate::Service;

/// How much of its own work a service has done before it asks others.
const FIRST: f64 = 0.4;

/// How many things of each kind the shop has.
const NUMBERS: u32 = 10_000;

/// The shop, as far as it has come.
pub(crate) struct Simulation {
    schedule: Schedule,
    /// How many requests of customers come a second.
    per_second: f64,
    /// What happens; the same seed makes the same happen.
    chance: Rng,
    /// Names what happens: never the same twice, or a receiver would be sent one trace by two runs.
    ids: Rng,
    next: Duration,
    under_way: Vec<Trace>,
}

impl Simulation {
    /// A shop in which nothing has happened yet, and its services get so many requests a second in all.
    pub(crate) fn new(seed: u64, requests_per_second: u32, schedule: Schedule) -> Self {
        let visits: f64 = ROUTES.iter().map(|route| route.weight).sum();
        let requests: f64 = ROUTES.iter().map(|route| route.weight * route.requests()).sum();
        let per_second = f64::from(requests_per_second) * visits / requests;
        let mut chance = Rng::with_seed(seed);
        let next = latency::until_next(per_second, &mut chance);
        Self { schedule, per_second, chance, ids: Rng::new(), next, under_way: Vec::new() }
    }

    /// Lets the time go on until this moment, counted from the beginning of all: the traces that are over by then.
    pub(crate) fn advance(&mut self, until: Duration) -> Vec<Trace> {
        while self.next < until {
            let trace = self.visit(self.next);
            self.under_way.push(trace);
            self.next = self.next.saturating_add(latency::until_next(self.per_second, &mut self.chance));
        }
        self.under_way.extract_if(.., |trace| trace.ends <= until).collect()
    }

    /// How many requests a service has not answered yet at a moment that was not left behind.
    pub(crate) fn queue_length(&self, service: Service, at: Duration) -> usize {
        let requests = self.under_way.iter().flat_map(|trace| &trace.requests);
        let is_open = |request: &&Request| request.starts <= at && at < request.ends;
        requests.filter(|request| request.route.service == service).filter(is_open).count()
    }

    fn visit(&mut self, starts: Duration) -> Trace {
        let mut id = [0; 16];
        self.ids.fill(&mut id);
        let mut requests = Vec::new();
        let route = self.route();
        let (ends, _) = self.handle(route, starts, None, &mut requests);
        Trace { id, ends, requests }
    }

    /// What a customer asks.
    fn route(&mut self) -> &'static Route {
        let [first, others @ ..] = ROUTES;
        let all: f64 = ROUTES.iter().map(|route| route.weight).sum();
        let mut left = self.chance.f64() * all - first.weight;
        let mut asked = first;
        for route in others {
            if left < 0.0 {
                break;
            }
            asked = route;
            left -= route.weight;
        }
        asked
    }

    /// Serves a request, adds it to these after those that it makes, and says when it was answered with what.
    fn handle(
        &mut self,
        route: &'static Route,
        starts: Duration,
        call: Option<Call>,
        requests: &mut Vec<Request>,
    ) -> (Duration, u16) {
        let span_id = self.span_id();
        let fault = self.schedule.at(starts).fault.filter(|fault| fault.service == route.service);
        let (slowdown, failing) = fault.map_or((1.0, 0.0), |fault| (fault.slowdown, fault.failing));
        let work = latency::draw(route.median, slowdown, &mut self.chance);
        let mut now = starts.saturating_add(work.mul_f64(FIRST));
        let mut status = if self.chance.f64() < failing { 500 } else { route.status };
        for called in route.calls {
            let call = Call { service: route.service, span_id: self.span_id(), parent_span_id: span_id };
            let (answered, answer) = self.handle(called, now.saturating_add(WAY), Some(call), requests);
            now = answered.saturating_add(WAY);
            if answer >= 500 {
                status = 502;
            }
        }
        let ends = now.saturating_add(work.mul_f64(1.0 - FIRST));
        let number = self.chance.u32(1..=NUMBERS);
        requests.push(Request { route, number, span_id, starts, ends, status, call });
        (ends, status)
    }

    fn span_id(&mut self) -> SpanId {
        self.ids.u64(1..).to_be_bytes()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Fault;

    fn minute(schedule: Schedule) -> Vec<Trace> {
        Simulation::new(1, 600, schedule).advance(Duration::from_secs(60))
    }

    #[test]
    fn each_service_gets_a_third_of_what_is_asked_for() {
        let mut served: BTreeMap<Service, usize> = BTreeMap::new();
        for request in minute(Schedule::healthy()).iter().flat_map(|trace| &trace.requests) {
            *served.entry(request.route.service).or_default() += 1;
        }
        assert_eq!(served.len(), 3);
        for (service, count) in served {
            assert!((11_400..12_600).contains(&count), "{service} {count}");
        }
    }

    #[test]
    fn a_seed_makes_the_same_happen_under_other_names() {
        let [first, second] = [(); 2].map(|()| minute(Schedule::of_seed(1)));
        let happened = |traces: &[Trace]| traces.iter().map(|trace| (trace.ends, trace.spans())).collect::<Vec<_>>();
        assert_eq!(happened(&first), happened(&second));
        assert!(first.iter().zip(&second).all(|(first, second)| first.id != second.id));
    }

    #[test]
    fn calls_lie_within_the_request_that_makes_them_and_hand_failures_on() {
        let traces = minute(Schedule::of([(Duration::MAX, Some(Fault::PAYMENTS_FAILING))]));
        let orders: Vec<&Trace> = traces.iter().filter(|trace| trace.requests.len() > 1).collect();
        assert!(orders.len() > 1_000);
        for trace in orders {
            let [user, payment, order] = trace.requests.as_slice() else { panic!("{trace:?}") };
            assert_eq!(order.is_failure(), payment.is_failure());
            assert!(order.starts < user.starts && user.ends < payment.starts && payment.ends < order.ends);
            for request in [user, payment] {
                let call = request.call.unwrap();
                assert_eq!((call.service, call.parent_span_id), (Service::Orders, order.span_id));
            }
        }
    }

    #[test]
    fn the_time_may_go_in_steps_of_any_size() {
        let mut simulation = Simulation::new(1, 600, Schedule::of_seed(1));
        let mut steps = Vec::new();
        for step in 1..=600 {
            steps.extend(simulation.advance(Duration::from_millis(100 * step)));
        }
        let mut at_once = minute(Schedule::of_seed(1));
        for traces in [&mut steps, &mut at_once] {
            traces.sort_by_key(|trace| trace.ends);
        }
        assert_eq!(steps.len(), at_once.len());
        assert!(steps.iter().zip(&at_once).all(|(one, other)| one.ends == other.ends));
    }

    #[test]
    fn a_slow_service_has_more_under_way() {
        let length = |schedule| {
            let mut simulation = Simulation::new(1, 600, schedule);
            simulation.advance(Duration::from_secs(10));
            simulation.queue_length(Service::Users, Duration::from_secs(10))
        };
        let slow = Schedule::of([(Duration::MAX, Some(Fault::USERS_SLOW))]);
        assert!(length(slow) > 4 * length(Schedule::healthy()));
    }

    #[test]
    fn a_shop_that_nobody_visits_is_quiet() {
        assert!(Simulation::new(1, 0, Schedule::healthy()).advance(Duration::from_secs(3_600)).is_empty());
    }
}
