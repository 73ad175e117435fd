//! Whether a bundle's manifest and its files fit: which files there must be, and where each stands.

use std::collections::BTreeSet;

use crate::bundle_error::Problem;
use crate::checksums::Checksums;
use crate::{Digest, Manifest, Program};

/// The checksums of all other files but the signature.
pub const CHECKSUMS: &str = "SHA256SUMS";
/// The signature of the checksums.
pub const SIGNATURE: &str = "SHA256SUMS.sig";
/// The manifest.
pub const MANIFEST: &str = "manifest.json";
/// The engine's component.
pub const ENGINE: &str = "engine.wasm";
/// The folder of machine code.
pub const PRECOMPILED: &str = "precompiled/";

/// What a file is, and where it must stand for it.
struct Kind {
    what: &'static str,
    place: &'static str,
}

const BYTECODE: Kind = Kind { what: "bytecode", place: "modules/" };
const SOURCE_MAP: Kind = Kind { what: "a source map", place: "maps/" };
const SOURCE: Kind = Kind { what: "a source file", place: "sources/" };
const PLUGIN: Kind = Kind { what: "a component", place: "plugins/" };
const MACHINE_CODE: Kind = Kind { what: "machine code", place: PRECOMPILED };
const ENGINE_COMPONENT: Kind = Kind { what: "the engine", place: ENGINE };

/// Whether files of this path may be in a bundle at all: it means the same to every tool that unpacks it.
pub fn is_sound_path(path: &str) -> bool {
    let is_sound = |letter: char| letter.is_ascii_alphanumeric() || "-_.@+".contains(letter);
    path.split('/').all(|name| !matches!(name, "" | "." | "..") && name.chars().all(is_sound))
}

/// The order of a bundle's files behind the checksums and the signature: the manifest, then by path.
pub fn in_order(sums: &Checksums) -> impl Iterator<Item = &str> {
    std::iter::once(MANIFEST).chain(sums.paths().filter(|path| *path != MANIFEST))
}

/// Whether the manifest names every file once at least, each where its kind stands, and no other.
pub fn check(manifest: &Manifest, sums: &Checksums) -> Result<(), Problem> {
    check_modules(manifest, sums)?;
    check_scripts(manifest)?;
    let mut named = BTreeSet::from([MANIFEST]);
    for (path, Kind { what, place }) in references(manifest) {
        let is_placed = if place.ends_with('/') { path.starts_with(place) } else { path == place };
        if !is_placed {
            return Err(Problem::Misplaced { path: path.to_owned(), what, expected: place });
        }
        if sums.get(path).is_none() {
            return Err(Problem::Missing { path: path.to_owned() });
        }
        named.insert(path);
    }
    match sums.paths().find(|path| !named.contains(path)) {
        Some(path) => Err(Problem::Unnamed { path: path.to_owned() }),
        None => Ok(()),
    }
}

fn references(manifest: &Manifest) -> Vec<(&str, Kind)> {
    let mut references: Vec<(&str, Kind)> = Vec::new();
    references
        .extend(manifest.engine.iter().flat_map(|engine| &engine.file).map(|path| (path.as_str(), ENGINE_COMPONENT)));
    for script in manifest.scripts.values() {
        if let Program::Component(path) = &script.program {
            references.push((path, PLUGIN));
        }
    }
    for module in manifest.modules.values() {
        references.push((&module.bytecode, BYTECODE));
        references.push((&module.source_map, SOURCE_MAP));
    }
    references.extend(manifest.sources.values().map(|source| (source.file.as_str(), SOURCE)));
    for precompiled in &manifest.precompiled {
        let files = precompiled.engine.iter().chain(precompiled.scripts.values());
        references.extend(files.map(|path| (path.as_str(), MACHINE_CODE)));
    }
    references
}

/// What a module is called in a manifest: a hash of its name and of the checksums of its bytecode and its source map.
pub fn module_key(name: &str, bytecode: &[u8], source_map: &[u8]) -> String {
    key_of(name, Digest::of(bytecode), Digest::of(source_map)).to_string()
}

fn key_of(name: &str, bytecode: Digest, source_map: Digest) -> Digest {
    Digest::of(format!("{name}\n{bytecode}\n{source_map}\n").as_bytes())
}

/// A module is called by what it consists of.
fn check_modules(manifest: &Manifest, sums: &Checksums) -> Result<(), Problem> {
    let sum = |path: &String| sums.get(path).ok_or_else(|| Problem::Missing { path: path.clone() });
    for (key, module) in &manifest.modules {
        let found = key_of(&module.name, sum(&module.bytecode)?, sum(&module.source_map)?);
        if found.to_string() != *key {
            return Err(Problem::ModuleName { name: key.clone(), found });
        }
    }
    Ok(())
}

fn check_scripts(manifest: &Manifest) -> Result<(), Problem> {
    for (name, script) in &manifest.scripts {
        let wrong = |problem: String| Problem::Script { script: name.clone(), problem };
        if let Program::Modules(modules) = &script.program {
            if modules.is_empty() {
                return Err(wrong("has no modules".to_owned()));
            }
            if let Some(module) = modules.iter().find(|module| !manifest.modules.contains_key(*module)) {
                return Err(wrong(format!("needs the module {module}, which is not in the bundle")));
            }
            if modules.iter().collect::<BTreeSet<_>>().len() < modules.len() {
                return Err(wrong("names a module twice".to_owned()));
            }
            if manifest.engine.is_none() {
                return Err(wrong("is TypeScript, and the manifest names no engine".to_owned()));
            }
        }
        for (parameter, declaration) in script.about.parameters.iter().flatten() {
            declaration.validate(parameter).map_err(|problem| Problem::Parameter { script: name.clone(), problem })?;
        }
    }
    let mut compiled = manifest.precompiled.iter().flat_map(|precompiled| precompiled.scripts.keys());
    match compiled.find(|name| !manifest.scripts.contains_key(*name)) {
        Some(name) => {
            let problem = "has machine code and is not in the bundle".to_owned();
            Err(Problem::Script { script: name.clone(), problem })
        }
        None => Ok(()),
    }
}
