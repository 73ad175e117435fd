//! A script's component as its host sees it before it is compiled: whether it needs an engine, and what it says of itself in
//! custom sections. It must not know what that means.

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use wasm_encoder::{ComponentSection, CustomSection};
use wasmparser::{BinaryReaderError, Chunk, Parser, Payload};

use crate::ENGINE_IMPORT;

/// The custom section with what a script's component says of itself: JSON.
const METADATA_SECTION: &str = "coral:metadata";

/// The custom section with the source maps of a script's modules: JSON.
const SOURCE_MAPS_SECTION: &str = "coral:source-maps";

/// The custom section at the end of a component that says something of itself: the SHA-256 of all before it.
const CHECKSUM_SECTION: &str = "coral:sha256";

/// Why bytes are no component that could be a script's.
#[derive(Debug, thiserror::Error)]
pub enum ScriptComponentError {
    /// They are no WebAssembly.
    #[error(transparent)]
    Malformed(#[from] BinaryReaderError),
    /// They are not what was written.
    #[error("it was cut off or changed after it was built: build it again")]
    Changed,
}

/// What a component shows of itself. One that another toolchain made has no sections of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScriptComponent<'a> {
    /// Whether it imports the JavaScript engine, which is then its host's.
    pub imports_engine: bool,
    /// What it imports, by name, in its order.
    pub imports: Vec<Cow<'a, str>>,
    /// What it says of itself.
    pub metadata: Option<Cow<'a, str>>,
    /// The source maps of its modules.
    pub source_maps: Option<Cow<'a, str>>,
}

impl<'a> ScriptComponent<'a> {
    /// Looks at a component. It walks over the headers of sections, and reads no code. One that says something of itself is
    /// held against its checksum.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ScriptComponentError> {
        let mut found = Self::default();
        let mut is_sound = None;
        let mut parser = Parser::new(0);
        let mut rest = bytes;
        while !rest.is_empty() {
            let Chunk::Parsed { consumed, payload } = parser.parse(rest, true)? else { break };
            let mut behind = rest.get(consumed..).unwrap_or_default();
            match payload {
                Payload::ModuleSection { unchecked_range, .. } | Payload::ComponentSection { unchecked_range, .. } => {
                    behind = behind.get(unchecked_range.len()..).ok_or(ScriptComponentError::Changed)?;
                }
                Payload::ComponentImportSection(imports) => {
                    for import in imports {
                        let name = import?.name.name;
                        found.imports_engine |= name == ENGINE_IMPORT;
                        found.imports.push(name.into());
                    }
                }
                Payload::CustomSection(custom) => {
                    let text = || Some(String::from_utf8_lossy(custom.data()));
                    match custom.name() {
                        METADATA_SECTION => found.metadata = text(),
                        SOURCE_MAPS_SECTION => found.source_maps = text(),
                        CHECKSUM_SECTION => {
                            let before = &bytes[..bytes.len() - rest.len()];
                            is_sound = Some(behind.is_empty() && *custom.data() == *Sha256::digest(before));
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
            rest = behind;
        }
        // What another toolchain made has none.
        let says_something = found.metadata.is_some() || found.source_maps.is_some();
        if is_sound.unwrap_or(!says_something) { Ok(found) } else { Err(ScriptComponentError::Changed) }
    }

    /// Adds to a component what it says of itself, and the checksum of all of it. Nothing may be added behind.
    pub fn append_sections(component: &mut Vec<u8>, metadata: &str, source_maps: &str) {
        for (name, data) in [(METADATA_SECTION, metadata), (SOURCE_MAPS_SECTION, source_maps)] {
            CustomSection { name: name.into(), data: data.as_bytes().into() }.append_to_component(component);
        }
        let checksum = Sha256::digest(component.as_slice());
        CustomSection { name: CHECKSUM_SECTION.into(), data: (*checksum).into() }.append_to_component(component);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use crate::{BytecodeModule, ComponentLinker, EngineComponent, ScriptComponent};

    fn linker() -> ComponentLinker<'static> {
        ComponentLinker::new(EngineComponent::committed().unwrap()).unwrap()
    }

    const MODULE: BytecodeModule<'static> = BytecodeModule { name: "function.mjs", bytecode: b"bytecode" };

    #[test]
    fn what_a_component_says_is_found_again() {
        let mut component = linker().link(&[MODULE]);
        let silent = ScriptComponent::parse(&component).unwrap();
        assert!(silent.imports_engine && silent.imports.iter().any(|name| name.starts_with("coral:script/requests@")));
        assert_eq!((silent.metadata, silent.source_maps), (None, None));
        ScriptComponent::append_sections(&mut component, "{\"name\":1}", "{}");
        let found = ScriptComponent::parse(&component).unwrap();
        assert_eq!(found.metadata.as_deref(), Some("{\"name\":1}"));
        assert_eq!(found.source_maps.as_deref(), Some("{}"));
    }

    #[test]
    fn a_standalone_component_holds_the_engine() {
        let component = linker().link_standalone(&[MODULE]);
        assert!(!ScriptComponent::parse(&component).unwrap().imports_engine);
        let engine = EngineComponent::committed().unwrap();
        assert!(component.windows(64).any(|window| window == &engine.core_module()[..64]));
        assert_eq!(EngineComponent::parse(&[&component, SDK].concat()).unwrap().core_module(), engine.core_module());
    }

    /// A custom section that only an engine component has: its name, its length before it, and no data.
    const SDK: &[u8] = b"\x00\x12\x11coral:sdk-exports";

    #[test]
    fn a_component_that_was_changed_or_cut_off_is_noticed() {
        let linked = linker().link(&[MODULE]);
        let mut component = linked.clone();
        ScriptComponent::append_sections(&mut component, "{\"name\":1}", "{}");
        for place in 0..component.len() {
            let mut flipped = component.clone();
            flipped[place] ^= 1 << (place % 8);
            // The checksum's own section may come to be called otherwise: then it is missing.
            assert!(ScriptComponent::parse(&flipped).is_err(), "byte {place}");
        }
        for end in linked.len() + 1..component.len() {
            assert!(ScriptComponent::parse(&component[..end]).is_err(), "{end} bytes");
        }
        // What is left says nothing, and names no engine to run in.
        assert_eq!(ScriptComponent::parse(&component[..linked.len()]).unwrap().metadata, None);
        assert!(ScriptComponent::parse(&[component, SDK.to_vec()].concat()).is_err());
    }

    #[test]
    fn what_is_no_component_or_is_cut_off_is_survived() {
        let mut component = linker().link(&[MODULE]);
        ScriptComponent::append_sections(&mut component, "{}", "{}");
        for end in 0..component.len() {
            let _ = ScriptComponent::parse(&component[..end]);
        }
        assert!(ScriptComponent::parse(b"no WebAssembly at all").is_err());
    }
}
