//! `coral-wasm new`: a script to begin with, declared in `coral.toml`, and the SDK beside it.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::ValueEnum;
use coral_bundle::{Name, PROJECT_FILE};

use crate::arguments::NewArguments;
use crate::failure::Failure;
use crate::templates::Template;
use crate::verbs::types;

/// Writes the script, its declaration and the SDK. Nothing that is there already is changed, but for `coral.toml`, which
/// gets the declaration at its end.
pub fn run(arguments: &NewArguments) -> Result<u8, Failure> {
    let (Some(template), Some(name)) = (arguments.template, &arguments.name) else {
        list();
        return Ok(0);
    };
    // A file in the current folder is called by its name alone.
    let folder = arguments.dir.strip_prefix(".").unwrap_or(&arguments.dir);
    fs::create_dir_all(folder).with_context(|| format!("could not make the folder {}", folder.display()))?;
    let project = ProjectFile::read(folder)?;
    let addition = project.addition(template, name)?;

    let script = folder.join(format!("{name}.ts"));
    match OpenOptions::new().write(true).create_new(true).open(&script) {
        Ok(mut file) => file.write_all(template.script().as_bytes()).with_context(|| unwritten(&script))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(anyhow!("{} is there already: choose another name", script.display()).into());
        }
        Err(error) => return Err(anyhow::Error::new(error).context(unwritten(&script)).into()),
    }
    project.append(&addition)?;
    let missing = types::write_sdk(folder)?;

    let mut stdout = std::io::stdout();
    let kind = template.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let script = script.display();
    let _ = writeln!(stdout, "{script}: a {kind}, declared in {}", project.path.display());
    if let Some(missing) = missing {
        let _ = writeln!(stdout, "note: {missing}");
    }
    let _ = writeln!(stdout, "try: coral-wasm run {script}, and coral-wasm check {script}");
    Ok(0)
}

fn list() {
    for template in Template::value_variants() {
        if let Some(value) = template.to_possible_value() {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(std::io::stdout(), "{:9}{help}", value.get_name());
        }
    }
}

/// A folder's `coral.toml`, which may not be there yet.
struct ProjectFile {
    path: PathBuf,
    text: Option<String>,
    /// What a project in this folder is called, if it must be made.
    name: Name,
}

impl ProjectFile {
    fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(PROJECT_FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                return Err(anyhow::Error::new(error).context(format!("could not read {}", path.display())).into());
            }
        };
        Ok(Self { path, text, name: project_name(folder)? })
    }

    /// What is to be written behind what is there.
    fn addition(&self, template: Template, name: &Name) -> Result<String, Failure> {
        let declaration = template.declaration(name);
        let Some(text) = &self.text else {
            return Ok(format!("name = \"{}\"\nversion = \"0.1.0\"\n\n{declaration}", self.name));
        };
        let here = self.path.display();
        let table: toml::Table = text.parse().map_err(|error| anyhow!("{here}: {error}: mend it first"))?;
        if table.get("scripts").and_then(|scripts| scripts.get(name.as_str())).is_some() {
            return Err(anyhow!("{here} has a script {name} already: choose another name").into());
        }
        let line_end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let addition = format!("{line_end}\n{declaration}");
        // Where `scripts` is written in one line, TOML lets nothing be added to it behind.
        match format!("{text}{addition}").parse::<toml::Table>() {
            Ok(_) => Ok(addition),
            Err(_) => Err(anyhow!(
                "{here} has its scripts in a form that nothing can be added to: write each as a table [scripts.NAME]"
            )
            .into()),
        }
    }

    /// Adds to what is there, and never changes that.
    fn append(&self, addition: &str) -> Result<(), Failure> {
        let mut options = OpenOptions::new();
        if self.text.is_some() {
            options.append(true)
        } else {
            options.write(true).create_new(true)
        };
        let mut file = options.open(&self.path).with_context(|| unwritten(&self.path))?;
        file.write_all(addition.as_bytes()).with_context(|| unwritten(&self.path))?;
        Ok(())
    }
}

/// What a new project is called: as its folder, if that is a name.
fn project_name(folder: &Path) -> Result<Name, Failure> {
    let called =
        Path::new(".").join(folder).canonicalize().ok().and_then(|path| path.file_name()?.to_str()?.parse().ok());
    match called {
        Some(name) => Ok(name),
        None => Ok("scripts".parse::<Name>().map_err(anyhow::Error::from)?),
    }
}

fn unwritten(path: &Path) -> String {
    format!("could not write {}", path.display())
}
