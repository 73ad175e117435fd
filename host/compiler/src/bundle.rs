//! A script and the files that it imports, as one ES module and its source map. Knows neither the engine that runs it
//! nor the modules that are provided there.

mod graph;
mod meta;
mod namespaces;
mod policy;
mod provided;
mod root;
mod source_file;
mod specifier;
mod syntax;
mod together;
mod translation;
mod version;

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use oxc_sourcemap::SourceMap;
use rolldown::{
    AttachDebugInfo, BundlerBuilder, BundlerOptions, BundlerTransformOptions, CodeSplittingMode, Either,
    ExperimentalOptions, InputItem, OutputFormat, Platform, RawMinifyOptions, SourceMapType, TreeshakeOptions,
    TsConfig,
};
use rolldown_common::{AddonOutputOption, Output};

use self::graph::{Graph, SharedGraph};
use self::policy::Policy;
pub use self::provided::{ProvidedModule, ProvidedModules};
pub(crate) use self::root::find as find_root;
pub use self::source_file::FileError;
pub(crate) use self::source_file::MAX_FILE;
use self::source_file::SourceFile;
pub(crate) use self::syntax::stack_size;
pub use self::together::{BundledModule, BundledScript, BundlingTogether, bundle_together};
use self::translation::translate;
use crate::source_map::{self, Columns};
use crate::{Diagnostic, Provenance};

/// A script in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// One ES module. Its imports name provided modules and nothing else.
    pub code: String,
    /// Its source map, as JSON. The columns of the generated code count as was asked for, the original ones UTF-16
    /// units; the sources are relative to the root folder.
    pub source_map: String,
    /// What it was made of.
    pub provenance: Provenance,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// The script could not be read.
    #[error(transparent)]
    Input(#[from] FileError),
    /// There are mistakes in the script.
    #[error("{0}")]
    Rejected(Rejection),
}

/// The mistakes in a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// At least one, and at most [`Rejection::MAX`].
    pub diagnostics: Vec<Diagnostic>,
    /// How many more there were.
    pub omitted: usize,
    /// Every file that was read, or would have been if it were there.
    pub inputs: Vec<PathBuf>,
}

impl Rejection {
    /// The most diagnostics that are kept.
    pub const MAX: usize = 20;

    fn new(mut diagnostics: Vec<Diagnostic>, inputs: Vec<PathBuf>) -> Self {
        diagnostics.sort_by(|one, other| {
            let place = |found: &Diagnostic| (found.file.is_none(), found.file.clone(), found.line, found.column);
            place(one).cmp(&place(other))
        });
        diagnostics.dedup();
        let omitted = diagnostics.len().saturating_sub(Self::MAX);
        diagnostics.truncate(Self::MAX);
        Self { diagnostics, omitted, inputs }
    }

    /// The mistakes in several scripts; those in a file that they share count once.
    fn of_all(rejections: Vec<Self>) -> Self {
        let omitted: usize = rejections.iter().map(|rejection| rejection.omitted).sum();
        let (mut diagnostics, mut inputs) = (Vec::new(), Vec::new());
        for rejection in rejections {
            diagnostics.extend(rejection.diagnostics);
            inputs.extend(rejection.inputs);
        }
        let all = Self::new(diagnostics, inputs);
        Self { omitted: all.omitted + omitted, ..all }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, found) in self.diagnostics.iter().enumerate() {
            write!(out, "{}{found}", if index == 0 { "" } else { "\n\n" })?;
        }
        match self.omitted {
            0 => Ok(()),
            omitted => write!(out, "\n\nerror: {omitted} more"),
        }
    }
}

/// Bundles the script `entry` with everything that it imports, except for `modules`.
///
/// Its files must lie in one folder: the nearest one above `entry` that holds `.git`, `deno.json`, `deno.jsonc`,
/// `coral.toml` or `package.json`, or else the one that `entry` lies in. What these files say has no influence. The
/// outcome is the same wherever that folder lies. It must be called from within a Tokio runtime, of any flavour.
///
/// # Errors
///
/// If the script cannot be read, or if there are mistakes in it; types are not checked.
pub fn bundle<'a>(entry: &'a Path, modules: &'a ProvidedModules, columns: Columns) -> Bundling<'a> {
    Box::pin(bundle_now(entry, modules, columns))
}

/// A bundle on its way. It is boxed so that the bundler is compiled into this crate, and not into each that calls it.
pub type Bundling<'a> = Pin<Box<dyn Future<Output = Result<Bundle, BundleError>> + Send + 'a>>;

async fn bundle_now(entry: &Path, modules: &ProvidedModules, columns: Columns) -> Result<Bundle, BundleError> {
    Ok(bundle_whole(entry, modules, columns).await?.bundle)
}

/// A script in one piece, with the files that it is made of.
struct Whole {
    bundle: Bundle,
    entry: String,
    files: SharedGraph,
}

async fn bundle_whole(entry: &Path, modules: &ProvidedModules, columns: Columns) -> Result<Whole, BundleError> {
    let (entry, language) = SourceFile::entry(entry)?;
    let root = root::find(&entry.path);
    let mut graph = Graph::new(root);
    let Some(entry) = graph.add(entry, language) else {
        return Err(BundleError::Rejected(Rejection::new(graph.take_diagnostics(), graph.paths())));
    };
    let files = SharedGraph::new(graph);
    let policy = Policy::of_script(modules.clone(), entry.clone(), files.clone());
    let (code, source_map) = generate(policy, &entry, None, columns).await.map_err(BundleError::Rejected)?;
    let provenance = files.lock().provenance(&entry);
    Ok(Whole { bundle: Bundle { code, source_map, provenance }, entry, files })
}

/// Makes one module of the file `input` and of what the policy lets in, which begins with `banner`: its code and its source
/// map.
async fn generate(
    policy: Policy,
    input: &str,
    banner: Option<String>,
    columns: Columns,
) -> Result<(String, String), Rejection> {
    let policy = Arc::new(policy);
    let banner = Some(AddonOutputOption::String(banner));
    let options = BundlerOptions { banner, ..options(input, policy.graph().root()) };
    let bundler = BundlerBuilder::default().with_options(options).with_plugins(vec![policy.clone()]).build();
    let output = match bundler {
        Ok(mut bundler) => bundler.generate().await,
        Err(errors) => Err(errors),
    };

    let modules = policy.modules();
    let mut graph = policy.graph();
    let mut diagnostics = graph.take_diagnostics();
    let chunk = match output {
        Ok(output) => output.assets.into_iter().find_map(|asset| match asset {
            Output::Chunk(chunk) => Some(chunk),
            Output::Asset(_) => None,
        }),
        Err(errors) => {
            diagnostics.extend(errors.iter().map(|found| translate(found, &graph, modules)));
            None
        }
    };
    match chunk {
        Some(chunk) if diagnostics.is_empty() => {
            let describe = |source: &str| describe_source(source, &graph, modules);
            // A script without a statement has no map.
            let no_places = SourceMap::default();
            let map = chunk.map.as_ref().unwrap_or(&no_places);
            Ok((chunk.code.clone(), source_map::rewrite(map, &chunk.code, columns, describe)))
        }
        _ => {
            if diagnostics.is_empty() {
                diagnostics.push(Diagnostic::new("the bundler made nothing of the script"));
            }
            Err(Rejection::new(diagnostics, graph.paths()))
        }
    }
}

/// Where the bundler believes that it writes to: its source map is relative to that.
const OUTPUT: &str = "dist";

fn options(entry: &str, root: &Path) -> BundlerOptions {
    BundlerOptions {
        input: Some(vec![InputItem { name: Some("script".into()), import: entry.to_owned() }]),
        cwd: Some(root.to_path_buf()),
        dir: Some(OUTPUT.into()),
        platform: Some(Platform::Neutral),
        format: Some(OutputFormat::Esm),
        sourcemap: Some(SourceMapType::Hidden),
        code_splitting: Some(CodeSplittingMode::Bool(false)),
        tsconfig: Some(TsConfig::Auto(false)),
        transform: Some(BundlerTransformOptions { target: Some(Either::Left("es2022".into())), ..Default::default() }),
        // Even dead code alone is not removed within a file: that would move expressions, and with them the places that
        // errors name.
        minify: Some(RawMinifyOptions::Bool(false)),
        // What looks unused may still act: a getter, a `toString`. Deno runs it, and so does this.
        treeshake: TreeshakeOptions::Boolean(false),
        experimental: Some(ExperimentalOptions {
            // Comments with paths in them: the code is the same without, wherever the root is.
            attach_debug_info: Some(AttachDebugInfo::None),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// A source in the map: its name, relative to the root or what a script imports it by; and, of a file, its text as it was
/// written. Of an object of `import.meta`, whose code no one wrote, there is none.
fn describe_source(source: &str, graph: &Graph, modules: &ProvidedModules) -> Option<(String, Option<String>)> {
    let path = source.strip_prefix("../").unwrap_or(source);
    if let Some(text) = graph.root().join(path).to_str().and_then(|id| graph.text(id)) {
        return Some((path.to_owned(), Some(text.to_owned())));
    }
    if meta::is_object(source) {
        return None;
    }
    // Of two that fit, one is the end of the other.
    let provided =
        modules.modules().map(|module| module.specifier.as_str()).filter(|specifier| source.ends_with(specifier));
    let name = provided.max_by_key(|specifier| specifier.len()).or(source.rsplit('/').next());
    Some((name.unwrap_or(source).to_owned(), None))
}
