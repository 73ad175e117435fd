//! Bundles through the crate's door: packed, opened, damaged in every way, signed, trusted or not.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod laboratory;

mod contents;
mod identity;
mod layout;
mod live;
mod seen_versions;
mod signing;
mod tampering;
mod trust;
