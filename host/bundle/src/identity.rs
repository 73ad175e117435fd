//! Whether a bundle is the one that was meant: by its file's name, or by a name and version that are asked for.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use semver::Version;

use crate::{Bundle, Name};

/// What bundles' files end with.
pub const EXTENSION: &str = "coralbundle";

/// The bundle that is meant: `NAME` or `NAME@VERSION`, which is the oldest that will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// What it is called.
    pub name: Name,
    /// The oldest version that will do.
    pub at_least: Option<Version>,
}

/// Another bundle than was meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The file is called otherwise than what it holds.
    #[error(
        "{}: the file was renamed, it holds the bundle {name} {version}: call it {name}.{EXTENSION} or \
         {name}-{version}.{EXTENSION}, or run with --expect {name}",
        path.display()
    )]
    Renamed {
        /// The file.
        path: PathBuf,
        /// The bundle's name.
        name: Name,
        /// Its version.
        version: Version,
    },
    /// Another one was asked for.
    #[error("{}: it holds the bundle {name} {version}, and --expect asks for {expected}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// The bundle's name.
        name: Name,
        /// Its version.
        version: Version,
        /// What was asked for.
        expected: String,
    },
}

impl FromStr for Expectation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        let version = version.map(|version| {
            version.parse().map_err(|error| format!("{version:?} is no version such as 1.2.0: {error}"))
        });
        Ok(Self {
            name: name.parse().map_err(|error: crate::InvalidName| error.to_string())?,
            at_least: version.transpose()?,
        })
    }
}

/// Whether the bundle is the one that is expected. Without an expectation its file's name says which one that is: the bundle's
/// name, with its version behind it at most.
pub fn check_identity(bundle: &Bundle, file: &Path, expected: Option<&Expectation>) -> Result<(), IdentityError> {
    let (name, version) = (bundle.manifest().name.clone(), bundle.manifest().version.clone());
    let path = file.to_owned();
    let Some(expected) = expected else {
        let called = file.file_name().unwrap_or_default().to_string_lossy();
        let names = [format!("{name}.{EXTENSION}"), format!("{name}-{version}.{EXTENSION}")];
        return if names.contains(&called.into_owned()) {
            Ok(())
        } else {
            Err(IdentityError::Renamed { path, name, version })
        };
    };
    let is_older = |oldest: &Version| version.cmp_precedence(oldest).is_lt();
    if name == expected.name && !expected.at_least.as_ref().is_some_and(is_older) {
        return Ok(());
    }
    let oldest = expected.at_least.as_ref().map(|version| format!(" {version} or newer"));
    let expected = format!("{}{}", expected.name, oldest.unwrap_or_default());
    Err(IdentityError::Other { path, name, version, expected })
}
