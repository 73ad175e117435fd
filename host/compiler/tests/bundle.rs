//! Bundles real files in temporary folders: what comes out, and the text of each error.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "bundle/project.rs"]
mod project;

#[path = "bundle/limits.rs"]
mod limits;
#[path = "bundle/mistakes.rs"]
mod mistakes;
#[path = "bundle/output.rs"]
mod output;
#[path = "bundle/refusals.rs"]
mod refusals;
#[path = "bundle/source_map.rs"]
mod source_map;
#[path = "bundle/together.rs"]
mod together;
