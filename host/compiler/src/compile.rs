//! The whole way of a script: bundle, bytecode, component.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use coral_engine::{BytecodeModule, ComponentLinker, EngineComponent, SDK_PACKAGE, SDK_VERSION};
use coral_source::SCRIPT_MODULE;
use wasmtime::{Engine, Module};

use crate::bytecode::{BytecodeCompiler, BytecodeError};
use crate::{Bundle, BundleError, BundledModule, Columns, Provenance, ProvidedModules, bundle, bundle_together};

/// Why a script was not compiled.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// It cannot be bundled: a file is missing, an import is refused, the syntax is wrong.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// It cannot be made bytecode.
    #[error(transparent)]
    Bytecode(#[from] BytecodeError),
    /// The engine that is part of this program is damaged.
    #[error(transparent)]
    Engine(#[from] coral_engine::EngineError),
}

/// A script, ready for the runtime.
#[derive(Debug, Clone)]
pub struct CompiledScript {
    /// Its component, which imports the engine.
    pub component: Vec<u8>,
    /// The source map of the bundle that it was made of: JSON, its generated columns in bytes.
    pub source_map: String,
    /// What it was made of.
    pub provenance: Provenance,
}

/// A script as the modules that it is made of, for [`coral_engine::ComponentLinker`].
#[derive(Debug, Clone)]
pub struct CompiledProgram {
    /// Its modules, each behind those that it imports unless they import each other; the last is the script's own.
    pub modules: Vec<Arc<CompiledModule>>,
    /// The folder that the sources are relative to.
    pub root: PathBuf,
    /// Every file that was read, or would have been if it were there.
    pub inputs: Vec<PathBuf>,
}

impl CompiledProgram {
    /// Its modules as a linker takes them.
    pub fn bytecode(&self) -> Vec<BytecodeModule<'_>> {
        let modules = self.modules.iter();
        modules.map(|module| BytecodeModule { name: &module.name, bytecode: &module.bytecode }).collect()
    }
}

/// A module of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompiledModule {
    /// What other modules import it by, and what stacks call it. It tells nothing of where the root folder is.
    pub name: String,
    /// What the engine has compiled it to.
    pub bytecode: Vec<u8>,
    /// Its source map: JSON, its generated columns in bytes.
    pub source_map: String,
}

/// What every script may import without bringing it: the modules of the SDK, in its version.
pub fn sdk_modules() -> Result<ProvidedModules, CompileError> {
    Ok(sdk_of(&EngineComponent::committed()?))
}

fn sdk_of(engine: &EngineComponent<'_>) -> ProvidedModules {
    ProvidedModules::new().package(SDK_PACKAGE, SDK_VERSION, engine.sdk_modules().iter().cloned())
}

/// Compiles scripts for one engine.
pub struct Compiler {
    bytecode: BytecodeCompiler,
    linker: ComponentLinker<'static>,
    provided: ProvidedModules,
}

impl Compiler {
    /// Uses a JavaScript engine that the host has compiled.
    pub fn new(engine: &Engine, javascript: &Module) -> Result<Self, CompileError> {
        let component = EngineComponent::committed()?;
        Ok(Self {
            bytecode: BytecodeCompiler::new(engine, javascript)?,
            provided: sdk_of(&component),
            linker: ComponentLinker::new(component)?,
        })
    }

    /// Compiles the script in a file, with all that it imports.
    pub async fn compile(&self, entry: &Path) -> Result<CompiledScript, CompileError> {
        let bundle = bundle(entry, &self.provided, Columns::Bytes).await?;
        let bytecode = self.bytecode.compile(SCRIPT_MODULE, &bundle.code)?;
        let component = self.linker.link(&[BytecodeModule { name: SCRIPT_MODULE, bytecode: &bytecode }]);
        let Bundle { source_map, provenance, .. } = bundle;
        Ok(CompiledScript { component, source_map, provenance })
    }

    /// Compiles scripts that go into one bundle, in their order. A script that shares no file with another is one module; one
    /// that does is a module for each of its files, and those that are alike are the same one in all of them.
    pub async fn compile_together(&self, entries: &[PathBuf]) -> Result<Vec<CompiledProgram>, CompileError> {
        let scripts = bundle_together(entries, &self.provided, Columns::Bytes).await?;
        let mut compiled = HashMap::new();
        let mut programs = Vec::new();
        for script in scripts {
            let mut modules = Vec::new();
            for module in script.modules {
                let module = match compiled.entry(module) {
                    Entry::Occupied(known) => Arc::clone(known.get()),
                    Entry::Vacant(new) => {
                        let BundledModule { name, code, source_map } = new.key().as_ref().clone();
                        let bytecode = self.bytecode.compile(&name, &code)?;
                        Arc::clone(new.insert(Arc::new(CompiledModule { name, bytecode, source_map })))
                    }
                };
                modules.push(module);
            }
            programs.push(CompiledProgram { modules, root: script.root, inputs: script.inputs });
        }
        Ok(programs)
    }
}
