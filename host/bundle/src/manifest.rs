//! A bundle's manifest: `manifest.json`, the list of what is in it. It must not know how the file is laid out.

use std::collections::BTreeMap;

use semver::Version;
use serde::{Deserialize, Serialize};

use crate::{Name, ScriptDescription};

/// The version of the format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// What is in a bundle. Paths are those of its files, with `/` between folders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// The version of the format: [`FORMAT`].
    pub format: u32,
    /// What the bundle is called. Its file is called this too, with a version behind it at most.
    pub name: Name,
    /// Its version, by which a newer bundle is known.
    pub version: Version,
    /// What it is for, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The contract that its scripts were made for, such as `coral:script@0.1.0`.
    pub contract: String,
    /// The engine that its TypeScript needs; none if all are plugins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<EngineEntry>,
    /// The scripts, by their names.
    pub scripts: BTreeMap<Name, ScriptEntry>,
    /// The bytecode of TypeScript modules, by their hashes: each once, however many scripts import it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub modules: BTreeMap<String, ModuleEntry>,
    /// The texts of source files, if they were wanted, by their paths in the project.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, SourceEntry>,
    /// Machine code, beside all that it was made from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precompiled: Vec<Precompiled>,
}

/// The JavaScript engine that bytecode was made for: it runs in no other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EngineEntry {
    /// SHA-256 of the engine's core module, in hexadecimal.
    pub fingerprint: String,
    /// The version of the SDK in it.
    pub sdk: String,
    /// The engine's component, if the bundle brings it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// A script of a bundle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScriptEntry {
    /// What it says of itself.
    pub about: ScriptDescription,
    /// Its code.
    pub program: Program,
}

/// The code of a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Program {
    /// TypeScript, compiled: the hashes of its modules, each behind those that it imports; the last is the script's own.
    Modules(Vec<String>),
    /// A component, which may come from any toolchain: its file.
    Component(String),
}

/// A TypeScript module, compiled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ModuleEntry {
    /// The name that its importers know it by, and that stack traces show.
    pub name: String,
    /// The file with its bytecode.
    pub bytecode: String,
    /// The file with its source map, without the texts of sources.
    pub source_map: String,
}

/// The text of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SourceEntry {
    /// The file with the text.
    pub file: String,
}

/// Machine code for one kind of machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Precompiled {
    /// What the code depends on.
    pub key: MachineCodeKey,
    /// The file with the engine's code; none if all scripts are plugins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// The files with the scripts' code.
    pub scripts: BTreeMap<Name, String>,
}

/// Everything that machine code depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MachineCodeKey {
    /// The version of wasmtime that made it, and that alone can load it.
    pub wasmtime: String,
    /// The target's triple, such as `x86_64-unknown-linux-gnu`.
    pub target: String,
    /// The features of the processor that it uses, beyond what every processor of its target has.
    pub cpu_features: Vec<String>,
    /// A hash of wasmtime's settings.
    pub settings: String,
}
