//! The flags that every verb has which asks a registry.

use clap::Args;
use clap::builder::FalseyValueParser;

#[derive(Debug, Args)]
#[command(next_help_heading = "Registry")]
pub struct RegistryArguments {
    /// Who asks the registry, with the password in CORAL_WASM_REGISTRY_PASSWORD; without it, whoever Docker's config.json
    /// names for it, else nobody in particular
    #[arg(long, value_name = "NAME", env = "CORAL_WASM_REGISTRY_USERNAME")]
    pub username: Option<String>,

    /// Read the password from standard input
    #[arg(long, requires = "username")]
    pub password_stdin: bool,

    /// Speak HTTP without TLS: names, passwords and bundles can be read on the way; on this machine's own addresses that
    /// is so without the flag
    #[arg(long, env = "CORAL_WASM_PLAIN_HTTP", value_parser = FalseyValueParser::new())]
    pub plain_http: bool,
}
