//! The flags of `coral-wasm sign`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

/// How to sign elsewhere, of `sign --help`.
const ELSEWHERE: &str = "\
With a key in hardware, or in an agent, ssh-keygen signs:
  tar xf BUNDLE SHA256SUMS
  ssh-keygen -Y sign -n coral-wasm-bundle -f KEY SHA256SUMS
  coral-wasm sign BUNDLE --signature SHA256SUMS.sig";

#[derive(Debug, Args)]
#[command(after_help = ELSEWHERE, group(ArgGroup::new("signer").required(true).args(["key", "signature"])))]
pub struct SignArguments {
    /// The bundle, whose signature is replaced
    pub bundle: PathBuf,

    /// The private key, in OpenSSH's format; if it is locked its passphrase is asked for, or taken from
    /// CORAL_WASM_KEY_PASSPHRASE
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,

    /// A signature of the bundle's SHA256SUMS that ssh-keygen made
    #[arg(long, value_name = "FILE")]
    pub signature: Option<PathBuf>,
}
