//! Scripts under Deno, each with a server of its own: from the source to the outcome. Knows no other runtime.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use coral_compiler::{Columns, CompileError, ProvidedModule, ProvidedModules, bundle, sdk_modules};
use coral_contract::Telemetry;
use coral_deno::{Deno, Door, Program, SdkModule, SdkModules, hosted_sources, sdk_sources};
use coral_listener::{ListenAddress, Listener};
use coral_policy::Policy;
use coral_run::{Outcome, Session};
use coral_server::{Callers, Server, ServerOptions};
use coral_source::SourceMap;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::failure::Failure;
use crate::script::prepared::{NotPrepared, PreparedScript};
use crate::script::source;

/// How long the server of a run may take to finish what its script has left behind.
const GRACE: Duration = Duration::from_secs(1);

/// What Deno cannot be held to as wasmtime can, of a policy.
pub fn notes(policy: &Policy) -> Vec<String> {
    let mut notes = Vec::new();
    if policy.fuel.is_some() {
        notes.push(
            "Deno counts no fuel: its processor time is limited in place of it, at 10 units a nanosecond".to_owned(),
        );
    }
    if let Some(fuel) = policy.turn_fuel {
        notes.push(format!("Deno counts no fuel a turn: turn-fuel ({fuel}) does not hold, cpu-time does"));
    }
    notes.push(format!("Deno counts no timers: timers ({}) does not hold, memory does", policy.timers));
    notes
}

/// The Deno of this machine, and what scripts find there.
pub struct DenoRuntime {
    deno: Deno,
    sdk: SdkModules,
    provided: ProvidedModules,
    telemetry: Arc<dyn Telemetry>,
    listen: ListenAddress,
}

impl DenoRuntime {
    /// Uses the Deno in `path`, or else the one that is found. The server of each run listens at `listen`, or else on a
    /// port that is free.
    pub async fn start(
        path: Option<&Path>,
        listen: Option<ListenAddress>,
        telemetry: Arc<dyn Telemetry>,
    ) -> Result<Self, Failure> {
        let path = path.map(Path::to_path_buf);
        let finding = tokio::task::spawn_blocking(move || Deno::find(path.as_deref()));
        let provided = sdk_modules().map_err(anyhow::Error::from)?;
        let sdk = bundle_sdk(&provided).await?;
        let deno = finding.await.context("Deno could not be found")?.map_err(anyhow::Error::from)?;
        Ok(Self { deno, sdk, provided, telemetry, listen: listen.unwrap_or_else(ListenAddress::any_port) })
    }

    /// Bundles a script, by the same policy as for any runtime.
    pub async fn prepare(&self, script: &Path) -> Result<PreparedScript, NotPrepared> {
        let (name, about) = source::describe(script)?;
        let bundle = bundle(script, &self.provided, Columns::Utf16).await;
        let bundle = bundle.map_err(|error| source::not_compiled(CompileError::from(error)))?;
        Ok(PreparedScript {
            program: crate::script::prepared::Program::JavaScript(bundle.code),
            name,
            about,
            sources: Arc::new(SourceMap::new(bundle.source_map)),
            inputs: bundle.provenance.paths().map(Path::to_owned).collect(),
            root: bundle.provenance.root,
        })
    }

    /// Runs a script's code.
    pub async fn run(
        &self,
        code: &str,
        sources: &SourceMap,
        session: Arc<Session>,
        interrupt: BoxFuture<'static, ()>,
    ) -> Result<Outcome, Failure> {
        let token = secret()?;
        let listener = Listener::bind(&self.listen).await.map_err(anyhow::Error::from)?;
        let address = listener.address().context("the server of the run has no address")?;
        let callers = Callers::holders_of_tokens().with_token(&token, Arc::clone(&session));
        let server = Server::new(ServerOptions { callers, telemetry: Arc::clone(&self.telemetry), grace: GRACE });
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(listener, stopped.map(drop).boxed()));

        let source_map = sources.modules().next().map(|map| map.json.as_str()).unwrap_or_default();
        let program = Program { code, source_map, sdk: &self.sdk };
        let outcome = self.deno.run(&program, &Door { address, token }, session, interrupt).await;
        drop(stop);
        // It ends within its grace, whatever its callers do.
        let _ = serving.await;
        Ok(outcome)
    }
}

/// The SDK as JavaScript: Deno would compile its TypeScript anew in each run, which takes longer.
async fn bundle_sdk(provided: &ProvidedModules) -> Result<SdkModules, Failure> {
    let folder = tempfile::tempdir().context("there is no place for temporary files")?;
    for source in sdk_sources().iter().chain(hosted_sources()) {
        source.write_below(folder.path()).context("the SDK could not be unpacked")?;
    }
    let run = ProvidedModules::new().external("coral:run");
    let code = async |name: &str| -> anyhow::Result<String> {
        Ok(bundle(&folder.path().join(name), &run, Columns::Utf16).await?.code)
    };
    let modules = provided.modules().cloned().map(|ProvidedModule { specifier, import, exports }| SdkModule {
        specifier,
        import,
        exports,
    });
    Ok(SdkModules {
        entry: code(SdkModules::ENTRY).await?,
        prelude: code(SdkModules::PRELUDE).await?,
        modules: modules.collect(),
    })
}

/// 256 random bits in hexadecimal.
fn secret() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("the system gives no randomness: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
