//! `coral-wasm demo init`: the sample database.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::failure::Failure;

/// The file that `run` looks for by default, in the folder that `init` makes by default.
const DATABASE: &str = "agent.db";

/// Makes the sample database.
pub fn run(directory: &Path) -> Result<u8, Failure> {
    std::fs::create_dir_all(directory).with_context(|| format!("could not make the folder {}", directory.display()))?;
    let path = directory.join(DATABASE);
    coral_telemetry::create_sample(&path).map_err(anyhow::Error::from)?;
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "{}: the sample database, its rows always minutes old", path.display());
    let _ =
        writeln!(stdout, "try: coral-wasm run scripts/high-latency-alert.ts --db {} --param checks=1", path.display());
    Ok(0)
}
