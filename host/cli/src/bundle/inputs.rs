//! Which scripts go into a bundle, and what it is called: out of a `coral.toml`, a folder or a list of files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use coral_bundle::{Name, PROJECT_FILE, Project, ProjectScript};
use semver::Version;

use crate::arguments::BundleArguments;
use crate::failure::Failure;
use crate::script::component;
use crate::script::source;

/// What a script's file may end in.
const SOURCES: [&str; 4] = ["ts", "mts", "js", "mjs"];
const COMPONENT: &str = "wasm";

/// What goes into a bundle.
pub struct BundleInputs {
    pub name: Name,
    pub version: Version,
    pub description: Option<String>,
    pub scripts: BTreeMap<Name, ProjectScript>,
}

impl BundleInputs {
    /// Looks at what a command was given.
    pub fn find(arguments: &BundleArguments) -> Result<Self, Failure> {
        let project = match arguments.inputs.as_slice() {
            [only] => project_of(only)?,
            _ => None,
        };
        let mut inputs = match project {
            Some(project) => Self::of_project(project),
            None => Self::of_files(arguments)?,
        };
        if let Some(name) = &arguments.name {
            inputs.name = name.clone();
        }
        if let Some(version) = &arguments.bundle_version {
            inputs.version = version.clone();
        }
        if inputs.scripts.is_empty() {
            return Err(Failure::usage(
                "there are no scripts to bundle: name files, or list them in coral.toml ([scripts.NAME], path = …)",
            ));
        }
        Ok(inputs)
    }

    fn of_project(project: Project) -> Self {
        let Project { name, version, description, scripts, .. } = project;
        Self { name, version, description, scripts }
    }

    fn of_files(arguments: &BundleArguments) -> Result<Self, Failure> {
        let mut scripts: BTreeMap<Name, ProjectScript> = BTreeMap::new();
        for path in files(&arguments.inputs)? {
            let (name, about) = match is_component(&path) {
                true => {
                    let bytes = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
                    component::describe(&path, &bytes)?
                }
                false => source::describe(&path)?,
            };
            let name: Name = name.parse().map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
            let double = scripts.insert(name.clone(), ProjectScript { path: path.clone(), about });
            if let Some(double) = double {
                return Err(Failure::usage(format!(
                    "{} and {} would both be called {name}: give them names in a coral.toml",
                    double.path.display(),
                    path.display()
                )));
            }
        }
        let name = match &arguments.name {
            Some(name) => name.clone(),
            None => name_of(arguments)?,
        };
        Ok(Self { name, version: Version::new(0, 0, 0), description: None, scripts })
    }
}

/// The project that an input is, if it is one: a `coral.toml`, or a folder with one.
fn project_of(input: &Path) -> Result<Option<Project>, Failure> {
    let file = if input.is_dir() { input.join(PROJECT_FILE) } else { input.to_path_buf() };
    let is_project = file.file_name().is_some_and(|name| name == PROJECT_FILE) && file.exists();
    Ok(is_project.then(|| Project::read(&file)).transpose().map_err(anyhow::Error::from)?)
}

/// The files that are meant, where folders stand for every script in them, in the order of their names.
fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            files.push(input.clone());
            continue;
        }
        let listing = fs::read_dir(input).with_context(|| format!("could not list {}", input.display()))?;
        let mut found = Vec::new();
        for entry in listing {
            let path = entry.with_context(|| format!("could not list {}", input.display()))?.path();
            if path.is_file() && is_script(&path) {
                found.push(path);
            }
        }
        found.sort();
        files.extend(found);
    }
    Ok(files)
}

/// Whether a file is a component, and not a source, by its name.
pub fn is_component(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == COMPONENT)
}

/// Whether a file in a folder is meant: a component or a source, except declarations and tests.
fn is_script(path: &Path) -> bool {
    let (Some(stem), Some(extension)) = (path.file_stem(), path.extension()) else { return false };
    let stem = stem.to_string_lossy();
    let is_source = SOURCES.iter().any(|source| extension == *source) && !stem.ends_with(".d");
    (is_source || is_component(path)) && !stem.ends_with(".test") && !stem.ends_with("_test")
}

/// A name for a bundle without a project: its file's, or that of its one folder or script.
fn name_of(arguments: &BundleArguments) -> Result<Name, Failure> {
    let path = match (&arguments.out, arguments.inputs.as_slice()) {
        (Some(out), _) => Some(out.clone()),
        (None, [only]) => fs::canonicalize(only).ok(),
        _ => None,
    };
    let name = path.as_deref().and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| Failure::usage("the bundle needs a name: say it with --name"))?;
    name.parse().map_err(|error| Failure::usage(format!("the bundle needs a name, --name: {error}")))
}
