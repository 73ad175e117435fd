//! `coral-wasm policy`: prints what a script may use and do under the same flags, and where each value is from.

use std::io::Write;

use coral_bundle::ScriptDescription;
use coral_policy::PolicyInForce;
use serde_json::{Map, Value, json};

use crate::arguments::{OutputFormat, PolicyArguments};
use crate::bundle::trust::BundleTrust;
use crate::failure::Failure;
use crate::script::grant;
use crate::script::input::ScriptInput;

/// Prints the policy in force.
pub fn run(arguments: &PolicyArguments) -> Result<u8, Failure> {
    let about = match &arguments.script {
        Some(script) => {
            let trust = BundleTrust::from_arguments(&arguments.trust)?;
            ScriptInput::open(script, &trust)?.describe(arguments.name.as_deref())?.1
        }
        None => ScriptDescription::default(),
    };
    let policy = grant::in_force(&arguments.grant, &about)?;
    let text = match arguments.output {
        OutputFormat::Text => table(&policy),
        OutputFormat::Json => json(&policy),
    };
    // With standard output closed there is no one to tell.
    let _ = write!(std::io::stdout(), "{text}");
    Ok(0)
}

fn table(policy: &PolicyInForce) -> String {
    let lines: Vec<_> = policy
        .iter()
        .map(|(limit, value, source)| (limit, value.to_string(), source.to_string(), limit.about()))
        .collect();
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let value_width = width(&mut lines.iter().map(|(_, value, ..)| value.chars().count()));
    let source_width = width(&mut lines.iter().map(|(_, _, source, _)| source.chars().count()));
    let line = |(limit, value, source, about)| {
        format!("{:<15}  {value:<value_width$}  {source:<source_width$}  {about}\n", format!("{limit}"))
    };
    // Names of services and files may be a stranger's.
    coral_source::printable(&lines.into_iter().map(line).collect::<String>()).into_owned()
}

fn json(policy: &PolicyInForce) -> String {
    let limits: Map<String, Value> = policy
        .iter()
        .map(|(limit, value, source)| (limit.name().to_owned(), json!({ "value": value, "source": source })))
        .collect();
    format!("{:#}\n", Value::Object(limits))
}
