//! The flags of `coral-wasm verify`.

use std::path::PathBuf;

use clap::Args;

use super::{OutputFormat, TrustArguments};

/// Exit codes, of `verify --help`.
const EXIT_CODES: &str = "\
Exit codes:
  0  the bundle is whole, and with --trust a trusted key signed it
  1  it is not
  2  wrong usage

The same with other tools:
  tar xf BUNDLE && sha256sum -c SHA256SUMS
  ssh-keygen -Y verify -f allowed_signers -I WHO -n coral-wasm-bundle -s SHA256SUMS.sig < SHA256SUMS";

#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct VerifyArguments {
    /// The bundle
    pub bundle: PathBuf,

    #[command(flatten)]
    pub trust: TrustArguments,

    /// How to report
    #[arg(short, long, value_name = "FORMAT", env = "CORAL_WASM_OUTPUT", default_value = "text")]
    pub output: OutputFormat,
}
