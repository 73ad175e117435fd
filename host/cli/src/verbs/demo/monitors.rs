//! The scripts that ship and watch a service, as they are in this program; must not know what they are shown.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use coral_contract::Telemetry;
use coral_run::Ending;
use futures::future::{self, BoxFuture, Shared};
use futures::{FutureExt, StreamExt, stream};
use tokio::time::{Instant, MissedTickBehavior};

use super::screen::Screen;
use crate::arguments::{GrantArguments, PolicySources};
use crate::failure::Failure;
use crate::script::grant::Grant;
use crate::script::input::ScriptInput;
use crate::script::one_run::OneRun;
use crate::script::prepared::PreparedScript;
use crate::script::runtime::ScriptRuntime;
use crate::script::wasm::WasmRuntime;

/// How often each looks. By themselves they wait for half a minute and more, which is long for who watches.
pub const RUN_EVERY: Duration = Duration::from_secs(5);

/// The project that they belong to.
const PROJECT: [(&str, &str); 4] = [
    ("coral.toml", include_str!("../../../../../scripts/coral.toml")),
    ("services.ts", include_str!("../../../../../scripts/services.ts")),
    (WATCHING[0], include_str!("../../../../../scripts/high-latency-alert.ts")),
    (WATCHING[1], include_str!("../../../../../scripts/correlation-analysis.ts")),
];

/// Those that watch.
const WATCHING: [&str; 2] = ["high-latency-alert.ts", "correlation-analysis.ts"];

/// Scripts that look again and again.
pub struct Monitors {
    runtime: ScriptRuntime,
    scripts: Vec<PreparedScript>,
    telemetry: Arc<dyn Telemetry>,
}

impl Monitors {
    /// Compiles them, in a folder that is theirs.
    pub async fn prepare(folder: &Path, telemetry: Arc<dyn Telemetry>) -> Result<Self, Failure> {
        let folder = folder.join("scripts");
        let written = std::fs::create_dir(&folder)
            .and_then(|()| PROJECT.iter().try_for_each(|(name, text)| std::fs::write(folder.join(name), text)));
        written.with_context(|| format!("could not write the scripts into {}", folder.display()))?;
        let runtime = ScriptRuntime::Wasm(Box::new(WasmRuntime::start()?));
        let mut scripts = Vec::new();
        for name in WATCHING {
            let input = ScriptInput::Source(folder.join(name));
            scripts.push(runtime.prepare(&input, None).await.map_err(|refused| refused.failure)?);
        }
        Ok(Self { runtime, scripts, telemetry })
    }

    /// What they are called.
    pub fn names(&self) -> Vec<&str> {
        self.scripts.iter().map(|script| script.name.as_str()).collect()
    }

    /// Runs them until `stop` is done. A run that fails is told, and the next begins as if nothing had been.
    pub async fn run(&self, screen: &Screen, stop: &Shared<BoxFuture<'_, ()>>) {
        let mut next = tokio::time::interval_at(Instant::now() + RUN_EVERY, RUN_EVERY);
        next.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.clone().now_or_never().is_none() {
            future::select(next.tick().boxed(), stop.clone()).await;
            let running = stream::iter(&self.scripts).for_each_concurrent(None, |script| async move {
                if let Err(failure) = self.look(script, screen).await {
                    failure.print();
                }
            });
            // What is dropped is stopped.
            future::select(running.boxed(), stop.clone()).await;
        }
    }

    async fn look(&self, script: &PreparedScript, screen: &Screen) -> Result<(), Failure> {
        let asked = GrantArguments {
            parameters: vec![("checks".to_owned(), "1".to_owned())],
            grant_asked: false,
            limits: PolicySources::default(),
        };
        let run = OneRun {
            reported_as: Path::new(&script.name),
            granted: Grant::new(&asked, &script.about)?,
            telemetry: Arc::clone(&self.telemetry),
            observer: Box::new(screen.clone()),
            keep_events: false,
            interrupt: future::pending().boxed(),
        };
        let (ending, report) = run.of(script, &self.runtime).await?;
        if ending != Ending::Completed {
            report.print(false);
        }
        Ok(())
    }
}
