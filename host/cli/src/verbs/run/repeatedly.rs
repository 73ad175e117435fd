//! `run --every`: runs a script again and again.

use std::time::Duration;

use coral_run::Ending;
use futures::FutureExt;
use tokio::time::MissedTickBehavior;

use super::current_input::{CurrentInput, Renewal};
use super::{Host, tell};
use crate::failure::Failure;
use crate::script::input::ScriptInput;
use crate::stop_signal::StopSignal;

impl Host<'_> {
    /// Runs until Ctrl-C, `every` so often. Each run has the script as it is when the run begins; where that is not sound,
    /// the one before goes on.
    pub async fn run_again_and_again(&self, input: ScriptInput, every: Option<Duration>) -> Result<u8, Failure> {
        let every = every.ok_or_else(|| {
            Failure::usage("the script does not say how often it wants to run: say it with --every=DURATION")
        })?;
        let stop = StopSignal::listen()?;
        let mut current = CurrentInput::new(input, self.arguments, &self.trust)?;
        let mut next = tokio::time::interval(every);
        // A run that takes longer than that is followed by the next at once, and by no others that were missed.
        next.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut script = self.prepare(current.input()).await.map_err(|refused| refused.failure)?;
        while stop.exit_code().is_none() {
            futures::future::select(next.tick().boxed(), stop.received.clone()).await;
            if stop.exit_code().is_some() {
                break;
            }
            match current.renew() {
                Ok(Renewal::Same) => {}
                Ok(renewal) => match self.prepare(current.input()).await {
                    Ok(renewed) => {
                        if renewal == Renewal::Replaced {
                            tell(self.arguments, "replaced: running the new one");
                        }
                        script = renewed;
                    }
                    Err(refused) => refused.failure.print(),
                },
                Err(failure) => failure.print(),
            }
            match self.run(&script, stop.received.clone().boxed()).await {
                Ok((Ending::Interrupted, _)) => {}
                Ok((_, report)) => report.print(self.arguments.quiet),
                Err(failure) => failure.print(),
            }
        }
        Ok(stop.exit_code().unwrap_or_default())
    }
}
