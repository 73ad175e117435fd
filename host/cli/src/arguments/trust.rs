//! The flags that say which bundles are trusted.

use std::path::PathBuf;

use clap::Args;
use clap::builder::FalseyValueParser;
use coral_bundle::Expectation;

#[derive(Debug, Clone, Args)]
pub struct TrustArguments {
    /// Use only bundles that this key signed, as often as needed: a public key, a .pub file or an allowed_signers file of
    /// OpenSSH. Only then is precompiled code used
    #[arg(long, value_name = "KEY|FILE", env = "CORAL_WASM_TRUST")]
    pub trust: Vec<String>,

    /// A file of public keys that are no longer trusted, a line each
    #[arg(long, value_name = "FILE", env = "CORAL_WASM_REVOKED")]
    pub revoked: Vec<PathBuf>,

    /// The bundle that is expected, and the least version; without it, the one that its file is named after
    #[arg(long, value_name = "NAME[@VERSION]", env = "CORAL_WASM_EXPECT")]
    pub expect: Option<Expectation>,

    /// Use a trusted bundle although a newer version of it was used on this machine
    #[arg(long, env = "CORAL_WASM_ALLOW_DOWNGRADE", value_parser = FalseyValueParser::new())]
    pub allow_downgrade: bool,
}
