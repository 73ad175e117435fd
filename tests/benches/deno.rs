//! Deno as benches run it: hardened, and given what spares it work. Must not know what is measured.

use std::path::Path;
use std::process::Command;

pub const DENO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/node_modules/@deno/linux-x64-glibc/deno");

/// What makes Deno look for nothing that a script does not need.
const HARDENED: [&str; 6] = ["run", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--no-prompt"];

/// The command that runs a script.
pub fn command(script: &Path) -> Command {
    let mut command = Command::new(DENO);
    command.args(HARDENED).arg(script).env("NO_COLOR", "1");
    command
}
