//! wasmtime in this process, and the JavaScript engine of this program, which is compiled once it is needed. It must not
//! know where scripts come from.

use std::path::PathBuf;
use std::sync::Arc;

use coral_run::{Outcome, Session};
use coral_runtime::{CodeCache, Runtime, RuntimeOptions, Script};
use futures::future::BoxFuture;

use crate::failure::Failure;

/// The engines in the folder of the user's cache that is ours; none on a machine without a home.
pub fn code_cache() -> Option<CodeCache> {
    code_cache_folder().map(CodeCache::new)
}

/// Where compiled engines are kept.
pub fn code_cache_folder() -> Option<PathBuf> {
    Some(cache_folder()?.join("engine"))
}

/// The folder of the user's cache that is ours.
pub fn cache_folder() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("coral-wasm"))
}

/// wasmtime, and with a compiler the JavaScript engine of this program.
pub struct WasmRuntime {
    runtime: Runtime,
    #[cfg(feature = "compiler")]
    javascript: tokio::sync::OnceCell<coral_runtime::JavaScript>,
    #[cfg(feature = "compiler")]
    compiler: tokio::sync::OnceCell<coral_compiler::Compiler>,
}

impl WasmRuntime {
    /// Sets wasmtime up.
    pub fn start() -> Result<Self, Failure> {
        Ok(Self {
            runtime: Runtime::new(&RuntimeOptions::default()).map_err(anyhow::Error::from)?,
            #[cfg(feature = "compiler")]
            javascript: tokio::sync::OnceCell::new(),
            #[cfg(feature = "compiler")]
            compiler: tokio::sync::OnceCell::new(),
        })
    }

    /// wasmtime.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The JavaScript engine of this program, out of the cache, or compiled now, which takes a second.
    #[cfg(feature = "compiler")]
    pub async fn javascript(&self) -> Result<&coral_runtime::JavaScript, Failure> {
        let set_up = || -> anyhow::Result<_> { Ok(self.compile_engine(&coral_engine::EngineComponent::committed()?)?) };
        Ok(self.javascript.get_or_try_init(async || set_up()).await?)
    }

    /// The compiler of scripts for that engine.
    #[cfg(feature = "compiler")]
    pub async fn compiler(&self) -> Result<&coral_compiler::Compiler, Failure> {
        let javascript = self.javascript().await?;
        let set_up = || coral_compiler::Compiler::new(self.runtime.engine(), javascript.module());
        Ok(self.compiler.get_or_try_init(async || set_up()).await.map_err(anyhow::Error::from)?)
    }

    /// A JavaScript engine, out of the cache or compiled now.
    #[cfg(feature = "compiler")]
    pub fn compile_engine(
        &self,
        engine: &coral_engine::EngineComponent<'_>,
    ) -> Result<coral_runtime::JavaScript, coral_runtime::RuntimeError> {
        let _progress = crate::progress::Progress::show("compiling the JavaScript engine, once for this machine");
        tokio::task::block_in_place(|| coral_runtime::JavaScript::compile(&self.runtime, engine, code_cache().as_ref()))
    }

    /// Runs a component.
    pub async fn run(&self, script: &Script, session: Arc<Session>, interrupt: BoxFuture<'static, ()>) -> Outcome {
        self.runtime.run(script, session, interrupt).await
    }
}
