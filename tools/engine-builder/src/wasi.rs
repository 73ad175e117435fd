//! Takes WASI out of a core module: each import of it becomes a call of the function that the module itself exports
//! under `wasi:` and the import's name. Exports that only the build needs go too.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Parser, Payload, TypeRef};

const WASI: &str = "wasi_snapshot_preview1";
const PREFIX: &str = "wasi:";

/// What javy's plugin API exports and a script's component has no use for, or has its own for.
const DROPPED_EXPORTS: [&str; 3] = ["invoke", "compile-src", "cabi_realloc"];

/// An export that takes the place of a dropped one: its name in the source, and its name from here on.
const REPLACED: (&str, &str) = ("coral:cabi_realloc", "cabi_realloc");

/// The module without imports of WASI. An import for which the module has no function is an error.
pub fn close(module: &[u8]) -> Result<Vec<u8>> {
    let mut closer = Closer { indexes: index_map(module)? };
    let mut closed = Module::new();
    closer.parse_core_module(&mut closed, Parser::new(0), module).map_err(|error| anyhow!("{error}"))?;
    Ok(closed.finish())
}

/// For each function of the module, its index once the imports of WASI are gone.
fn index_map(module: &[u8]) -> Result<Vec<u32>> {
    let mut imports = Vec::new();
    let mut functions = 0;
    let mut exports = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if matches!(import.ty, TypeRef::Func(_)) {
                        imports.push((import.module == WASI).then(|| import.name.to_owned()));
                    }
                }
            }
            Payload::FunctionSection(section) => functions = section.count(),
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if let Some(name) = export.name.strip_prefix(PREFIX) {
                        exports.insert(name.to_owned(), export.index);
                    }
                }
            }
            _ => {}
        }
    }
    let removed = imports.iter().flatten().count() as u32;
    let imported = imports.len() as u32;
    let mut kept = 0;
    let mut indexes = Vec::new();
    for import in &imports {
        indexes.push(match import {
            Some(name) => {
                let own = exports.get(name).with_context(|| {
                    format!("the engine imports {WASI}.{name}: add a function for it to guest-sdk/engine/src/wasi.rs")
                })?;
                own - removed
            }
            None => {
                kept += 1;
                kept - 1
            }
        });
    }
    indexes.extend((imported..imported + functions).map(|index| index - removed));
    Ok(indexes)
}

struct Closer {
    indexes: Vec<u32>,
}

impl Reencode for Closer {
    type Error = anyhow::Error;

    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error<Self::Error>> {
        self.indexes
            .get(index as usize)
            .copied()
            .ok_or_else(|| reencode::Error::UserError(anyhow!("function {index} is out of bounds")))
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import.map_err(reencode::Error::ParseError)?;
            if import.module != WASI {
                reencode::utils::parse_import(self, imports, import)?;
            }
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        if export.name.starts_with(PREFIX) || DROPPED_EXPORTS.contains(&export.name) {
            return Ok(());
        }
        let name = if export.name == REPLACED.0 { REPLACED.1 } else { export.name };
        reencode::utils::parse_export(self, exports, wasmparser::Export { name, ..export })
    }
}
