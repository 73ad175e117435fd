//! The flags of `coral-wasm key`.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub struct KeyArguments {
    #[command(subcommand)]
    pub action: KeyAction,
}

#[derive(Debug, Subcommand)]
pub enum KeyAction {
    /// Make a key that signs bundles: FILE, which only you can read, and FILE.pub
    New(NewKeyArguments),
    /// Print a key's public half and its fingerprint
    Show {
        /// A private key, or a .pub file
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct NewKeyArguments {
    /// The private key's file; it is never overwritten
    pub file: PathBuf,

    /// Whose key it is, for people to read
    #[arg(long, value_name = "TEXT", env = "CORAL_WASM_KEY_COMMENT", default_value = "")]
    pub comment: String,

    /// Lock the key with a passphrase, which is asked for, or taken from CORAL_WASM_KEY_PASSPHRASE if that is set
    #[arg(long, env = "CORAL_WASM_KEY_LOCK", value_parser = FalseyValueParser::new())]
    pub passphrase: bool,
}
