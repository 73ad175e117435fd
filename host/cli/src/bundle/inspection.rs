//! What can be known of a bundle or a component without running it: as JSON, or as a person reads it.

mod text;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use coral_bundle::{Bundle, Name, Precompiled, Program, ScriptDescription, TrustedSigner};
use coral_engine::{EngineComponent, ScriptComponent};
use coral_policy::{Settings, Value};
use coral_runtime::misfit;
use serde::Serialize;

use crate::arguments::GrantArguments;
use crate::failure::Failure;
use crate::script::bundled;
use crate::script::component;
use crate::script::grant;

/// What can be known of a file.
#[derive(Debug, Serialize)]
pub struct Inspection {
    file: String,
    /// In bytes.
    size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<BundleFacts>,
    scripts: BTreeMap<String, ScriptFacts>,
}

/// What a bundle is as a whole.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct BundleFacts {
    name: Name,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    contract: String,
    /// What it is known by: the SHA-256 of its checksums.
    digest: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine: Option<EngineFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<SignatureFacts>,
    precompiled: Vec<PrecompiledFacts>,
    files: usize,
    sources: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct EngineFacts {
    fingerprint: String,
    sdk: String,
    /// Whether the bundle brings it.
    brought: bool,
    /// Whether it is the one of this program.
    own: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct SignatureFacts {
    fingerprint: String,
    comment: String,
    /// Whether it is one of the keys that `--trust` named.
    trusted: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct PrecompiledFacts {
    target: String,
    wasmtime: String,
    cpu_features: Vec<String>,
    /// In bytes.
    size: u64,
    /// Why it does not fit this machine and program; absent if it fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    misfit: Option<String>,
}

/// What is known of a script.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct ScriptFacts {
    #[serde(flatten)]
    about: ScriptDescription,
    kind: &'static str,
    /// Its code in bytes, without what it shares with others; and with it.
    size: u64,
    size_with_shared: u64,
    imports: Vec<String>,
    granted: Granted,
}

/// What `run` would give a script under the same flags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Granted {
    #[serde(flatten)]
    limits: Settings,
    /// The limits of which it would be given less than it asks for.
    less_than_asked: Vec<&'static str>,
}

impl Inspection {
    /// What is known of a bundle.
    pub fn of_bundle(
        path: &Path,
        bundle: &Bundle,
        signer: Option<&TrustedSigner>,
        arguments: &GrantArguments,
    ) -> Result<Self, Failure> {
        let manifest = bundle.manifest();
        let own = EngineComponent::committed().map_err(anyhow::Error::from)?.fingerprint();
        let sizes: BTreeMap<&str, u64> = bundle.files().collect();
        let facts = BundleFacts {
            name: manifest.name.clone(),
            version: manifest.version.to_string(),
            description: manifest.description.clone(),
            contract: manifest.contract.clone(),
            digest: bundle.digest().to_string(),
            engine: manifest.engine.as_ref().map(|engine| EngineFacts {
                fingerprint: engine.fingerprint.clone(),
                sdk: engine.sdk.clone(),
                brought: engine.file.is_some(),
                own: engine.fingerprint == own,
            }),
            signature: bundle.signature().map(|signature| SignatureFacts {
                fingerprint: signature.key().fingerprint(),
                comment: signature.key().comment().to_owned(),
                trusted: signer.is_some(),
            }),
            precompiled: manifest
                .precompiled
                .iter()
                .map(|precompiled| precompiled_facts(precompiled, &sizes))
                .collect(),
            files: sizes.len(),
            sources: manifest.sources.len(),
        };
        let mut users: BTreeMap<&str, usize> = BTreeMap::new();
        for script in manifest.scripts.values() {
            let Program::Modules(modules) = &script.program else { continue };
            modules.iter().for_each(|module| *users.entry(module).or_default() += 1);
        }
        let script_facts = |name: &Name| -> Result<ScriptFacts, Failure> {
            let entry = &manifest.scripts[name];
            let size = |file: &String| sizes.get(file.as_str()).copied().unwrap_or_default();
            let (kind, size, size_with_shared) = match &entry.program {
                Program::Component(file) => ("component", size(file), size(file)),
                Program::Modules(modules) => {
                    let size = |module: &String| manifest.modules.get(module).map_or(0, |entry| size(&entry.bytecode));
                    let own = modules.iter().filter(|module| users.get(module.as_str()) == Some(&1));
                    ("typescript", own.map(size).sum(), modules.iter().map(size).sum())
                }
            };
            let component = bundled::component(bundle, entry)?;
            let imports = imports(path, &component)?;
            let granted = Granted::new(arguments, &entry.about)?;
            Ok(ScriptFacts { about: entry.about.clone(), kind, size, size_with_shared, imports, granted })
        };
        let scripts = manifest.scripts.keys().map(|name| Ok((name.to_string(), script_facts(name)?)));
        let scripts = scripts.collect::<Result<_, Failure>>()?;
        Ok(Self { file: path.display().to_string(), size: bundle.size(), bundle: Some(facts), scripts })
    }

    /// What is known of a component.
    pub fn of_component(path: &Path, component: &[u8], arguments: &GrantArguments) -> Result<Self, Failure> {
        let (name, about) = component::describe(path, component)?;
        let size = component.len() as u64;
        let granted = Granted::new(arguments, &about)?;
        let imports = imports(path, component)?;
        let facts = ScriptFacts { about, kind: "component", size, size_with_shared: size, imports, granted };
        Ok(Self { file: path.display().to_string(), size, bundle: None, scripts: BTreeMap::from([(name, facts)]) })
    }
}

fn imports(path: &Path, component: &[u8]) -> Result<Vec<String>, Failure> {
    let shown = ScriptComponent::parse(component).with_context(|| format!("{} is damaged", path.display()))?;
    Ok(shown.imports.iter().map(ToString::to_string).collect())
}

fn precompiled_facts(precompiled: &Precompiled, sizes: &BTreeMap<&str, u64>) -> PrecompiledFacts {
    let files = precompiled.engine.iter().chain(precompiled.scripts.values());
    PrecompiledFacts {
        target: precompiled.key.target.clone(),
        wasmtime: precompiled.key.wasmtime.clone(),
        cpu_features: precompiled.key.cpu_features.clone(),
        size: files.filter_map(|file| sizes.get(file.as_str())).sum(),
        misfit: misfit(&precompiled.key),
    }
}

impl Granted {
    fn new(arguments: &GrantArguments, about: &ScriptDescription) -> Result<Self, Failure> {
        let limits = grant::in_force(arguments, about)?.settings();
        let is_less = |limit, asked: &Value| limits.get(limit).is_some_and(|granted| asked.exceeds(granted));
        let less = about.policy.iter().filter(|(limit, asked)| is_less(*limit, asked));
        let less_than_asked = less.map(|(limit, _)| limit.name()).collect();
        Ok(Self { limits, less_than_asked })
    }
}
