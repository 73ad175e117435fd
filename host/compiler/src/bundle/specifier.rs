//! What an import specifier leads to: the policy of what a script may import. Knows neither the bundler nor how a
//! module is read.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::provided::{Found, ProvidedModules};
use super::root::MARKERS;
use super::source_file::Language;

/// What a specifier leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A file below the root: its path, absolute and without symbolic links.
    File(PathBuf),
    /// The virtual module with this id.
    Virtual(String),
    /// A module that stays outside of the bundle, under this name.
    External(String),
}

/// Why a specifier leads nowhere, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub message: String,
    pub hint: String,
}

impl Refusal {
    fn new<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Self> {
        Err(Self { message: message.into(), hint: hint.into() })
    }
}

/// What `specifier` means in a file of the folder `folder`, in a project with the root `root`.
pub fn resolve(specifier: &str, folder: &Path, root: &Path, modules: &ProvidedModules) -> Result<Target, Refusal> {
    match modules.find(specifier) {
        Found::Package(id) => return Ok(Target::Virtual(id)),
        Found::External(name) => return Ok(Target::External(name)),
        Found::Mismatch { wanted, provided } => {
            return Refusal::new(
                format!("cannot import \"{wanted}\": it is not what is provided"),
                format!("provided: {provided}"),
            );
        }
        Found::Nothing => {}
    }
    let is_path =
        ["./", "../", "/"].iter().any(|start| specifier.starts_with(start)) || matches!(specifier, "." | "..");
    if is_path { file(specifier, folder, root).map(Target::File) } else { refuse(specifier, modules) }
}

fn refuse(specifier: &str, modules: &ProvidedModules) -> Result<Target, Refusal> {
    let packages = modules.packages().collect::<Vec<_>>().join(", ");
    let provided = if packages.is_empty() { "no package is provided".into() } else { format!("provided: {packages}") };
    let cannot = format!("cannot import \"{specifier}\"");
    match specifier.split_once(':').map(|(scheme, _)| scheme) {
        Some("http" | "https") => Refusal::new(
            format!("{cannot}: a script is built without the network"),
            "save the module beside the script and import that file",
        ),
        Some("npm") => Refusal::new(
            format!("{cannot}: packages from npm are not available"),
            format!("copy what you need into a file beside the script; {provided}"),
        ),
        Some("node" | "bun" | "deno") => Refusal::new(
            format!("{cannot}: the modules of a JavaScript runtime are not available"),
            format!("files, processes and sockets are out of a script's reach; {provided}"),
        ),
        Some("jsr") => Refusal::new(format!("{cannot}: packages from JSR are not available"), provided),
        Some("file") => {
            Refusal::new(format!("{cannot}: file URLs are not supported"), "import a path, such as \"./lib.ts\"")
        }
        Some("data" | "blob") => Refusal::new(
            format!("cannot import a {} URL", specifier.split(':').next().unwrap_or_default()),
            "write the module to a file beside the script and import that",
        ),
        Some("coral") => Refusal::new(format!("{cannot}: the engine's modules are not open to scripts"), provided),
        Some(scheme) => Refusal::new(format!("{cannot}: \"{scheme}:\" is not a known scheme"), provided),
        None if specifier.is_empty() => Refusal::new("cannot import an empty specifier", provided),
        None => Refusal::new(
            format!("{cannot}: packages are not available"),
            format!("a file starts with \"./\", as in \"./{}\"; {provided}", with_extension(specifier)),
        ),
    }
}

fn with_extension(specifier: &str) -> String {
    let is_known = Language::of(Path::new(specifier)).is_some();
    if is_known { specifier.to_owned() } else { format!("{specifier}.ts") }
}

fn file(specifier: &str, folder: &Path, root: &Path) -> Result<PathBuf, Refusal> {
    let path = folder.join(specifier);
    let outside = || {
        Refusal::new(
            format!("cannot import \"{specifier}\": it is outside of the project"),
            format!(
                "the project is the nearest folder above the script with one of {}, or else the script's own",
                MARKERS.join(", ")
            ),
        )
    };
    let found = match fs::canonicalize(&path) {
        Ok(found) if !found.starts_with(root) => return outside(),
        Ok(found) => found,
        // What is outside must not even be told apart by whether it exists.
        Err(_) if !lexically_normal(&path).starts_with(root) => return outside(),
        Err(_) => {
            let hint = suggestion(specifier, folder)
                .unwrap_or("check the spelling; the path is relative to this file and needs its extension".into());
            return Refusal::new(format!("could not resolve \"{specifier}\""), hint);
        }
    };
    if found.is_dir() {
        let hint = suggestion(&format!("{}/mod", specifier.trim_end_matches('/')), folder);
        return Refusal::new(
            format!("cannot import \"{specifier}\": it is a folder"),
            hint.unwrap_or("import a file in it".into()),
        );
    }
    if Language::of(&found).is_some() {
        return Ok(found);
    }
    let hint = match found.extension().and_then(|extension| extension.to_str()) {
        Some("tsx" | "jsx") => "JSX is not supported: write the module without it",
        Some("cjs" | "cts") => "CommonJS is not supported: write the module with import and export",
        Some("wasm") => "WebAssembly is not available inside of a script",
        _ => "for other data, export it from a .ts file",
    };
    let message = format!("cannot import \"{specifier}\": only .ts, .mts, .js, .mjs and .json files can be imported");
    Refusal::new(message, hint)
}

/// The file that was meant, most likely: with the extension that is missing, or in place of that of its compiled form.
fn suggestion(specifier: &str, folder: &Path) -> Option<String> {
    let stems = [specifier, specifier.trim_end_matches(".js"), specifier.trim_end_matches(".mjs")];
    let mut meant = stems.iter().flat_map(|stem| ["ts", "mts", "js", "mjs", "json"].map(|end| format!("{stem}.{end}")));
    meant.find(|meant| folder.join(meant).is_file()).map(|meant| format!("did you mean \"{meant}\"?"))
}

fn lexically_normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}
