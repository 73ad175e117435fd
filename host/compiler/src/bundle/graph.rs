//! The modules of one bundle while it is built: their texts, and what was found wrong with them. Knows nothing of the
//! bundler.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::source_file::{Language, SourceFile};
use super::syntax::{Problem, Syntax};
use super::{meta, root};
use crate::{Diagnostic, Provenance};

/// The files that were read so far.
#[derive(Debug)]
pub struct Graph {
    root: PathBuf,
    files: BTreeMap<String, Module>,
    /// Files that are imported and are not there.
    missing: Vec<PathBuf>,
    size: u64,
    diagnostics: Vec<Diagnostic>,
}

/// The same, for all that work on one script.
#[derive(Debug, Clone)]
pub struct SharedGraph(Arc<Mutex<Graph>>);

impl SharedGraph {
    /// Shares it.
    pub fn new(graph: Graph) -> Self {
        Self(Arc::new(Mutex::new(graph)))
    }

    /// The files that were read so far.
    pub fn lock(&self) -> MutexGuard<'_, Graph> {
        // A hook that panicked leaves a graph that is at worst incomplete.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct Module {
    text: String,
    path: PathBuf,
    sum: String,
    specifiers: HashMap<String, Range<usize>>,
    imports: HashMap<String, Import>,
    static_imports: Vec<String>,
    has_star: bool,
    namespaces: HashSet<String>,
    metas: Vec<Range<usize>>,
    is_sound: bool,
}

/// The file that a specifier leads to.
#[derive(Debug)]
struct Import {
    id: String,
    /// Whether it is loaded before the file that says the specifier, and not by a call of `import()` alone.
    is_static: bool,
}

impl Graph {
    /// One that holds nothing yet.
    pub fn new(root: PathBuf) -> Self {
        Self { root, files: BTreeMap::new(), missing: Vec::new(), size: 0, diagnostics: Vec::new() }
    }

    /// The folder that every file lies in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How many bytes were read.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a file, and returns its id; none if the bundler cannot have it.
    pub fn add(&mut self, file: SourceFile, language: Language) -> Option<String> {
        let syntax = Syntax::of(&file.text, language);
        self.size += file.size;
        let module = Module {
            text: file.text,
            path: file.path,
            sum: file.sum,
            specifiers: syntax.specifiers,
            imports: HashMap::new(),
            static_imports: syntax.imports,
            has_star: syntax.has_star,
            namespaces: syntax.namespaces,
            metas: syntax.metas,
            is_sound: syntax.is_sound,
        };
        self.files.insert(file.id.clone(), module);
        for Problem { span, message, hint } in syntax.problems {
            self.report(&file.id, span, Diagnostic { hint: hint.map(String::from), ..Diagnostic::new(message) });
        }
        syntax.is_sound.then_some(file.id)
    }

    /// Whether the file was read before, and if so, whether the bundler can have it.
    pub fn state(&self, id: &str) -> Option<bool> {
        self.files.get(id).map(|module| module.is_sound)
    }

    /// The text of a file.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.files.get(id).map(|module| module.text.as_str())
    }

    /// The text of a file as the bundler gets it.
    pub fn code(&self, id: &str) -> Option<String> {
        let module = self.files.get(id)?;
        Some(if module.metas.is_empty() {
            module.text.clone()
        } else {
            meta::with_own(&module.text, id, &module.metas)
        })
    }

    /// Whether a file says `import.meta`.
    pub fn has_meta(&self, id: &str) -> bool {
        self.files.get(id).is_some_and(|module| !module.metas.is_empty())
    }

    /// Where a specifier stands in a file; none if the file does not say it.
    pub fn specifier(&self, id: &str, specifier: &str) -> Option<Range<usize>> {
        self.files.get(id)?.specifiers.get(specifier).cloned()
    }

    /// Remembers which file a specifier leads to.
    pub fn link(&mut self, importer: &str, specifier: &str, id: &str, is_static: bool) {
        if let Some(module) = self.files.get_mut(importer) {
            let import = Import { id: id.to_owned(), is_static };
            module.imports.entry(specifier.to_owned()).or_insert(import).is_static |= is_static;
        }
    }

    /// The file that a specifier leads to; none if it leads to no file.
    pub fn imported(&self, importer: &str, specifier: &str) -> Option<&str> {
        self.files.get(importer)?.imports.get(specifier).map(|import| import.id.as_str())
    }

    /// The files that a file imports, as they stand in its text.
    pub fn imports(&self, id: &str) -> Vec<&str> {
        let Some(module) = self.files.get(id) else { return Vec::new() };
        let place = |specifier: &str| module.specifiers.get(specifier).map(|span| span.start);
        let imports = module.imports.iter().map(|(specifier, import)| (place(specifier), import.id.as_str()));
        let mut imports: Vec<_> = imports.collect();
        imports.sort_unstable();
        imports.into_iter().map(|(_, id)| id).collect()
    }

    /// The files that are evaluated before a file which says `export *`, in order; none for any other file.
    pub fn imports_with_star(&self, id: &str) -> Vec<&str> {
        let Some(module) = self.files.get(id).filter(|module| module.has_star) else { return Vec::new() };
        let imports = module.static_imports.iter().filter_map(|specifier| module.imports.get(specifier));
        imports.filter(|import| import.is_static).map(|import| import.id.as_str()).collect()
    }

    /// Every file that was read.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// What a file is called, relative to the root.
    pub fn name(&self, id: &str) -> String {
        root::relative(&self.root, Path::new(id)).unwrap_or_else(|| id.to_owned())
    }

    /// Whether a file imports a specifier as a namespace that it uses as a value.
    pub fn is_namespace(&self, id: &str, specifier: &str) -> bool {
        self.files.get(id).is_some_and(|module| module.namespaces.contains(specifier))
    }

    /// Adds what is wrong at `span` of a file.
    pub fn report(&mut self, id: &str, span: Range<usize>, found: Diagnostic) {
        let found = match self.files.get(id) {
            Some(module) => found.at(self.shown(&module.path), &module.text, span),
            None => found,
        };
        self.diagnostics.push(found);
    }

    /// How a file is called in messages: relative to the current folder if it is below it, so that it can be opened
    /// from there, or else to the root.
    pub fn shown(&self, path: &Path) -> String {
        std::env::current_dir()
            .ok()
            .and_then(|folder| root::relative(&folder, path))
            .or_else(|| root::relative(&self.root, path))
            .unwrap_or_else(|| path.display().to_string())
    }

    /// Remembers a file that is imported and is not there.
    pub fn expect(&mut self, path: PathBuf) {
        self.missing.push(path);
    }

    /// Every file that was read, or would have been.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files.values().map(|module| &module.path).chain(&self.missing).cloned().collect()
    }

    /// What was read and how it was found, for the script whose own file is `entry`.
    pub fn provenance(&self, entry: &str) -> Provenance {
        let mut files: Vec<_> = self.files.values().map(|module| (module.path.clone(), module.sum.clone())).collect();
        files.sort_by_key(|(path, _)| path.as_os_str() != entry);
        let imports = self.files.values().flat_map(|module| {
            let folder = module.path.parent().unwrap_or(Path::new(""));
            module.imports.iter().map(move |(specifier, import)| (folder.join(specifier), PathBuf::from(&import.id)))
        });
        Provenance { root: self.root.clone(), files, imports: imports.collect() }
    }

    /// What was found wrong, in the order of the files and lines.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.diagnostics)
    }
}
