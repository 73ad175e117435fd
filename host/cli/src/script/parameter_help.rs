//! `--param-help`: a script's parameters, as a person reads them.

use std::fmt::Write as _;
use std::io::Write as _;

use coral_bundle::ScriptDescription;

/// Prints what a script says of itself and of its parameters.
pub fn print(about: &ScriptDescription) {
    let mut text = String::new();
    if let Some(description) = &about.description {
        let _ = writeln!(text, "{description}\n");
    }
    match &about.parameters {
        None => text.push_str("The script declares no parameters: it is given any, as texts.\n"),
        Some(parameters) if parameters.is_empty() => text.push_str("The script has no parameters.\n"),
        Some(parameters) => {
            text.push_str("Parameters:\n");
            for (name, parameter) in parameters {
                let _ = writeln!(text, "  --param {name}=…  {}", parameter.summary());
                if let Some(description) = &parameter.description {
                    let _ = writeln!(text, "      {description}");
                }
            }
        }
    }
    // A stranger wrote it, and with standard output closed there is no one to tell.
    let _ = write!(std::io::stdout(), "{}", coral_source::printable(&text));
}
