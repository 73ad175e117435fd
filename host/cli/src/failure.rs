//! Why a verb failed, as a person reads it: one line for each cause, and an exit code.

use std::fmt;
use std::io::Write;

/// A failed verb.
#[derive(Debug)]
pub struct Failure {
    error: anyhow::Error,
    /// Whether the error prints itself in several lines and brings its own "error:".
    is_rendered: bool,
    exit_code: u8,
}

impl Failure {
    /// Wrong usage, which clap could not see: exit code 2.
    pub fn usage(text: impl fmt::Display) -> Self {
        Self { error: anyhow::anyhow!("{text}"), is_rendered: false, exit_code: 2 }
    }

    /// An error that an exit code of its own tells of.
    pub fn with_exit_code(text: impl fmt::Display, exit_code: u8) -> Self {
        Self { error: anyhow::anyhow!("{text}"), is_rendered: false, exit_code }
    }

    /// An error that is already laid out for a terminal, such as one with a code frame.
    #[cfg_attr(not(feature = "compiler"), expect(dead_code, reason = "only compilers lay errors out"))]
    pub fn rendered(text: impl fmt::Display) -> Self {
        Self { error: anyhow::anyhow!("{text}"), is_rendered: true, exit_code: 1 }
    }

    /// The exit code of the process.
    pub fn exit_code(&self) -> u8 {
        self.exit_code
    }

    /// Prints the error and its causes to standard error.
    pub fn print(&self) {
        let text = self.to_string();
        // With standard error closed there is no one to tell.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_rendered {
            return write!(formatter, "{}", self.error);
        }
        write!(formatter, "error: {}", self.error)?;
        for cause in self.error.chain().skip(1) {
            write!(formatter, "\n  caused by: {cause}")?;
        }
        Ok(())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self { error, is_rendered: false, exit_code: 1 }
    }
}
