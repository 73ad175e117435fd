//! `coral-wasm inspect`: what a bundle or a component is and asks for, without running it.

use std::io::Write;

use crate::arguments::{InspectArguments, OutputFormat};
use crate::bundle::inspection::Inspection;
use crate::bundle::trust::BundleTrust;
use crate::failure::Failure;
use crate::script::input::ScriptInput;

/// Prints what can be known of a file.
pub fn run(arguments: &InspectArguments) -> Result<u8, Failure> {
    let path = &arguments.file;
    let inspection = match ScriptInput::open(path, &BundleTrust::from_arguments(&arguments.trust)?)? {
        ScriptInput::Bundle(accepted) => {
            Inspection::of_bundle(path, &accepted.bundle, accepted.verdict.as_ref(), &arguments.grant)?
        }
        ScriptInput::Component(_, component) => Inspection::of_component(path, &component, &arguments.grant)?,
        ScriptInput::Source(_) if path.exists() => {
            return Err(Failure::usage(format!(
                "{} is neither a bundle nor a component: make one with coral-wasm bundle or coral-wasm build",
                path.display()
            )));
        }
        ScriptInput::Source(_) => return Err(anyhow::anyhow!("there is no file {}", path.display()).into()),
    };
    let text = match arguments.output {
        OutputFormat::Json => serde_json::to_string_pretty(&inspection).map_err(anyhow::Error::from)? + "\n",
        OutputFormat::Text => inspection.to_string(),
    };
    // With standard output closed there is no one to tell.
    let _ = write!(std::io::stdout(), "{text}");
    Ok(0)
}
