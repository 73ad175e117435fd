//! Scripts that go into one bundle: files that several of them are made of become modules of their own, once for all. Knows
//! neither the engine that runs them nor how they are kept.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use coral_source::{SCRIPT_MODULE, file_module};

use super::graph::Graph;
use super::policy::Policy;
use super::{BundleError, ProvidedModules, Rejection, Whole, bundle_whole, generate};
use crate::source_map::Columns;

/// A script of more files than this stays one module: the engine loads modules by recursion.
const MAX_MODULES: usize = 500;

/// A script as ES modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundledScript {
    /// Its modules, each behind those that it imports unless they import each other; the last is the script's own.
    pub modules: Vec<Arc<BundledModule>>,
    /// The folder that every file of the script lies in.
    pub root: PathBuf,
    /// Every file that was read, or would have been if it were there.
    pub inputs: Vec<PathBuf>,
}

/// An ES module of a script.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BundledModule {
    /// What other modules of the script import it by.
    pub name: String,
    /// Its imports name provided modules, other modules of the script, and nothing else.
    pub code: String,
    /// Its source map, as that of a [`super::Bundle`].
    pub source_map: String,
}

/// Bundles scripts as [`super::bundle`] does, but so that what they share is there once.
///
/// A script that shares no file is one module. One that does is a module for each of its files, which then run in the order
/// that JavaScript has for modules.
///
/// # Errors
///
/// If a script cannot be read, or with the mistakes in all of them.
pub fn bundle_together<'a>(
    entries: &'a [PathBuf],
    modules: &'a ProvidedModules,
    columns: Columns,
) -> BundlingTogether<'a> {
    Box::pin(bundle_together_now(entries, modules, columns))
}

/// Bundles on their way.
pub type BundlingTogether<'a> = Pin<Box<dyn Future<Output = Result<Vec<BundledScript>, BundleError>> + Send + 'a>>;

async fn bundle_together_now(
    entries: &[PathBuf],
    modules: &ProvidedModules,
    columns: Columns,
) -> Result<Vec<BundledScript>, BundleError> {
    let mut wholes = Vec::new();
    let mut rejections = Vec::new();
    for entry in entries {
        match bundle_whole(entry, modules, columns).await {
            Ok(whole) => wholes.push(whole),
            Err(BundleError::Rejected(rejection)) => rejections.push(rejection),
            Err(error) => return Err(error),
        }
    }
    if !rejections.is_empty() {
        return Err(BundleError::Rejected(Rejection::of_all(rejections)));
    }
    let shared = shared_files(&wholes);
    let mut files = Files { modules, columns, bundled: HashMap::new() };
    let mut scripts = Vec::new();
    for whole in wholes {
        let ids: Vec<FileId> = ids(&whole);
        let modules = if ids.len() <= MAX_MODULES && ids.iter().any(|id| shared.contains(id)) {
            files.of(&whole).await.map_err(BundleError::Rejected)?
        } else {
            let (code, source_map) = (whole.bundle.code, whole.bundle.source_map);
            vec![Arc::new(BundledModule { name: SCRIPT_MODULE.to_owned(), code, source_map })]
        };
        let inputs = whole.bundle.provenance.paths().map(Path::to_owned).collect();
        scripts.push(BundledScript { modules, root: whole.bundle.provenance.root, inputs });
    }
    Ok(scripts)
}

/// A file as a script sees it, from its root.
type FileId = (PathBuf, String);

fn ids(whole: &Whole) -> Vec<FileId> {
    whole.files.lock().ids().map(|id| (whole.bundle.provenance.root.clone(), id.to_owned())).collect()
}

/// The files that at least two scripts are made of.
fn shared_files(wholes: &[Whole]) -> HashSet<FileId> {
    let mut seen = HashSet::new();
    wholes.iter().flat_map(ids).filter(|id| !seen.insert(id.clone())).collect()
}

/// The files that were made modules so far; of each, as a script's own and as any other's.
struct Files<'a> {
    modules: &'a ProvidedModules,
    columns: Columns,
    bundled: HashMap<(FileId, bool), Arc<BundledModule>>,
}

impl Files<'_> {
    /// Every file of a script as a module.
    async fn of(&mut self, whole: &Whole) -> Result<Vec<Arc<BundledModule>>, Rejection> {
        let mut order = Vec::new();
        visit(&whole.files.lock(), &whole.entry, &mut HashSet::new(), &mut order);
        let mut modules = Vec::new();
        for id in order {
            modules.push(self.module(whole, id).await?);
        }
        Ok(modules)
    }

    async fn module(&mut self, whole: &Whole, id: String) -> Result<Arc<BundledModule>, Rejection> {
        // Nothing but `import.meta` tells a file whether it is the script's own.
        let is_entry = id == whole.entry && whole.files.lock().has_meta(&id);
        let key = ((whole.bundle.provenance.root.clone(), id), is_entry);
        if let Some(bundled) = self.bundled.get(&key) {
            return Ok(Arc::clone(bundled));
        }
        let ((_, id), _) = &key;
        let first = first_imports(&whole.files.lock(), id);
        let policy = Policy::of_file(self.modules.clone(), is_entry.then(|| id.clone()), whole.files.clone());
        let (code, source_map) = generate(policy, id, first, self.columns).await?;
        let name = file_module(&whole.files.lock().name(id));
        let bundled = Arc::new(BundledModule { name, code, source_map });
        self.bundled.insert(key, Arc::clone(&bundled));
        Ok(bundled)
    }
}

/// The imports that a module has to begin with, so that all of them come in their order: the bundler writes each `export *`
/// behind the others.
fn first_imports(graph: &Graph, id: &str) -> Option<String> {
    let imports = graph.imports_with_star(id);
    let import = |id: &&str| format!("import {};", serde_json::Value::from(file_module(&graph.name(id))));
    (!imports.is_empty()).then(|| imports.iter().map(import).collect())
}

/// Adds a file to `order`, behind all that it imports. There are at most [`MAX_MODULES`].
fn visit(graph: &Graph, id: &str, seen: &mut HashSet<String>, order: &mut Vec<String>) {
    if seen.insert(id.to_owned()) {
        graph.imports(id).into_iter().for_each(|import| visit(graph, import, seen, order));
        order.push(id.to_owned());
    }
}
