//! What can be known of a bundle or a component without running it: as JSON, or as a person reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::Context;
use bytesize::ByteSize;
use coral_bundle::{
    Bundle, Name, Precompiled, Program, RequestedPolicy, ScriptDescription, TrustedSigner,
};
use coral_engine::{EngineComponent, ScriptComponent};
use coral_run::Limits;
use coral_runtime::misfit;
use serde::Serialize;

use crate::arguments::GrantArguments;
use crate::failure::Failure;
use crate::{bundled_script, component_script, grant};

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
    limits: RequestedPolicy,
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
            precompiled: manifest.precompiled.iter().map(|precompiled| precompiled_facts(precompiled, &sizes)).collect(),
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
            let component = bundled_script::component(bundle, entry)?;
            let imports = imports(path, &component)?;
            let granted = Granted::new(arguments, &entry.about.policy);
            Ok(ScriptFacts { about: entry.about.clone(), kind, size, size_with_shared, imports, granted })
        };
        let scripts = manifest.scripts.keys().map(|name| Ok((name.to_string(), script_facts(name)?)));
        let scripts = scripts.collect::<Result<_, Failure>>()?;
        Ok(Self { file: path.display().to_string(), size: bundle.size(), bundle: Some(facts), scripts })
    }

    /// What is known of a component.
    pub fn of_component(path: &Path, component: &[u8], arguments: &GrantArguments) -> Result<Self, Failure> {
        let (name, about) = component_script::describe(path, component)?;
        let size = component.len() as u64;
        let granted = Granted::new(arguments, &about.policy);
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
    fn new(arguments: &GrantArguments, asked: &RequestedPolicy) -> Self {
        let Limits { fuel, memory, wall, events, event_bytes, console_bytes, pending_requests } =
            grant::limits(arguments, asked);
        let wall_is_less = match (asked.timeout, wall) {
            (Some(asked), Some(wall)) => asked.0.is_none_or(|asked| asked > wall),
            _ => false,
        };
        let less = |name, asked: Option<u64>, granted| (name, asked.is_some_and(|asked| asked > granted));
        let comparisons = [
            less("fuel", asked.fuel, fuel),
            less("memory", asked.memory, memory),
            ("timeout", wall_is_less),
            less("events", asked.events, events),
            less("event-bytes", asked.event_bytes, event_bytes),
            less("console-bytes", asked.console_bytes, console_bytes),
            less("pending-requests", asked.pending_requests, pending_requests),
        ];
        Self {
            limits: RequestedPolicy {
                fuel: Some(fuel),
                memory: Some(memory),
                timeout: Some(coral_bundle::RequestedTimeout(wall)),
                events: Some(events),
                event_bytes: Some(event_bytes),
                console_bytes: Some(console_bytes),
                pending_requests: Some(pending_requests),
            },
            less_than_asked: comparisons.into_iter().filter(|(_, less)| *less).map(|(name, _)| name).collect(),
        }
    }
}

impl fmt::Display for Inspection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}: {}", self.file, ByteSize(self.size))?;
        if let Some(bundle) = &self.bundle {
            write!(out, "{bundle}")?;
        }
        for (name, script) in &self.scripts {
            write!(out, "\n{name}\n{script}")?;
        }
        Ok(())
    }
}

impl fmt::Display for BundleFacts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "  bundle       {} {}", self.name, self.version)?;
        if let Some(description) = &self.description {
            writeln!(out, "  description  {}", printable(description))?;
        }
        writeln!(out, "  contract     {}", printable(&self.contract))?;
        if let Some(EngineFacts { fingerprint, sdk, brought, own }) = &self.engine {
            let whose = match (own, brought) {
                (true, true) => "this program's, and in the bundle",
                (true, false) => "this program's",
                (false, true) => "in the bundle",
                (false, false) => "neither this program's nor in the bundle: it cannot run here",
            };
            writeln!(out, "  engine       {:.16}, SDK {}; {whose}", printable(fingerprint), printable(sdk))?;
        }
        writeln!(out, "  digest       {}", self.digest)?;
        match &self.signature {
            Some(SignatureFacts { fingerprint, comment, trusted }) => {
                let trusted = if *trusted { "trusted" } else { "not trusted: no --trust names it" };
                let comment = if comment.is_empty() { String::new() } else { format!(" {}", printable(comment)) };
                writeln!(out, "  signed by    {fingerprint}{comment} ({trusted})")?;
            }
            None => writeln!(out, "  signed by    no one")?,
        }
        for PrecompiledFacts { target, wasmtime, cpu_features, size, misfit } in &self.precompiled {
            let fit = match misfit {
                Some(reason) => format!("does not fit: it was precompiled {reason}"),
                None => "fits this machine".to_owned(),
            };
            let features = if cpu_features.is_empty() { "any processor".to_owned() } else { cpu_features.join(" ") };
            writeln!(out, "  precompiled  {} for {}, by wasmtime {}; {}", ByteSize(*size), printable(target), printable(wasmtime), printable(&fit))?;
            writeln!(out, "               {}", printable(&features))?;
        }
        writeln!(out, "  files        {}, {} of them sources", self.files, self.sources)
    }
}

impl fmt::Display for ScriptFacts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ScriptDescription { description, service, every, parameters, policy } = &self.about;
        if let Some(description) = description {
            writeln!(out, "  description  {}", printable(description))?;
        }
        let shared = self.size_with_shared - self.size;
        let shared = if shared == 0 { String::new() } else { format!(", and {} shared with others", ByteSize(shared)) };
        writeln!(out, "  code         {}, {}{shared}", self.kind, ByteSize(self.size))?;
        writeln!(out, "  service      {}", service.as_deref().map_or("any".to_owned(), |name| printable(name).to_string()))?;
        if let Some(every) = every {
            writeln!(out, "  every        {}", humantime::format_duration(*every))?;
        }
        match parameters {
            None => writeln!(out, "  parameters   any, undeclared")?,
            Some(parameters) if parameters.is_empty() => writeln!(out, "  parameters   none")?,
            Some(parameters) => {
                for (index, (name, parameter)) in parameters.iter().enumerate() {
                    let label = if index == 0 { "parameters" } else { "" };
                    writeln!(out, "  {label:<11}  {}", printable(&format!("{name}: {}", parameter.summary())))?;
                }
            }
        }
        for (index, line) in self.granted.lines(policy).iter().enumerate() {
            writeln!(out, "  {:<11}  {line}", if index == 0 { "granted" } else { "" })?;
        }
        for (index, line) in by_package(&self.imports).iter().enumerate() {
            writeln!(out, "  {:<11}  {}", if index == 0 { "imports" } else { "" }, printable(line))?;
        }
        Ok(())
    }
}

/// Imports in a line for each package: `coral:script@0.1.0: telemetry errors requests`. Core modules have none.
fn by_package(imports: &[String]) -> Vec<String> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for import in imports {
        let Some((package, interface)) = import.split_once('/') else {
            lines.push((import.clone(), String::new()));
            continue;
        };
        let (interface, version) = interface.split_once('@').unwrap_or((interface, ""));
        let package = format!("{package}@{version}");
        match lines.iter_mut().find(|(line, _)| *line == package) {
            Some((_, interfaces)) => interfaces.push_str(&format!(" {interface}")),
            None => lines.push((package, interface.to_owned())),
        }
    }
    let line = |(package, interfaces): (String, String)| match interfaces.is_empty() {
        true => package,
        false => format!("{package}: {interfaces}"),
    };
    lines.into_iter().map(line).collect()
}

impl Granted {
    /// Each limit, and what was asked where that is something else.
    fn lines(&self, asked: &RequestedPolicy) -> Vec<String> {
        let number = |value: u64| value.to_string();
        let size = |value: u64| ByteSize(value).to_string();
        let timeout = |policy: &RequestedPolicy| policy.timeout.map(|timeout| timeout.to_string());
        let line = |name, granted: Option<String>, asked: Option<String>| {
            let granted = granted.unwrap_or_default();
            match asked.filter(|asked| *asked != granted) {
                Some(asked) => format!("{name} {granted} (asks for {asked})"),
                None => format!("{name} {granted}"),
            }
        };
        let (given, asked) = (&self.limits, asked);
        vec![
            line("fuel", given.fuel.map(number), asked.fuel.map(number)),
            line("memory", given.memory.map(size), asked.memory.map(size)),
            line("timeout", timeout(given), timeout(asked)),
            line("events", given.events.map(number), asked.events.map(number)),
            line("event-bytes", given.event_bytes.map(size), asked.event_bytes.map(size)),
            line("console-bytes", given.console_bytes.map(size), asked.console_bytes.map(size)),
            line("pending-requests", given.pending_requests.map(number), asked.pending_requests.map(number)),
        ]
    }
}

/// A text of a stranger's, who must not write to the terminal.
fn printable(text: &str) -> impl fmt::Display {
    coral_source::printable(text).to_string()
}
