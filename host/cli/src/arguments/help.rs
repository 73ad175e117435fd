//! The flags of `coral-wasm help`.

use clap::Args;

#[derive(Debug, Args)]
pub struct HelpArguments {
    /// exit-codes, limits, or a verb; without it, the verbs
    pub topic: Option<String>,
}
