//! Refuses components that make resources of their own: each handle would take the host's memory, which no limit counts.

use wasmparser::{CanonicalFunction, Parser, Payload};

use crate::RuntimeError;

/// An error where some function of the component makes resources. What is no component at all is left to wasmtime.
pub fn refuse(component: &[u8]) -> Result<(), RuntimeError> {
    for payload in Parser::new(0).parse_all(component) {
        let Ok(Payload::ComponentCanonicalSection(section)) = payload else { continue };
        for function in section {
            if matches!(function, Ok(CanonicalFunction::ResourceNew { .. })) {
                return Err(RuntimeError::OwnResources);
            }
        }
    }
    Ok(())
}
