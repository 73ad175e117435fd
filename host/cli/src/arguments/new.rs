//! The flags of `coral-wasm new`.

use std::path::PathBuf;

use clap::Args;
use coral_bundle::Name;

use crate::templates::Template;

#[derive(Debug, Args)]
pub struct NewArguments {
    /// What kind of script
    #[arg(required_unless_present = "list")]
    pub template: Option<Template>,

    /// What it is called; its file is NAME.ts
    #[arg(required_unless_present = "list")]
    pub name: Option<Name>,

    /// The folder to put it in, which is made if need be
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,

    /// Print the templates, and make nothing
    #[arg(long, exclusive = true)]
    pub list: bool,
}
