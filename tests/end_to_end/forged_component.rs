//! Components that say of themselves something else than they were built with, and have the right checksum. It must not know
//! what they are tried for.

use coral_engine::ScriptComponent;

/// A component without what it says of itself.
pub fn silent(component: &[u8]) -> Vec<u8> {
    let name = b"coral:metadata";
    let place = component.windows(name.len()).position(|window| window == name).unwrap();
    // Before the name stand the section's number, its length of two bytes, and that of the name.
    let (before, head) = component[..place].split_at(place - 4);
    assert_eq!((head[0], head[3]), (0, name.len() as u8));
    before.to_vec()
}

/// A component with other metadata, `old` in it replaced by `new`.
pub fn with_metadata(component: &[u8], old: &str, new: &str) -> Vec<u8> {
    let shown = ScriptComponent::parse(component).unwrap();
    let metadata = shown.metadata.unwrap();
    assert!(metadata.contains(old), "{metadata}");
    said(component, &metadata.replacen(old, new, 1), &shown.source_maps.unwrap())
}

/// A component with other source maps.
pub fn with_source_maps(component: &[u8], source_maps: &str) -> Vec<u8> {
    let shown = ScriptComponent::parse(component).unwrap();
    said(component, &shown.metadata.unwrap(), source_maps)
}

fn said(component: &[u8], metadata: &str, source_maps: &str) -> Vec<u8> {
    let mut forged = silent(component);
    ScriptComponent::append_sections(&mut forged, metadata, source_maps);
    forged
}
