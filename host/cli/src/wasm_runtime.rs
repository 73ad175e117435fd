//! Scripts as components in wasmtime: from the source to the outcome. Knows no other runtime.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use coral_compiler::{CompileError, Compiler};
use coral_run::{Outcome, Session};
use coral_runtime::{CodeCache, Runtime, RuntimeOptions};
use coral_source::SourceMap;
use futures::future::BoxFuture;

use crate::failure::Failure;
use crate::prepared_script::PreparedScript;
use crate::progress::Progress;

/// The folder of the user's cache that is ours; none on a machine without a home.
pub fn code_cache() -> Option<CodeCache> {
    code_cache_folder().map(CodeCache::new)
}

/// Where compiled engines are kept.
pub fn code_cache_folder() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("coral-wasm").join("engine"))
}

/// The JavaScript engine of this process, and the compiler for it.
pub struct WasmRuntime {
    runtime: Runtime,
    compiler: Compiler,
}

impl WasmRuntime {
    /// For scripts that have at most `memory` bytes.
    pub async fn start(memory: u64) -> Result<Self, Failure> {
        let options = RuntimeOptions { largest_memory: memory, code_cache: code_cache(), ..RuntimeOptions::default() };
        let _progress = Progress::show("compiling the JavaScript engine, once for this machine");
        let runtime = tokio::task::spawn_blocking(move || Runtime::new(&options))
            .await
            .context("the engine could not be set up")?
            .map_err(anyhow::Error::from)?;
        let compiler = Compiler::new(runtime.engine(), runtime.javascript()).map_err(anyhow::Error::from)?;
        Ok(Self { runtime, compiler })
    }

    /// Compiles a script to a component.
    pub async fn prepare(&self, script: &Path) -> Result<PreparedScript, CompileError> {
        let compiled = self.compiler.compile(script).await?;
        Ok(PreparedScript {
            program: compiled.component,
            sources: Arc::new(SourceMap::new(compiled.source_map)),
            root: compiled.root,
            inputs: compiled.inputs,
        })
    }

    /// Runs a component.
    pub async fn run(
        &self,
        script: &PreparedScript,
        session: Arc<Session>,
        interrupt: BoxFuture<'static, ()>,
    ) -> Result<Outcome, Failure> {
        let script = self.runtime.load(&script.program).map_err(anyhow::Error::from)?;
        Ok(self.runtime.run(&script, session, interrupt).await)
    }
}
