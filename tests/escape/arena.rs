//! The one host that all attacks are made on: both runtimes over one database, in this process. It must not know what is
//! attacked, or what should come of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use coral_compiler::{Columns, CompileError, Compiler, ProvidedModule, ProvidedModules, bundle, sdk_modules};
use coral_deno::{Deno, Door, Program, SdkModule, SdkModules, hosted_sources, sdk_sources};
use coral_engine::EngineComponent;
use coral_listener::{ListenAddress, Listener};
use coral_run::{Outcome, Session};
use coral_runtime::{CodeCache, JavaScript, Runtime, RuntimeOptions};
use coral_server::{Callers, Server, ServerOptions};
use coral_telemetry::{LazyDatabase, Options, create_sample};
use futures::FutureExt;
use futures::future::pending;

/// How long the server of a run may take to finish what its script has left behind.
const GRACE: Duration = Duration::from_secs(1);

/// What runs a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuntimeName {
    Wasm,
    Deno,
}

/// One host.
pub struct Arena {
    runtime: Runtime,
    javascript: JavaScript,
    compiler: Compiler,
    deno: Deno,
    sdk: SdkModules,
    provided: ProvidedModules,
    /// Who answers questions.
    pub telemetry: Arc<LazyDatabase>,
}

impl Arena {
    /// Sets all of it up, over a sample database that is made anew.
    pub async fn open() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let database = folder.join("escape.db");
        create_sample(&database).unwrap();
        let runtime = Runtime::new(&RuntimeOptions::default()).unwrap();
        let engine = EngineComponent::committed().unwrap();
        let cache = CodeCache::new(folder.join("engine"));
        let javascript = JavaScript::compile(&runtime, &engine, Some(&cache)).unwrap();
        let compiler = Compiler::new(runtime.engine(), javascript.module()).unwrap();
        let provided = sdk_modules().unwrap();
        Self {
            runtime,
            javascript,
            compiler,
            deno: Deno::find(Some(&deno_path())).unwrap(),
            sdk: bundled_sdk(&provided).await,
            provided,
            telemetry: Arc::new(LazyDatabase::new(database, Options::default())),
        }
    }

    /// Compiles and runs a script; the text of a mistake in it where it is refused.
    pub async fn run(&self, script: &Path, runtime: RuntimeName, session: Arc<Session>) -> Result<Outcome, String> {
        match runtime {
            RuntimeName::Wasm => self.run_in_wasm(script, session).await,
            RuntimeName::Deno => self.run_under_deno(script, session).await,
        }
    }

    async fn run_in_wasm(&self, script: &Path, session: Arc<Session>) -> Result<Outcome, String> {
        let compiled = self.compiler.compile(script).await.map_err(|error| error.to_string())?;
        let script = self.javascript.load(&compiled.component).map_err(|error| error.to_string())?;
        Ok(self.runtime.run(&script, session, pending().boxed()).await)
    }

    async fn run_under_deno(&self, script: &Path, session: Arc<Session>) -> Result<Outcome, String> {
        let bundle = bundle(script, &self.provided, Columns::Utf16).await;
        let bundle = bundle.map_err(|error| CompileError::from(error).to_string())?;
        let listener = Listener::bind(&ListenAddress::any_port()).await.unwrap();
        let door = Door { address: listener.address().unwrap(), token: session.facts().id.to_string() };
        let callers = Callers::holders_of_tokens().with_token(&door.token, Arc::clone(&session));
        let server = Server::new(ServerOptions { callers, telemetry: self.telemetry.clone(), grace: GRACE });
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(listener, stopped.map(drop).boxed()));
        let program = Program { code: &bundle.code, source_map: &bundle.source_map, sdk: &self.sdk };
        let outcome = self.deno.run(&program, &door, session, pending().boxed()).await;
        drop(stop);
        let _ = serving.await;
        Ok(outcome)
    }
}

/// The Deno that `make setup` fetched, or the one that `CORAL_WASM_DENO` names.
fn deno_path() -> PathBuf {
    let fetched = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/node_modules/@deno/linux-x64-glibc/deno");
    std::env::var_os("CORAL_WASM_DENO").map(PathBuf::from).unwrap_or_else(fetched)
}

/// The SDK as hosts give it to Deno.
async fn bundled_sdk(provided: &ProvidedModules) -> SdkModules {
    let folder = tempfile::tempdir().unwrap();
    for source in sdk_sources().iter().chain(hosted_sources()) {
        source.write_below(folder.path()).unwrap();
    }
    let run = ProvidedModules::new().external("coral:run");
    let code = async |name: &str| bundle(&folder.path().join(name), &run, Columns::Utf16).await.unwrap().code;
    let modules = provided.modules().cloned().map(|ProvidedModule { specifier, import, exports }| SdkModule {
        specifier,
        import,
        exports,
    });
    SdkModules {
        entry: code(SdkModules::ENTRY).await,
        prelude: code(SdkModules::PRELUDE).await,
        modules: modules.collect(),
    }
}
