//! What may be wrong with a service; must not know when.

use std::fmt;

use crate::Service;

/// What is wrong with a service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fault {
    /// With which.
    pub service: Service,
    /// How many times as long as else its requests take, without those that it makes itself: 1 where it is not slow.
    pub slowdown: f64,
    /// How many of its requests it answers with 500: from 0 to 1.
    pub failing: f64,
}

impl Fault {
    /// Two of five payments fail, and one of a hundred takes longer than some 650 ms.
    pub const PAYMENTS_FAILING: Self = Self { service: Service::Payments, slowdown: 7.7, failing: 0.4 };

    /// One of a hundred requests to users takes longer than some 580 ms.
    pub const USERS_SLOW: Self = Self { service: Service::Users, slowdown: 15.5, failing: 0.0 };

    /// One of eight requests to orders fails.
    pub const ORDERS_FAILING: Self = Self { service: Service::Orders, slowdown: 1.0, failing: 0.125 };
}

impl fmt::Display for Fault {
    /// In one line: `payments: slow and failing`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match (self.slowdown > 1.0, self.failing > 0.0) {
            (true, true) => "slow and failing",
            (true, false) => "slow",
            (false, true) => "failing",
            (false, false) => "healthy",
        };
        write!(formatter, "{}: {what}", self.service)
    }
}
