//! `coral-wasm help`: explains a verb, the exit codes, or the limits.

use std::io::Write;

use clap::{Command, CommandFactory};
use coral_policy::{Limit, Preset};

use crate::arguments::{Arguments, HelpArguments};
use crate::exit_codes;
use crate::failure::Failure;

/// Prints what was asked about.
pub fn run(arguments: &HelpArguments) -> Result<u8, Failure> {
    let mut command = Arguments::command();
    let text = match arguments.topic.as_deref() {
        None => command.render_long_help().to_string(),
        Some("exit-codes") => exit_codes::text(),
        Some("limits") => limits(),
        Some(verb) => of_verb(&mut command, verb)?,
    };
    // With standard output closed there is no one to tell.
    let _ = write!(std::io::stdout(), "{text}");
    Ok(0)
}

fn of_verb(command: &mut Command, verb: &str) -> Result<String, Failure> {
    command.build();
    match command.find_subcommand_mut(verb).filter(|found| !found.is_hide_set()) {
        Some(found) => Ok(found.render_long_help().to_string()),
        None => Err(Failure::usage(format!(
            "there is no help on {verb:?}: ask about a verb (coral-wasm help lists them), exit-codes or limits"
        ))),
    }
}

/// The limits of a policy, and their values in each preset.
fn limits() -> String {
    let [adhoc, monitor, server] = Preset::ALL;
    let mut text = format!("{:<15}  {adhoc:<14}{monitor:<14}{server:<14}bounds\n", "limit");
    for limit in Limit::ALL {
        let [adhoc, monitor, server] = Preset::ALL.map(|preset| preset.value(limit).to_string());
        text.push_str(&format!("{:<15}  {adhoc:<14}{monitor:<14}{server:<14}{}\n", limit.name(), limit.about()));
    }
    text.push_str(
        "\nEach is a key of a policy file (--policy FILE), and a flag of run, inspect, policy and serve (--fuel; --table and \n\
         --service for one name each). `none` is no limit, `any` every name. What is counted a period starts anew after \n\
         that, or never.\n",
    );
    text
}
