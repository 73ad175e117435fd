//! The Deno on this machine: where it is, and whether it is recent enough. Knows nothing of runs.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{DenoError, Version};

/// The first that reports positions of the sources in all stacks; the flags that a run needs are older.
const MINIMUM: Version = Version::new(2, 6, 0);

/// A Deno that scripts can be run with.
#[derive(Debug, Clone)]
pub struct Deno {
    path: PathBuf,
    version: Version,
}

impl Deno {
    /// Finds Deno: the one that is asked for, else the one that `make setup` fetched, else one on the `PATH`.
    ///
    /// # Errors
    ///
    /// If there is none, or if the first that is found cannot be run or is too old.
    pub fn find(explicit: Option<&Path>) -> Result<Self, DenoError> {
        let path = match explicit {
            Some(path) => path.to_path_buf(),
            None => fetched().or_else(on_path).ok_or(DenoError::NotFound)?,
        };
        Self::at(path)
    }

    fn at(path: PathBuf) -> Result<Self, DenoError> {
        // Runs have another working folder.
        let path = std::path::absolute(&path).unwrap_or(path);
        let version = match ask_version(&path) {
            Ok(version) => version,
            Err(reason) => return Err(DenoError::Unusable { path, reason }),
        };
        if version < MINIMUM {
            return Err(DenoError::TooOld { path, version, minimum: MINIMUM });
        }
        Ok(Self { path, version })
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its version.
    pub fn version(&self) -> Version {
        self.version
    }
}

fn ask_version(path: &Path) -> Result<Version, String> {
    let output = Command::new(path)
        .arg("--version")
        .env_clear()
        .env("NO_COLOR", "1")
        .env("DENO_NO_UPDATE_CHECK", "1")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    Version::in_output(&text).ok_or_else(|| "it does not tell a version of Deno".to_owned())
}

/// The one that `make setup` put beside this program, or beside the folder of builds that it is in.
fn fetched() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let folder = program.parent()?;
    [folder.join("deno/deno"), folder.join("../deno/deno")].into_iter().find(|path| is_executable(path))
}

fn on_path() -> Option<PathBuf> {
    in_folders(&env::var_os("PATH")?)
}

fn in_folders(folders: &OsStr) -> Option<PathBuf> {
    env::split_paths(folders).map(|folder| folder.join("deno")).find(|path| is_executable(path))
}

fn is_executable(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};

    use super::{Deno, in_folders};

    /// A script in `folder` that prints `text` as its version.
    fn fake(folder: &Path, text: &str) -> PathBuf {
        let path = folder.join("deno");
        fs::write(&path, format!("#!/bin/sh\necho '{text}'\n")).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn refusal(path: &Path) -> String {
        Deno::find(Some(path)).unwrap_err().to_string()
    }

    #[test]
    fn refuses_what_is_no_deno_and_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let missing = refusal(&folder.path().join("missing"));
        assert!(missing.contains("missing is not a Deno that can be run (No such file"), "{missing}");
        assert!(missing.contains("CORAL_WASM_DENO"), "{missing}");
        let other = refusal(&fake(folder.path(), "v24.1.0"));
        assert!(other.contains("does not tell a version"), "{other}");
    }

    #[test]
    fn refuses_an_old_deno() {
        let folder = tempfile::tempdir().unwrap();
        let old = refusal(&fake(folder.path(), "deno 2.5.9 (stable, release, x86_64-unknown-linux-gnu)"));
        assert!(old.ends_with("is Deno 2.5.9, and 2.6.0 or later is needed: run `deno upgrade`"), "{old}");
    }

    #[test]
    fn finds_the_first_that_may_be_executed() {
        let [first, second] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        fs::write(first.path().join("deno"), "").unwrap();
        let path = fake(second.path(), "deno 2.9.6");
        let folders = std::env::join_paths([first.path(), second.path()]).unwrap();
        assert_eq!(in_folders(&folders), Some(path));
    }
}
