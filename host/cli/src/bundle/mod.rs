//! Bundles as the verbs handle them: put together, looked at, compared, trusted. What a bundle is stands in `coral_bundle`.

pub mod diff;
#[cfg(feature = "compiler")]
pub mod draft;
#[cfg(feature = "compiler")]
pub mod inputs;
pub mod inspection;
pub mod key_file;
#[cfg(feature = "registry")]
pub mod registry_access;
pub mod trust;
