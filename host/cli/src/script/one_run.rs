//! One run of a script that is ready, from what it is granted to its report; must not know who is shown what it says.

use std::path::Path;
use std::sync::Arc;

use coral_contract::Telemetry;
use coral_run::{Ending, Observer, Session, SessionOptions};
use futures::future::BoxFuture;

use crate::failure::Failure;
use crate::report::{Report, Sources};
use crate::run_facts::run_facts;
use crate::script::grant::Grant;
use crate::script::prepared::PreparedScript;
use crate::script::runtime::ScriptRuntime;

/// One run of a script.
pub struct OneRun<'a> {
    /// What its report calls the script.
    pub reported_as: &'a Path,
    /// What it may use and do, and its parameters.
    pub granted: Grant,
    /// Whom it asks.
    pub telemetry: Arc<dyn Telemetry>,
    /// Who hears what it says and emits.
    pub observer: Box<dyn Observer>,
    /// Whether the report holds what it emitted.
    pub keep_events: bool,
    /// Ends it, once that is done.
    pub interrupt: BoxFuture<'static, ()>,
}

impl OneRun<'_> {
    /// Runs a script to its end.
    pub async fn of(self, script: &PreparedScript, runtime: &ScriptRuntime) -> Result<(Ending, Report), Failure> {
        let Grant { in_force, parameters } = self.granted;
        let facts = run_facts(&script.name, parameters)?;
        let id = facts.id.to_string();
        let session = Session::new(SessionOptions {
            facts,
            policy: in_force.policy(),
            keep_events: self.keep_events,
            telemetry: self.telemetry,
            observer: self.observer,
        });
        let outcome = runtime.run(script, Arc::new(session), self.interrupt).await?;
        let ending = outcome.ending.clone();
        let sources = Sources { map: &script.sources, root: &script.root, frames: runtime.frames() };
        Ok((ending, Report::new(self.reported_as, id, outcome, in_force.settings(), &sources)))
    }
}
