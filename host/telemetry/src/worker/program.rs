//! Which program is a worker, and how it is started; must not know what it is told.

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Stdio;

use tokio::process::{Child, Command};

/// Set in a worker's environment: a program that is no worker but was named as one must not start others.
const MARK: &str = "CORAL_SQL_WORKER";

/// Where the loader finds libraries: a worker needs the same ones as this program.
const LIBRARIES: &str = "LD_LIBRARY_PATH";

/// A program that calls [`answer_questions`](crate::answer_questions) when it is started with some arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerProgram {
    /// The program.
    pub path: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
}

impl Default for WorkerProgram {
    /// This program itself, started again as `sql-worker`.
    fn default() -> Self {
        Self { path: "/proc/self/exe".into(), arguments: vec!["sql-worker".into()] }
    }
}

impl WorkerProgram {
    /// Starts it, with an empty environment and without any files of this process but one end of a socket as its standard
    /// input. The other end is returned. Dropping the child kills it.
    pub(super) fn start(&self) -> io::Result<(Child, UnixStream)> {
        if std::env::var_os(MARK).is_some() {
            return Err(io::Error::other("a worker starts no further workers"));
        }
        let (ours, theirs) = UnixStream::pair()?;
        let mut command = Command::new(&self.path);
        command
            .args(&self.arguments)
            .env_clear()
            .env(MARK, "1")
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A signal of the terminal is for the host, which ends its workers when it ends.
            .process_group(0)
            .kill_on_drop(true);
        if let Some(libraries) = std::env::var_os(LIBRARIES) {
            command.env(LIBRARIES, libraries);
        }
        Ok((command.spawn()?, ours))
    }
}
