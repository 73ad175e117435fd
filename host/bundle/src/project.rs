//! A project: `coral.toml`, which says what a folder's scripts are called, take and ask for.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use coral_policy::Settings;
use semver::Version;
use serde::Deserialize;

use crate::{InvalidName, InvalidParameter, Name, Parameter, ScriptDescription};

/// What a project's file is called.
pub const PROJECT_FILE: &str = "coral.toml";

/// A folder's scripts, as its `coral.toml` declares them.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The file that says so.
    pub file: PathBuf,
    /// What a bundle of it is called.
    pub name: Name,
    /// Its version.
    pub version: Version,
    /// What it is for, in a sentence.
    pub description: Option<String>,
    /// Its scripts, by their names.
    pub scripts: BTreeMap<Name, ProjectScript>,
}

/// A script of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectScript {
    /// Its file: TypeScript, or a component that any toolchain made.
    pub path: PathBuf,
    /// What it says of itself.
    pub about: ScriptDescription,
}

/// Why there is no project.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The file cannot be read.
    #[error("{} could not be read: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no TOML, or says what no project has.
    #[error("{}: {}", file.display(), error.to_string().trim_end())]
    Invalid {
        /// The file.
        file: PathBuf,
        /// What is wrong, and where.
        error: Box<toml::de::Error>,
    },
    /// A name that no bundle or script can have.
    #[error("{}: {source}", file.display())]
    Name {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: InvalidName,
    },
    /// A parameter that contradicts itself.
    #[error("{}: in [scripts.{script}], {source}", file.display())]
    Parameter {
        /// The file.
        file: PathBuf,
        /// The script's name.
        script: Name,
        /// What is wrong.
        source: InvalidParameter,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectTable {
    name: String,
    version: Version,
    description: Option<String>,
    #[serde(default)]
    scripts: BTreeMap<String, ScriptTable>,
}

/// The fields of a [`ScriptDescription`] and `path`: flattened, serde would know neither the lines nor surplus fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ScriptTable {
    path: PathBuf,
    description: Option<String>,
    service: Option<String>,
    #[serde(default, with = "crate::description::every")]
    every: Option<Duration>,
    #[serde(default)]
    parameters: BTreeMap<String, Parameter>,
    #[serde(default)]
    policy: Settings,
}

impl Project {
    /// Reads a `coral.toml`.
    pub fn read(file: &Path) -> Result<Self, ProjectError> {
        let unreadable = |source| ProjectError::Unreadable { file: file.to_path_buf(), source };
        let text = fs::read_to_string(file).map_err(unreadable)?;
        let invalid =
            |error: toml::de::Error| ProjectError::Invalid { file: file.to_path_buf(), error: Box::new(error) };
        let table: ProjectTable = toml::from_str(&text).map_err(invalid)?;
        let name = |text: String| {
            Name::try_from(text).map_err(|source| ProjectError::Name { file: file.to_path_buf(), source })
        };
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut scripts = BTreeMap::new();
        for (script, table) in table.scripts {
            let script = name(script)?;
            for (parameter, declaration) in &table.parameters {
                declaration.validate(parameter).map_err(|source| ProjectError::Parameter {
                    file: file.to_path_buf(),
                    script: script.clone(),
                    source,
                })?;
            }
            let about = ScriptDescription {
                description: table.description,
                service: table.service,
                every: table.every,
                parameters: Some(table.parameters),
                policy: table.policy,
            };
            scripts.insert(script, ProjectScript { path: folder.join(table.path), about });
        }
        Ok(Self {
            file: file.to_path_buf(),
            name: name(table.name)?,
            version: table.version,
            description: table.description,
            scripts,
        })
    }

    /// The project that a script is in: the nearest `coral.toml` above it that lists it.
    pub fn of_script(script: &Path) -> Result<Option<Self>, ProjectError> {
        let absolute = std::path::absolute(script).unwrap_or_else(|_| script.to_path_buf());
        for folder in absolute.ancestors().skip(1) {
            let file = folder.join(PROJECT_FILE);
            if file.is_file() {
                let project = Self::read(&file)?;
                return Ok(project.script(&absolute).is_some().then_some(project));
            }
        }
        Ok(None)
    }

    /// A script of this project by its file.
    pub fn script(&self, path: &Path) -> Option<(&Name, &ProjectScript)> {
        let same = |one: &Path, other: &Path| match (one.canonicalize(), other.canonicalize()) {
            (Ok(one), Ok(other)) => one == other,
            _ => one == other,
        };
        self.scripts.iter().find(|(_, script)| same(&script.path, path))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a test fails by panicking")]

    use coral_policy::{Limit, Value};

    use super::*;

    fn read(text: &str) -> Result<Project, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(PROJECT_FILE);
        fs::write(&file, text).expect("written");
        let shown = format!("{}/", folder.path().display());
        Project::read(&file).map_err(|error| error.to_string().replace(&shown, ""))
    }

    #[test]
    fn a_project_says_what_its_scripts_take_and_ask_for() {
        let project = read(
            r#"
            name = "watch"
            version = "1.2.0"

            [scripts.latency]
            path = "latency.ts"
            description = "Watches."
            service = "payments"
            every = "5m"

            [scripts.latency.parameters]
            checks = { type = "integer", minimum = 1, default = 3 }

            [scripts.latency.policy]
            memory = "32MiB"
            timeout = "none"
            "#,
        )
        .expect("a project");
        let script = &project.scripts[&"latency".parse().expect("a name")];
        assert!(script.path.ends_with("latency.ts"));
        assert_eq!(script.about.every, Some(Duration::from_secs(300)));
        assert_eq!(script.about.policy.get(Limit::Memory), Some(&Value::Bytes(Some(32 << 20))));
        assert_eq!(script.about.policy.get(Limit::Timeout), Some(&Value::Time(None)));
        assert!(script.about.parameters.as_ref().is_some_and(|parameters| parameters.contains_key("checks")));
    }

    #[test]
    fn mistakes_are_told_with_their_places() {
        insta::assert_snapshot!(read("name = \"x\"\nversion = \"1\"\n").expect_err("no version"), @r#"
        coral.toml: TOML parse error at line 2, column 11
          |
        2 | version = "1"
          |           ^^^
        unexpected end of input while parsing major version number
        "#);
        insta::assert_snapshot!(
            read("name = \"x\"\nversion = \"1.0.0\"\n[scripts.a]\npath = \"a.ts\"\nevry = \"5m\"\n").expect_err("a slip"), @r#"
        coral.toml: TOML parse error at line 5, column 1
          |
        5 | evry = "5m"
          | ^^^^
        unknown field `evry`, expected one of `path`, `description`, `service`, `every`, `parameters`, `policy`
        "#);
        insta::assert_snapshot!(
            read("name = \"x\"\nversion = \"1.0.0\"\n[scripts.\"../a\"]\npath = \"a.ts\"\n").expect_err("a path"), @r#"coral.toml: "../a" is no name: write 1 to 64 letters (A to Z), digits and -_., and begin with a letter or a digit"#);
        insta::assert_snapshot!(
            read("name = \"x\"\nversion = \"1.0.0\"\n[scripts.a]\npath = \"a.ts\"\nparameters.n = { type = \"integer\", minimum = 3, default = 1 }\n")
                .expect_err("a default out of its range"), @r#"coral.toml: in [scripts.a], the parameter "n" has the default 1: it must be 3 or more"#);
    }
}
