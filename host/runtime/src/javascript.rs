//! A JavaScript engine, compiled and ready for the scripts that import it. A process may have several: a bundle may bring
//! its own.

use coral_bundle::PrecompiledCode;
use coral_engine::ENGINE_IMPORT;
#[cfg(feature = "compiler")]
use coral_engine::EngineComponent;
use wasmtime::Module;
#[cfg(feature = "compiler")]
use wasmtime::component::Component;
use wasmtime::component::Linker;

use crate::host_functions::RunState;
use crate::machine_code::native_key;
use crate::runtime::{Origin, link};
use crate::{CodeCache, Runtime, RuntimeError, Script};

/// A JavaScript engine as machine code, and the way to scripts for it.
pub struct JavaScript {
    module: Module,
    #[cfg_attr(not(feature = "compiler"), expect(dead_code, reason = "only what is compiled here is kept"))]
    fingerprint: String,
    linker: Linker<RunState>,
}

impl JavaScript {
    /// Compiles an engine, or takes it from the cache.
    #[cfg(feature = "compiler")]
    pub fn compile(
        runtime: &Runtime,
        engine: &EngineComponent<'_>,
        cache: Option<&CodeCache>,
    ) -> Result<Self, RuntimeError> {
        let fingerprint = engine.fingerprint();
        if let Some(cached) = Self::cached(runtime, &fingerprint, cache) {
            return cached;
        }
        let module = Module::new(runtime.engine(), engine.core_module()).map_err(RuntimeError::CompileEngine)?;
        if let Ok(code) = module.serialize() {
            keep(&code, &fingerprint, cache);
        }
        Self::new(runtime, module, &fingerprint)
    }

    /// An engine out of the cache, where it is known by `fingerprint`.
    pub fn cached(
        runtime: &Runtime,
        fingerprint: &str,
        cache: Option<&CodeCache>,
    ) -> Option<Result<Self, RuntimeError>> {
        let module = cache?.load(runtime.engine(), fingerprint, &native_key())?;
        Some(Self::new(runtime, module, fingerprint))
    }

    /// An engine out of its machine code, which the cache then knows by `fingerprint`. That must not be the fingerprint
    /// of the engine, which stands for what this program itself compiles.
    pub fn precompiled(
        runtime: &Runtime,
        code: &PrecompiledCode,
        fingerprint: &str,
        cache: Option<&CodeCache>,
    ) -> Result<Self, RuntimeError> {
        // SAFETY: a trusted key has signed the code's sum, which its type proves; and wasmtime refuses what was made by
        // another version, for another target, or with other settings.
        let module =
            unsafe { Module::deserialize(runtime.engine(), code.bytes()) }.map_err(RuntimeError::Precompiled)?;
        keep(code.bytes(), fingerprint, cache);
        Self::new(runtime, module, fingerprint)
    }

    fn new(runtime: &Runtime, module: Module, fingerprint: &str) -> Result<Self, RuntimeError> {
        let mut linker = runtime.linker().clone();
        linker.root().module(ENGINE_IMPORT, &module).map_err(RuntimeError::SetUp)?;
        Ok(Self { module, fingerprint: fingerprint.to_owned(), linker })
    }

    /// The engine's core module, which a compiler of scripts shares.
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// What it is known by.
    #[cfg(feature = "compiler")]
    pub(crate) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Compiles the component of a script that this process itself has compiled out of TypeScript, and links it to this
    /// engine. Takes some milliseconds. A trap in it is the host's failure.
    #[cfg(feature = "compiler")]
    pub fn load(&self, component: &[u8]) -> Result<Script, RuntimeError> {
        self.link(&crate::quick_compiler::compile(self.module.engine(), component)?, Origin::Compiled)
    }

    /// The same for a component, or one linked around bytecode, that someone else has made: a trap in it is its own.
    #[cfg(feature = "compiler")]
    pub fn load_brought(&self, component: &[u8]) -> Result<Script, RuntimeError> {
        crate::own_resources::refuse(component)?;
        let component = Component::new(self.module.engine(), component).map_err(RuntimeError::Component)?;
        self.link(&component, Origin::Brought)
    }

    /// Links a component to this engine.
    #[cfg(feature = "compiler")]
    pub(crate) fn link(&self, component: &Component, origin: Origin) -> Result<Script, RuntimeError> {
        link(&self.linker, component, origin)
    }

    /// Links a script's precompiled component to this engine.
    pub fn load_precompiled(&self, code: &PrecompiledCode) -> Result<Script, RuntimeError> {
        link(&self.linker, &crate::runtime::deserialize(self.module.engine(), code)?, Origin::Brought)
    }
}

fn keep(code: &[u8], fingerprint: &str, cache: Option<&CodeCache>) {
    if let Some(cache) = cache {
        // It fails on a full disk, say: the next process makes it once more.
        let _ = cache.store(fingerprint, &native_key(), code);
    }
}
