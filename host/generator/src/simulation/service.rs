//! The shop's services and what they are called; must not know what they do.

use std::fmt;

/// A service of the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Takes orders; asks the other two.
    Orders,
    /// Takes money.
    Payments,
    /// Knows the customers.
    Users,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Orders, Self::Payments, Self::Users];

    /// Its `service.name`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Payments => "payments",
            Self::Users => "users",
        }
    }

    /// Its `service.version`.
    pub(crate) const fn version(self) -> &'static str {
        match self {
            Self::Orders => "2.4.1",
            Self::Payments => "1.9.0",
            Self::Users => "3.0.2",
        }
    }

    /// Its `server.address`: a name that belongs to nobody.
    ///
    /// Source: <https://www.rfc-editor.org/rfc/rfc6761#section-6.5>.
    pub(crate) const fn address(self) -> &'static str {
        match self {
            Self::Orders => "orders.shop.example",
            Self::Payments => "payments.shop.example",
            Self::Users => "users.shop.example",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
