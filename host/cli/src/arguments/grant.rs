//! The flags that say what a script is given.

use std::path::PathBuf;

use clap::Args;
use clap::builder::FalseyValueParser;
use coral_policy::Preset;

use super::limits::LimitArguments;
use super::values::parse_parameter;

/// What a script is given.
#[derive(Debug, Args)]
pub struct GrantArguments {
    /// A parameter for the script, as often as needed (the environment holds one): `coral.context.params.get("K")`
    #[arg(long = "param", value_name = "K=V", env = "CORAL_WASM_PARAM", value_parser = parse_parameter)]
    pub parameters: Vec<(String, String)>,

    /// Give the script all that it asks for; without this, no more than the policy, and what the flags for limits say
    #[arg(long, env = "CORAL_WASM_GRANT_ASKED", value_parser = FalseyValueParser::new(), help_heading = "Limits")]
    pub grant_asked: bool,

    #[command(flatten)]
    pub limits: PolicySources,
}

/// Where a policy is from.
#[derive(Debug, Default, Args)]
pub struct PolicySources {
    /// A policy file (TOML): what may be used and done; `coral-wasm policy` prints what is in force
    #[arg(long, value_name = "FILE", env = "CORAL_WASM_POLICY", help_heading = "Limits")]
    pub policy: Option<PathBuf>,

    /// The policy to begin with, before the file and the flags: adhoc for a script that ends, monitor for one that watches
    /// without end, server for callers of `serve`
    #[arg(long, value_name = "NAME", env = "CORAL_WASM_PRESET", help_heading = "Limits")]
    pub preset: Option<Preset>,

    #[command(flatten)]
    pub limits: LimitArguments,
}
