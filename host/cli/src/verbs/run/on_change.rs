//! `run --watch`: runs a script again whenever its files change.

use coral_run::Ending;
use futures::FutureExt;

use super::{Host, tell};
use crate::failure::Failure;
use crate::script::input::ScriptInput;
use crate::script::prepared::NotPrepared;
use crate::source_watcher::SourceWatcher;
use crate::stop_signal::StopSignal;

impl Host<'_> {
    /// Runs until Ctrl-C. A change ends the run under way: old code never goes on beside new code.
    pub async fn run_on_every_change(&self) -> Result<u8, Failure> {
        let mut watcher = SourceWatcher::new()?;
        watcher.add([self.arguments.script.clone()])?;
        let stop = StopSignal::listen()?;
        while stop.exit_code().is_none() {
            let mut is_changed = false;
            let prepared = match ScriptInput::open(&self.arguments.script, &self.trust) {
                Ok(input) => self.prepare(&input).await,
                Err(failure) => Err(failure.into()),
            };
            match prepared {
                Ok(script) => {
                    watcher.add(script.inputs.iter().cloned())?;
                    let interrupt = futures::future::select(watcher.changed().boxed(), stop.received.clone());
                    match self.run(&script, interrupt.map(drop).boxed()).await {
                        Ok((Ending::Interrupted, _)) => is_changed = true,
                        Ok((_, report)) => report.print(self.arguments.quiet),
                        Err(failure) => failure.print(),
                    }
                }
                Err(NotPrepared { failure, inputs }) => {
                    watcher.add(inputs)?;
                    failure.print();
                }
            }
            if !is_changed {
                tell(self.arguments, "waiting for a change");
                futures::future::select(watcher.changed().boxed(), stop.received.clone()).await;
            }
            if stop.exit_code().is_none() {
                tell(self.arguments, "changed: running again");
            }
        }
        Ok(stop.exit_code().unwrap_or_default())
    }
}
