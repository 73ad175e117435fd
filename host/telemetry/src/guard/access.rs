//! What of a database the SQL of one who asks may read; must not know how that is enforced.

use coral_contract::{Bounds, Selection};

/// The tables and the services whose rows a statement may read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Access {
    /// The tables and views of the file that it may name.
    pub(crate) tables: Selection,
    /// The services whose rows it sees.
    pub(crate) services: Selection,
}

impl Access {
    /// What the bounds of one who asks allow.
    pub(crate) fn within(bounds: &Bounds) -> Self {
        Self { tables: bounds.tables.clone(), services: bounds.services.clone() }
    }

    /// Whether anything is kept from it.
    pub(crate) fn is_restricted(&self) -> bool {
        self.tables != Selection::Any || self.services != Selection::Any
    }
}
