//! The shop's routes: how often each is asked, how long it takes, whom it asks itself. Must not know any single request.

use std::time::Duration;

use crate::Service;

/// What a service is asked.
#[derive(Debug)]
pub(crate) struct Route {
    /// By whom it is served.
    pub(crate) service: Service,
    /// `GET`, …
    pub(crate) method: &'static str,
    /// Its `http.route`: `/api/orders/{id}`, …
    pub(crate) template: &'static str,
    /// How often customers ask it, beside the others.
    pub(crate) weight: f64,
    /// How long its service is busy with one of two requests, without the calls that it makes.
    pub(crate) median: Duration,
    /// What is answered where nothing is wrong.
    pub(crate) status: u16,
    /// What is asked of other services meanwhile, one after the other. Routes never call each other in circles.
    pub(crate) calls: &'static [&'static Self],
}

/// What stands in a template for a number.
const PLACE: &str = "{id}";

impl Route {
    /// The path of a request that is about the thing of this number.
    pub(crate) fn path(&self, number: u32) -> String {
        self.template.replace(PLACE, &number.to_string())
    }

    /// How many requests it makes of one, with itself.
    pub(crate) fn requests(&self) -> f64 {
        1.0 + self.calls.iter().map(|route| route.requests()).sum::<f64>()
    }

    const fn get(service: Service, template: &'static str, weight: f64, milliseconds: u64) -> Self {
        let median = Duration::from_millis(milliseconds);
        Self { service, method: "GET", template, weight, median, status: 200, calls: &[] }
    }

    const fn post(service: Service, template: &'static str, weight: f64, milliseconds: u64) -> Self {
        let median = Duration::from_millis(milliseconds);
        Self { service, method: "POST", template, weight, median, status: 201, calls: &[] }
    }
}

static TAKE_PAYMENT: Route = Route::post(Service::Payments, "/api/payments", 5.0, 48);
static READ_USER: Route = Route::get(Service::Users, "/api/users/{id}", 7.0, 20);

/// All routes. Of sixty requests twenty are for each service; ten of the sixty are made by orders.
pub(crate) static ROUTES: [&Route; 9] = [
    &Route::get(Service::Orders, "/api/orders", 10.0, 15),
    &Route::get(Service::Orders, "/api/orders/{id}", 5.0, 12),
    &Route { calls: &[&READ_USER, &TAKE_PAYMENT], ..Route::post(Service::Orders, "/api/orders", 5.0, 17) },
    &Route::get(Service::Payments, "/api/payments", 5.0, 45),
    &Route::get(Service::Payments, "/api/payments/{id}", 5.0, 44),
    &TAKE_PAYMENT,
    &Route::get(Service::Users, "/api/users", 5.0, 21),
    &READ_USER,
    &Route::post(Service::Users, "/api/users", 3.0, 22),
];
