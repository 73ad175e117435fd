//! What a script can learn of its run, under an id that no other run has; must not know the script.

use coral_run::{RunFacts, RunId};

use crate::failure::Failure;

/// The facts of a new run of a script, which is called this and given these parameters.
pub fn run_facts(script: &str, parameters: Vec<(String, String)>) -> Result<RunFacts, Failure> {
    let id = RunId::generate().map_err(|error| anyhow::anyhow!("the system gives no randomness: {error}"))?;
    Ok(RunFacts { script: script.to_owned(), id, parameters })
}
