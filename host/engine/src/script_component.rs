//! A script's component as its host sees it before it is compiled: whether it needs an engine, and what it says of itself in
//! custom sections. It must not know what that means.

use std::borrow::Cow;

use wasm_encoder::{ComponentSection, CustomSection};
use wasmparser::{BinaryReaderError, Chunk, Parser, Payload};

use crate::ENGINE_IMPORT;

/// The custom section with what a script's component says of itself: JSON.
const METADATA_SECTION: &str = "coral:metadata";

/// The custom section with the source maps of a script's modules: JSON.
const SOURCE_MAPS_SECTION: &str = "coral:source-maps";

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
    /// Looks at a component. It walks over the headers of sections, and reads no code.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, BinaryReaderError> {
        let mut found = Self::default();
        let mut parser = Parser::new(0);
        let mut rest = bytes;
        while !rest.is_empty() {
            let Chunk::Parsed { consumed, payload } = parser.parse(rest, true)? else { break };
            let mut behind = rest.get(consumed..).unwrap_or_default();
            match payload {
                Payload::ModuleSection { unchecked_range, .. } | Payload::ComponentSection { unchecked_range, .. } => {
                    behind = behind.get(unchecked_range.len()..).unwrap_or_default();
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
                        _ => {}
                    }
                }
                _ => {}
            }
            rest = behind;
        }
        Ok(found)
    }

    /// Adds to a component what it says of itself.
    pub fn append_sections(component: &mut Vec<u8>, metadata: &str, source_maps: &str) {
        for (name, data) in [(METADATA_SECTION, metadata), (SOURCE_MAPS_SECTION, source_maps)] {
            CustomSection { name: name.into(), data: data.as_bytes().into() }.append_to_component(component);
        }
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
    fn what_is_no_component_or_is_cut_off_is_survived() {
        let mut component = linker().link(&[MODULE]);
        ScriptComponent::append_sections(&mut component, "{}", "{}");
        for end in 0..component.len() {
            let _ = ScriptComponent::parse(&component[..end]);
        }
        assert!(ScriptComponent::parse(b"no WebAssembly at all").is_err());
    }
}
