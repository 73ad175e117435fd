//! An engine component, taken apart: the engine's core module, and the sections around it.

use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};
use wasmparser::{Chunk, ExternalKind, Parser, Payload};

use crate::{EngineError, SDK_EXPORTS_SECTION};

/// The committed engine: a component that holds the engine and an empty script.
static ENGINE_WASM: &[u8] = include_bytes!("../../../guest-sdk/engine/engine.wasm");

/// The committed engine's fingerprint, summed when this was built.
const FINGERPRINT: &str = env!("ENGINE_FINGERPRINT");

/// A piece of the engine component, in its order.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// Sections that every script component has too, ready to be written.
    Sections(&'a [u8]),
    /// Where the engine's core module stands: a script component imports it here, or holds it.
    EngineModule,
    /// Where the module with the script's bytecode stands.
    ScriptModule,
}

/// An engine component's parts. Script components are made of them.
#[derive(Debug, Clone)]
pub struct EngineComponent<'a> {
    parts: Vec<Part<'a>>,
    core_module: &'a [u8],
    sdk_modules: Vec<(&'a str, Vec<&'a str>)>,
    /// Hashed at the first question, once for all copies: there are two megabytes of it.
    fingerprint: Arc<OnceLock<String>>,
}

/// The committed engine, taken apart once for the whole process.
static COMMITTED: OnceLock<EngineComponent<'static>> = OnceLock::new();

impl EngineComponent<'static> {
    /// The committed engine, as it is.
    pub fn committed_bytes() -> &'static [u8] {
        ENGINE_WASM
    }

    /// The committed engine's parts.
    pub fn committed() -> Result<Self, EngineError> {
        if let Some(committed) = COMMITTED.get() {
            return Ok(committed.clone());
        }
        let parsed = Self::parse(ENGINE_WASM)?;
        let _summed = parsed.fingerprint.set(FINGERPRINT.to_owned());
        Ok(COMMITTED.get_or_init(|| parsed).clone())
    }
}

impl<'a> EngineComponent<'a> {
    /// Finds the parts. It walks over the headers of sections, and reads no code.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, EngineError> {
        let mut parts = Vec::new();
        let mut core_module = None;
        let mut sdk_exports = None;
        let mut parser = Parser::new(0);
        let mut rest = bytes;
        while !rest.is_empty() {
            let Chunk::Parsed { consumed, payload } = parser.parse(rest, true)? else { break };
            let (section, behind) = rest.split_at(consumed);
            rest = behind;
            match payload {
                Payload::ModuleSection { unchecked_range, .. } => {
                    let module = take(&mut rest, unchecked_range.len())?;
                    if exports_function(module, "compile-module")? {
                        core_module = Some(module);
                        parts.push(Part::EngineModule);
                    } else if exports_function(module, "load")? {
                        parts.push(Part::ScriptModule);
                    } else {
                        // One of the component's own shims: its header and its body.
                        parts.extend([Part::Sections(section), Part::Sections(module)]);
                    }
                }
                Payload::ComponentSection { unchecked_range, .. } => {
                    let component = take(&mut rest, unchecked_range.len())?;
                    parts.extend([Part::Sections(section), Part::Sections(component)]);
                }
                Payload::CustomSection(custom) => {
                    if custom.name() == SDK_EXPORTS_SECTION {
                        sdk_exports = std::str::from_utf8(custom.data()).ok();
                    }
                }
                _ => parts.push(Part::Sections(section)),
            }
        }
        if !parts.iter().any(|part| matches!(part, Part::ScriptModule)) {
            return Err(EngineError::Missing("script module"));
        }
        Ok(Self {
            parts,
            core_module: core_module.ok_or(EngineError::Missing("engine module"))?,
            sdk_modules: sdk_exports
                .ok_or(EngineError::Missing("list of the SDK's exports"))?
                .lines()
                .map(module)
                .collect(),
            fingerprint: Arc::default(),
        })
    }

    /// The engine's core module.
    pub fn core_module(&self) -> &'a [u8] {
        self.core_module
    }

    /// The pieces that a script component is put together from.
    pub fn parts(&self) -> &[Part<'a>] {
        &self.parts
    }

    /// The modules of the SDK in the engine: the specifier that a script imports each by, and what it exports.
    pub fn sdk_modules(&self) -> &[(&'a str, Vec<&'a str>)] {
        &self.sdk_modules
    }

    /// SHA-256 of the engine's core module, in hexadecimal: what compiled code and bytecode depend on.
    pub fn fingerprint(&self) -> String {
        let hash = || Sha256::digest(self.core_module).iter().map(|byte| format!("{byte:02x}")).collect();
        self.fingerprint.get_or_init(hash).clone()
    }
}

/// A line of the list of the SDK's modules.
fn module(line: &str) -> (&str, Vec<&str>) {
    let (specifier, exports) = line.split_once(' ').unwrap_or((line, ""));
    (specifier, exports.split_whitespace().collect())
}

/// The next bytes, which are then gone from `rest`.
fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], EngineError> {
    let (taken, behind) = rest.split_at_checked(length).ok_or(EngineError::Missing("end: it is cut off"))?;
    *rest = behind;
    Ok(taken)
}

fn exports_function(module: &[u8], name: &str) -> Result<bool, EngineError> {
    let mut parser = Parser::new(0);
    let mut rest = module;
    while let Chunk::Parsed { consumed, payload } = parser.parse(rest, true)? {
        rest = &rest[consumed..];
        match payload {
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func && export.name == name {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
            Payload::End(_) => break,
            _ => {}
        }
    }
    Ok(false)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_what_was_summed_when_this_was_built() {
        let parsed = EngineComponent::parse(ENGINE_WASM).unwrap();
        assert_eq!(EngineComponent::committed().unwrap().fingerprint(), parsed.fingerprint());
    }
}
