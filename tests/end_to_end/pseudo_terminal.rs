//! The program on a terminal of a test's own; must not know what it prints.

use crate::program::{Finished, Workspace};

/// What the program prints on a terminal that is so many columns wide, its lines ended as in a file.
pub fn on_terminal(columns: u16, arguments: &[&str]) -> String {
    let workspace = Workspace::new();
    let inherited = workspace.command();
    let mut command = std::process::Command::new("script");
    for (name, value) in inherited.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    // The arguments travel in the environment: nothing of them is the shell's.
    let names: Vec<String> = (0..arguments.len()).map(|index| format!("ARGUMENT_{index}")).collect();
    for (name, argument) in names.iter().zip(arguments) {
        command.env(name, argument);
    }
    let words: String = names.iter().map(|name| format!(" \"${name}\"")).collect();
    let line = format!("stty -opost cols {columns}; exec '{}'{words}", env!("CARGO_BIN_EXE_coral-wasm"));
    command.args(["--quiet", "--return", "--command", &line, "/dev/null"]).current_dir(workspace.path(""));
    Finished::of(command).expect_code(0).stdout
}
