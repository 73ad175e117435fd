//! What changed from one bundle to another: rights, parameters, code. As JSON, or as a person reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use coral_bundle::{Bundle, Digest, Name, Parameter, Program, ScriptEntry};
use coral_engine::ScriptComponent;
use coral_policy::{Limit, Preset, Value};
use serde::Serialize;

use crate::failure::Failure;
use crate::script::bundled;

/// What changed from one bundle to another.
#[derive(Debug, Serialize)]
pub struct BundleDiff {
    /// What changed of the bundle as a whole: its name, version, engine, signer.
    bundle: Vec<Change>,
    added: Vec<Name>,
    removed: Vec<Name>,
    changed: BTreeMap<Name, ScriptDiff>,
}

/// What changed of a script.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct ScriptDiff {
    /// What it asks for and can call.
    rights: Vec<Change>,
    parameters: Vec<Change>,
    /// Its code, and what it says of itself.
    code: Vec<Change>,
}

/// One thing that changed.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Change {
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<String>,
    /// Whether it lets the script do more than before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more: bool,
}

impl BundleDiff {
    /// Compares two bundles.
    pub fn new(old: &Bundle, new: &Bundle) -> Result<Self, Failure> {
        let (was, is) = (old.manifest(), new.manifest());
        let mut bundle = Vec::new();
        note(&mut bundle, "name", Some(was.name.to_string()), Some(is.name.to_string()), false);
        note(&mut bundle, "version", Some(was.version.to_string()), Some(is.version.to_string()), false);
        note(&mut bundle, "description", was.description.clone(), is.description.clone(), false);
        note(&mut bundle, "contract", Some(was.contract.clone()), Some(is.contract.clone()), false);
        let engine = |bundle: &Bundle| {
            let engine = bundle.manifest().engine.as_ref()?;
            let brought = if engine.file.is_some() { ", in the bundle" } else { "" };
            Some(format!("{:.16}, SDK {}{brought}", engine.fingerprint, engine.sdk))
        };
        note(&mut bundle, "engine", engine(old), engine(new), false);
        let signer = |bundle: &Bundle| bundle.signature().map(|signature| signature.key().fingerprint());
        note(&mut bundle, "signer", signer(old), signer(new), false);
        let targets = |bundle: &Bundle| {
            let targets: Vec<_> = bundle.manifest().precompiled.iter().map(|code| code.key.target.as_str()).collect();
            (!targets.is_empty()).then(|| targets.join(", "))
        };
        note(&mut bundle, "precompiled for", targets(old), targets(new), false);

        let mut changed = BTreeMap::new();
        for (name, entry) in &is.scripts {
            let Some(before) = was.scripts.get(name) else { continue };
            let diff = ScriptDiff::new((old, before), (new, entry))?;
            if diff != ScriptDiff::default() {
                changed.insert(name.clone(), diff);
            }
        }
        let missing = |from: &BTreeMap<Name, ScriptEntry>, in_other: &BTreeMap<Name, ScriptEntry>| {
            from.keys().filter(|name| !in_other.contains_key(*name)).cloned().collect()
        };
        Ok(Self {
            bundle,
            added: missing(&is.scripts, &was.scripts),
            removed: missing(&was.scripts, &is.scripts),
            changed,
        })
    }

    /// Whether nothing changed that is told.
    pub fn is_empty(&self) -> bool {
        self.bundle.is_empty() && self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl ScriptDiff {
    fn new((old, was): (&Bundle, &ScriptEntry), (new, is): (&Bundle, &ScriptEntry)) -> Result<Self, Failure> {
        Ok(Self {
            rights: rights((old, was), (new, is))?,
            parameters: parameters(was, is),
            code: code((old, was), (new, is)),
        })
    }
}

fn rights((old, was): (&Bundle, &ScriptEntry), (new, is): (&Bundle, &ScriptEntry)) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    let service = |entry: &ScriptEntry| entry.about.service.clone().unwrap_or_else(|| "any".to_owned());
    // Any other service is one that it could not ask about before.
    note(&mut changes, "service", Some(service(was)), Some(service(is)), true);
    for limit in Limit::ALL {
        let (before, now) = (was.about.policy.get(limit), is.about.policy.get(limit));
        // Who asks for nothing is given what hosts give unasked.
        let unasked = Preset::default().value(limit);
        let more = now.unwrap_or(&unasked).exceeds(before.unwrap_or(&unasked));
        note(&mut changes, limit.name(), before.map(Value::to_string), now.map(Value::to_string), more);
    }
    let imports = |bundle: &Bundle, entry: &ScriptEntry| -> Result<BTreeSet<String>, Failure> {
        let component = bundled::component(bundle, entry)?;
        let shown = ScriptComponent::parse(&component).map_err(anyhow::Error::from)?;
        Ok(shown.imports.iter().map(ToString::to_string).collect())
    };
    let (before, now) = (imports(old, was)?, imports(new, is)?);
    before.difference(&now).for_each(|name| note(&mut changes, "import", Some(name.clone()), None, false));
    now.difference(&before).for_each(|name| note(&mut changes, "import", None, Some(name.clone()), true));
    Ok(changes)
}

fn parameters(was: &ScriptEntry, is: &ScriptEntry) -> Vec<Change> {
    let mut changes = Vec::new();
    match (&was.about.parameters, &is.about.parameters) {
        (Some(before), Some(now)) => {
            let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
            let shown = |parameters: &BTreeMap<String, Parameter>, name| parameters.get(name).map(Parameter::summary);
            for name in names {
                note(&mut changes, name, shown(before, name), shown(now, name), false);
            }
        }
        (before, now) => {
            let shown = |declared: bool| Some(if declared { "declared" } else { "undeclared" }.to_owned());
            note(&mut changes, "parameters", shown(before.is_some()), shown(now.is_some()), false);
        }
    }
    changes
}

fn code((old, was): (&Bundle, &ScriptEntry), (new, is): (&Bundle, &ScriptEntry)) -> Vec<Change> {
    let mut changes = Vec::new();
    note(&mut changes, "description", was.about.description.clone(), is.about.description.clone(), false);
    let every = |entry: &ScriptEntry| entry.about.every.map(|every| humantime::format_duration(every).to_string());
    note(&mut changes, "every", every(was), every(is), false);
    let (before, now) = (pieces(old, was), pieces(new, is));
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    for name in names {
        let shown = |piece: Option<&Digest>| piece.map(|digest| format!("{:.16}", digest.to_string()));
        note(&mut changes, name, shown(before.get(name)), shown(now.get(name)), false);
    }
    changes
}

/// The pieces of a script's code, by name: its modules, or its component.
fn pieces(bundle: &Bundle, entry: &ScriptEntry) -> BTreeMap<String, Digest> {
    let piece = |name: String, file: &str| Some((name, bundle.checksum(file)?));
    match &entry.program {
        Program::Component(file) => piece("component".to_owned(), file).into_iter().collect(),
        Program::Modules(modules) => {
            let modules = modules.iter().filter_map(|key| bundle.manifest().modules.get(key));
            modules.filter_map(|module| piece(format!("module {}", module.name), &module.bytecode)).collect()
        }
    }
}

fn note(changes: &mut Vec<Change>, what: &str, old: Option<String>, new: Option<String>, more: bool) {
    if old != new {
        changes.push(Change { what: what.to_owned(), old, new, more });
    }
}

impl fmt::Display for BundleDiff {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(out, "no differences");
        }
        self.bundle.iter().try_for_each(|change| writeln!(out, "{change}"))?;
        self.removed.iter().try_for_each(|name| writeln!(out, "script {name}: removed"))?;
        self.added.iter().try_for_each(|name| writeln!(out, "script {name}: added"))?;
        for (name, ScriptDiff { rights, parameters, code }) in &self.changed {
            writeln!(out, "script {name}:")?;
            for (title, changes) in [("rights", rights), ("parameters", parameters), ("code", code)] {
                changes.iter().try_for_each(|change| writeln!(out, "  {title}: {change}"))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: &Option<String>| coral_source::printable(text.as_deref().unwrap_or("none")).into_owned();
        let more = if self.more { " (more than before)" } else { "" };
        write!(out, "{}: {} -> {}{more}", coral_source::printable(&self.what), shown(&self.old), shown(&self.new))
    }
}
