//! The program as every test starts it; must not know what for.

use std::path::Path;
use std::process::Command;

/// The program, with a cache of its own and without settings from the environment.
pub fn coral_wasm(cache: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coral-wasm"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if ["CORAL_WASM_", "CORAL_SDK_"].iter().any(|ours| name.starts_with(ours)) {
            command.env_remove(name.as_ref());
        }
    }
    command.env("XDG_CACHE_HOME", cache);
    command
}
