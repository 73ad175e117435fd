//! The flags of `coral-wasm types`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub struct TypesArguments {
    /// The folder that the scripts are in
    #[arg(default_value = ".")]
    pub directory: PathBuf,
}
