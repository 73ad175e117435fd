//! The program with a script, on either runtime; must not know what the script asks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::coral_wasm::coral_wasm;
use crate::deno;

/// What runs a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runtime {
    Wasm,
    Deno,
}

/// The program, with its caches in a folder.
pub struct Program {
    folder: PathBuf,
}

impl Program {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Runs a script over a database: the numbers that it prints.
    pub fn numbers(&self, script: &str, database: &Path, runtime: Runtime) -> Vec<f64> {
        let path = self.folder.join("script.ts");
        fs::write(&path, script).unwrap();
        let mut command = coral_wasm(&self.folder.join("cache"));
        command.arg("run").arg(&path).args(["--quiet", "--queries", "none", "--memory", "1GiB", "--db"]).arg(database);
        match runtime {
            Runtime::Wasm => command.args(["--runtime", "wasm"]),
            Runtime::Deno => command.args(["--runtime", "deno", "--deno", deno::DENO]),
        };
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        text.split_whitespace().map(|number| number.parse().unwrap()).collect()
    }
}
