//! Where events go as JSON lines: standard output or a file.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use coral_contract::Event;

use crate::json_text::printable_json;

/// Takes events, one line each.
pub enum EventSink {
    /// Standard output, which the script's console shares.
    Stdout,
    /// A file, and its name for errors.
    File(File, PathBuf),
}

impl EventSink {
    /// Opens a sink: `stdout`, or a file that is appended to.
    pub fn open(target: &Path) -> anyhow::Result<Self> {
        if target == Path::new("stdout") {
            return Ok(Self::Stdout);
        }
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(target)
            .with_context(|| format!("could not open {} for events (--emit-to)", target.display()))?;
        Ok(Self::File(file, target.to_owned()))
    }

    /// Writes one event; a line is written whole or not at all where the file is shared.
    pub fn write(&mut self, event: &Event) -> io::Result<()> {
        let line = printable_json(&serde_json::to_string(event)?).into_owned() + "\n";
        match self {
            Self::Stdout => io::stdout().write_all(line.as_bytes()),
            Self::File(file, path) => file
                .write_all(line.as_bytes())
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
        }
    }
}
