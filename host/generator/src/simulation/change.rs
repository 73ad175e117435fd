//! That a fault begins or ends; must not know what comes of it.

use std::fmt;

use crate::Fault;

/// A fault begins or ends. Shown in one line: `payments: slow and failing`, `payments: healthy again`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// What was wrong, or is.
    pub fault: Fault,
    /// Whether it is from now on.
    pub is_beginning: bool,
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_beginning {
            write!(formatter, "{}", self.fault)
        } else {
            write!(formatter, "{}: healthy again", self.fault.service)
        }
    }
}
