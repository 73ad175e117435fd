//! Whether what a script uses of the SDK fits what `coral.toml` declares of it.

use std::collections::BTreeSet;
use std::path::Path;

use coral_bundle::{Name, PROJECT_FILE, Project};
use coral_compiler::{Action, Bundle, Diagnostic, ProvidedModules, ProvidedUse, provided_uses};
use coral_policy::{Limit, Settings, Value};
use coral_source::SourceMap;

use super::Finding;
use super::declaration::Declaration;
use super::finding::placed;

/// What of the SDK a use is a use of.
enum Meaning<'a> {
    /// An event is emitted.
    Emit,
    /// It is asked which services there are.
    Services,
    /// The parameter of this name is read.
    Parameter(&'a str),
    /// Parameters are read, and which ones cannot be told.
    AnyParameter,
}

/// Finds what does not fit what the project says of the script of this name.
pub fn check_usage(bundle: &Bundle, modules: &ProvidedModules, project: &Project, name: &Name) -> Vec<Finding> {
    let Some(about) = project.scripts.get(name).map(|script| &script.about) else { return Vec::new() };
    let uses = provided_uses(bundle, modules);
    let sources = SourceMap::new(bundle.source_map.clone());
    let declared = about.parameters.as_ref();
    let mut findings = Vec::new();
    let mut read = BTreeSet::new();
    let mut reads_any = false;
    for found in &uses {
        let found_at = |message: String, hint: String| {
            Finding::error(place_in_script(message, found, &bundle.provenance.root, &sources).with_hint(hint))
        };
        match (meaning(found), &about.service) {
            (Some(Meaning::Emit), _) if emits_nothing(&about.policy) => findings.push(found_at(
                format!("{name} emits, and its policy in {PROJECT_FILE} lets it emit nothing"),
                "leave the event out, or let `emit` be true and `events` be above 0".to_owned(),
            )),
            (Some(Meaning::Services), Some(service)) => findings.push(found_at(
                format!("{name} asks which services there are, which a script for one service may not: it is for {service:?}"),
                format!("ask about that one, or leave `service` out of {PROJECT_FILE}"),
            )),
            (Some(Meaning::Parameter(parameter)), _) => {
                read.insert(parameter);
                if declared.is_some_and(|declared| !declared.contains_key(parameter)) {
                    findings.push(found_at(
                        format!("{name} reads the parameter {parameter:?}, which is not declared, so that nobody can give it"),
                        format!("declare it in {PROJECT_FILE}, in [scripts.{name}.parameters]"),
                    ));
                }
            }
            (Some(Meaning::AnyParameter), _) => reads_any = true,
            _ => {}
        }
    }
    if !reads_any {
        let unread =
            declared.into_iter().flat_map(|declared| declared.keys()).filter(|name| !read.contains(name.as_str()));
        findings.extend(unread.map(|parameter| {
            let message = format!("{name} declares the parameter {parameter:?}, and never reads it");
            let place = ["scripts", name.as_str(), "parameters", parameter];
            Finding::warning(Declaration::of(&project.file).at(message, &place))
        }));
    }
    findings
}

fn meaning(found: &ProvidedUse) -> Option<Meaning<'_>> {
    let path: Vec<&str> = found.path.iter().map(String::as_str).collect();
    match (path.as_slice(), &found.action) {
        (["emit", ..], _) => Some(Meaning::Emit),
        (["services", ..], _) => Some(Meaning::Services),
        (["context", "params", "get" | "has"], Action::CallWithText(name)) => Some(Meaning::Parameter(name)),
        (["context", "params", ..] | ["context"] | [], _) => Some(Meaning::AnyParameter),
        _ => None,
    }
}

fn place_in_script(message: String, found: &ProvidedUse, root: &Path, sources: &SourceMap) -> Diagnostic {
    let Some(place) = &found.place else { return Diagnostic::new(message) };
    let text = sources.text(&place.file).unwrap_or_default();
    let line = text.lines().nth(place.line.saturating_sub(1) as usize).unwrap_or_default();
    let units: Vec<u16> = line.encode_utf16().skip(place.column.saturating_sub(1) as usize).collect();
    let from_place = String::from_utf16_lossy(&units);
    let is_name = |character: &char| character.is_alphanumeric() || "_$".contains(*character);
    let length = from_place.chars().take_while(is_name).map(char::len_utf16).sum::<usize>();
    let length = u32::try_from(length).unwrap_or(1);
    placed(message, &root.join(&place.file), &text, (place.line, place.column), length)
}

/// Whether a script asks to be let emit nothing.
fn emits_nothing(policy: &Settings) -> bool {
    policy.get(Limit::Emit) == Some(&Value::Switch(false)) || policy.get(Limit::Events) == Some(&Value::Count(Some(0)))
}
