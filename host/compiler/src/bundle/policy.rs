//! The plugin through which the bundler resolves and loads every module: our policy, as its hooks. It finds no mistakes
//! of its own, and never lets the bundler look at the disk.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;

use coral_source::file_module;
use rolldown::ModuleType;
use rolldown_common::ImportKind;
use rolldown_common::side_effects::HookSideEffects;
use rolldown_plugin::{
    HookLoadArgs, HookLoadOutput, HookLoadReturn, HookResolveIdArgs, HookResolveIdOutput, HookResolveIdReturn,
    HookUsage, Plugin, PluginContext, PluginHookMeta, PluginOrder, SharedLoadPluginContext,
};

use super::graph::{Graph, SharedGraph};
use super::meta;
use super::provided::ProvidedModules;
use super::source_file::{Language, MAX_TOTAL, SourceFile};
use super::specifier::{Refusal, Target, resolve};
use crate::Diagnostic;

/// The policy of one bundle, and the modules that it has let in.
#[derive(Debug)]
pub struct Policy {
    modules: ProvidedModules,
    /// The file that is the script's own, if it is part of the bundle.
    entry: Option<String>,
    /// Whether the files that a file imports stay outside, as modules of their own.
    splits: bool,
    graph: SharedGraph,
}

impl Policy {
    /// For a bundle of a whole script, whose entry, the file `entry`, is in `graph` already.
    pub fn of_script(modules: ProvidedModules, entry: String, graph: SharedGraph) -> Self {
        Self { modules, entry: Some(entry), splits: false, graph }
    }

    /// For a bundle of one file of a script that was bundled as a whole; `entry` is that file if it is the script's own.
    pub fn of_file(modules: ProvidedModules, entry: Option<String>, graph: SharedGraph) -> Self {
        Self { modules, entry, splits: true, graph }
    }

    /// The modules that are provided.
    pub fn modules(&self) -> &ProvidedModules {
        &self.modules
    }

    /// The files of the script.
    pub fn graph(&self) -> MutexGuard<'_, Graph> {
        self.graph.lock()
    }

    fn resolve(&self, specifier: &str, importer: Option<&str>, kind: ImportKind) -> Option<HookResolveIdOutput> {
        let Some(importer) = importer else {
            return Some(HookResolveIdOutput::from_id(specifier));
        };
        if self.modules.is_virtual(importer) {
            return Some(external(specifier));
        }
        let mut graph = self.graph();
        if meta::subject(specifier) == Some(importer) && graph.has_meta(importer) {
            return Some(HookResolveIdOutput::from_id(specifier));
        }
        // What no module says was put in by the bundler itself, such as a helper of `using`.
        let span = graph.specifier(importer, specifier)?;
        if self.splits
            && let Some(file) = graph.imported(importer, specifier)
        {
            return Some(HookResolveIdOutput {
                id: file_module(&graph.name(file)).into(),
                external: Some(true.into()),
                // It may do anything, and it does so in its place among the imports.
                side_effects: Some(HookSideEffects::True),
                ..Default::default()
            });
        }
        let target = if kind == ImportKind::Require {
            Err(Refusal {
                message: "require() is not available".into(),
                hint: "write an import at the top of the file".into(),
            })
        } else {
            let folder = Path::new(importer).parent().unwrap_or(Path::new(""));
            resolve(specifier, folder, graph.root(), &self.modules)
        };
        let resolved = match target {
            Ok(Target::File(path)) => admit(&mut graph, path, importer, span).map(|id| {
                graph.link(importer, specifier, &id, kind != ImportKind::DynamicImport);
                HookResolveIdOutput::from_id(id)
            }),
            // Of a namespace that is a value there are no names to check, and the engine has it at hand.
            Ok(Target::Virtual(id)) if graph.is_namespace(importer, specifier) => {
                self.modules.import(&id).map(external)
            }
            Ok(Target::Virtual(id)) => Some(HookResolveIdOutput::from_id(id)),
            Ok(Target::External(name)) => Some(external(&name)),
            Err(refusal) => {
                if specifier.starts_with('.') {
                    // It may come to be: whoever watches the script has to know.
                    graph.expect(Path::new(importer).with_file_name("").join(specifier));
                }
                graph.report(importer, span, Diagnostic::new(refusal.message).with_hint(refusal.hint));
                None
            }
        };
        // As an external module it lets the bundler go on, and find what else is wrong.
        Some(resolved.unwrap_or_else(|| external(specifier)))
    }

    fn load(&self, id: &str) -> Option<HookLoadOutput> {
        if let Some(source) = self.modules.virtual_source(id) {
            return Some(HookLoadOutput {
                code: source.into(),
                side_effects: Some(HookSideEffects::False),
                module_type: Some(ModuleType::Js),
                ..Default::default()
            });
        }
        if let Some(module) = meta::subject(id) {
            let graph = self.graph();
            return Some(HookLoadOutput {
                code: meta::source(module, graph.root(), self.entry.as_deref() == Some(module)).into(),
                module_type: Some(ModuleType::Js),
                ..Default::default()
            });
        }
        let module_type = match Language::of(Path::new(id))? {
            Language::TypeScript => ModuleType::Ts,
            Language::JavaScript => ModuleType::Js,
            Language::Json => ModuleType::Json,
        };
        let code = self.graph().code(id)?.into();
        Some(HookLoadOutput { code, module_type: Some(module_type), ..Default::default() })
    }
}

/// Reads the file at `path` unless it was read before; its id, unless the bundler cannot have it.
fn admit(graph: &mut Graph, path: PathBuf, importer: &str, span: Range<usize>) -> Option<String> {
    if let Some(id) = path.to_str()
        && let Some(is_sound) = graph.state(id)
    {
        return is_sound.then(|| id.to_owned());
    }
    let language = Language::of(&path)?;
    let shown = graph.shown(&path);
    match SourceFile::read(path, shown, MAX_TOTAL - graph.size()) {
        Ok(file) => graph.add(file, language),
        Err(error) => {
            graph.report(importer, span, Diagnostic::new(error.to_string()));
            None
        }
    }
}

fn external(name: &str) -> HookResolveIdOutput {
    HookResolveIdOutput {
        id: name.into(),
        external: Some(true.into()),
        // Who provides a module has run it before the script starts.
        side_effects: Some(HookSideEffects::False),
        ..Default::default()
    }
}

impl Plugin for Policy {
    fn name(&self) -> Cow<'static, str> {
        "coral:policy".into()
    }

    fn register_hook_usage(&self) -> HookUsage {
        HookUsage::ResolveId | HookUsage::Load
    }

    async fn resolve_id(&self, _context: &PluginContext, args: &HookResolveIdArgs<'_>) -> HookResolveIdReturn {
        Ok(self.resolve(args.specifier, args.importer, args.kind))
    }

    fn resolve_id_meta(&self) -> Option<PluginHookMeta> {
        Some(PluginHookMeta { order: Some(PluginOrder::Pre) })
    }

    async fn load(&self, _context: SharedLoadPluginContext, args: &HookLoadArgs<'_>) -> HookLoadReturn {
        Ok(self.load(args.id))
    }

    fn load_meta(&self) -> Option<PluginHookMeta> {
        Some(PluginHookMeta { order: Some(PluginOrder::Pre) })
    }
}
