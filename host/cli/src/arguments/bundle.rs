//! The flags of `coral-wasm bundle`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::FalseyValueParser;
use coral_bundle::Name;
use semver::Version;

#[derive(Debug, Args)]
pub struct BundleArguments {
    /// What to bundle: a folder (its coral.toml, or else every script in it), a coral.toml, scripts, components
    #[arg(default_value = ".")]
    pub inputs: Vec<PathBuf>,

    /// The bundle's file; without it, its name in this folder
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// The bundle's name; without it, that of coral.toml, or the folder's
    #[arg(long, value_name = "NAME")]
    pub name: Option<Name>,

    /// The bundle's version; without it, that of coral.toml, or 0.0.0
    #[arg(long, value_name = "VERSION")]
    pub bundle_version: Option<Version>,

    /// Add machine code, for this machine or a target such as aarch64-unknown-linux-gnu; as often as needed. It is used only
    /// from a bundle that is signed by a key which its host trusts
    #[arg(long, value_name = "TARGET", num_args = 0..=1, require_equals = true, default_missing_value = "native")]
    pub aot: Vec<String>,

    /// Add the JavaScript engine, so that hosts with another one can run the bundle; --aot does so too
    #[arg(long)]
    pub with_engine: bool,

    /// Add the texts of the sources, for the code frames of errors
    #[arg(long)]
    pub sources: bool,

    /// Sign it with this private key, which `coral-wasm key new` or ssh-keygen made
    #[arg(long, value_name = "KEY", env = "CORAL_WASM_SIGN")]
    pub sign: Option<PathBuf>,

    /// Print errors, nothing else
    #[arg(short, long, env = "CORAL_WASM_QUIET", value_parser = FalseyValueParser::new())]
    pub quiet: bool,
}
