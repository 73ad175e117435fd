//! The whole way of a script: bundle, bytecode, component.

use std::path::{Path, PathBuf};

use coral_engine::{ComponentLinker, EngineComponent, SDK_PACKAGE, SDK_VERSION};
use wasmtime::{Engine, Module};

use crate::bytecode::{BytecodeCompiler, BytecodeError};
use crate::{BundleError, Columns, ProvidedModules, bundle};

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
    /// The folder that the map's sources are relative to.
    pub root: PathBuf,
    /// Every file that was read, or would have been if it were there.
    pub inputs: Vec<PathBuf>,
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
        let component = self.linker.link(&self.bytecode.compile(&bundle.code)?);
        Ok(CompiledScript { component, source_map: bundle.source_map, root: bundle.root, inputs: bundle.inputs })
    }
}
