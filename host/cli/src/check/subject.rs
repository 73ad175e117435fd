//! Which scripts are checked: those that are named, and those of the projects and folders that are. It must not know what
//! they are checked for.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use coral_bundle::{Name, PROJECT_FILE, Project};

use super::Finding;
use super::declaration::unreadable;
use crate::failure::Failure;

/// What a script's file ends with, except for declarations of types.
const EXTENSIONS: [&str; 4] = ["ts", "mts", "js", "mjs"];

/// A script that is checked.
pub struct Subject {
    /// Its file.
    pub path: PathBuf,
    /// The project that declares it, and under which name.
    pub declared: Option<(Arc<Project>, Name)>,
}

/// The scripts that these paths stand for, each once; and what is wrong with the projects among them.
pub fn subjects(paths: &[PathBuf]) -> Result<(Vec<Subject>, Vec<Finding>), Failure> {
    let mut found = Found::default();
    for path in paths {
        if path.is_dir() {
            let project = path.join(PROJECT_FILE);
            if project.is_file() { found.add_project(&project) } else { found.add_folder(path)? }
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.add_project(path);
        } else {
            found.add_script(path);
        }
    }
    Ok((found.subjects, found.findings))
}

#[derive(Default)]
struct Found {
    subjects: Vec<Subject>,
    findings: Vec<Finding>,
    seen: HashSet<(PathBuf, Option<Name>)>,
}

impl Found {
    fn add_project(&mut self, file: &Path) {
        match Project::read(file) {
            Ok(project) => {
                let project = Arc::new(project);
                for (name, script) in &project.scripts {
                    self.add(plain(&script.path), Some((Arc::clone(&project), name.clone())));
                }
            }
            Err(error) => self.findings.push(unreadable(&error)),
        }
    }

    fn add_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let unreadable = || format!("could not read the folder {}", folder.display());
        let mut scripts = Vec::new();
        for entry in fs::read_dir(folder).with_context(unreadable)? {
            let path = entry.with_context(unreadable)?.path();
            let is_script = path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|one| extension == *one));
            if is_script && path.is_file() && !path.to_string_lossy().contains(".d.") {
                scripts.push(path);
            }
        }
        if scripts.is_empty() {
            let here = folder.display();
            return Err(Failure::usage(format!("{here} has neither a {PROJECT_FILE} nor scripts: name a script")));
        }
        scripts.sort();
        scripts.iter().for_each(|script| self.add_script(script));
        Ok(())
    }

    fn add_script(&mut self, path: &Path) {
        match Project::of_script(path) {
            Ok(project) => {
                let declared = project.and_then(|project| {
                    let name = project.script(path)?.0.clone();
                    Some((Arc::new(project), name))
                });
                self.add(plain(path), declared);
            }
            Err(error) => {
                let finding = unreadable(&error);
                if !self.findings.contains(&finding) {
                    self.findings.push(finding);
                }
            }
        }
    }

    fn add(&mut self, path: PathBuf, declared: Option<(Arc<Project>, Name)>) {
        let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
        // Two scripts of a project may have one file.
        let name = declared.as_ref().map(|(_, name)| name.clone());
        if self.seen.insert((identity, name)) {
            self.subjects.push(Subject { path, declared });
        }
    }
}

/// A path without a `./` that nobody wrote.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}
