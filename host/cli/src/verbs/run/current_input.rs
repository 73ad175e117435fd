//! What a command that runs again and again runs now: the file as it is when a run begins, if that is sound.

use coral_bundle::{LiveBundle, TrustedSigner};

use crate::arguments::RunArguments;
use crate::bundle::trust::BundleTrust;
use crate::failure::Failure;
use crate::script::input::ScriptInput;

/// What is run now.
pub struct CurrentInput<'a> {
    arguments: &'a RunArguments,
    trust: &'a BundleTrust,
    input: ScriptInput,
    live: Option<LiveBundle<Option<TrustedSigner>>>,
}

/// What became of a file since the run before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// It is the same.
    Same,
    /// It may have changed: it is made ready anew.
    Reread,
    /// Another bundle took its place.
    Replaced,
}

impl<'a> CurrentInput<'a> {
    /// Begins with an input. A bundle is held in memory from now on, so that nothing that happens to its file is a part
    /// of a run.
    pub fn new(input: ScriptInput, arguments: &'a RunArguments, trust: &'a BundleTrust) -> Result<Self, Failure> {
        let mut current = Self { arguments, trust, input, live: None };
        if let ScriptInput::Bundle(_) = current.input {
            let live = BundleTrust::from_arguments(&arguments.trust)?.follow(&arguments.script)?;
            current.input = ScriptInput::Bundle(live.current().accepted);
            current.live = Some(live);
        }
        Ok(current)
    }

    /// What is run now.
    pub fn input(&self) -> &ScriptInput {
        &self.input
    }

    /// Looks at the file again. After an error, what was run before is still what is run.
    pub fn renew(&mut self) -> Result<Renewal, Failure> {
        let (Some(live), ScriptInput::Bundle(used)) = (&self.live, &self.input) else {
            self.input = ScriptInput::open(&self.arguments.script, self.trust)?;
            return Ok(Renewal::Reread);
        };
        let current = live.current();
        if let Some(refusal) = current.refusal {
            return Err(anyhow::Error::from(refusal).into());
        }
        if std::sync::Arc::ptr_eq(&current.accepted, used) {
            return Ok(Renewal::Same);
        }
        self.input = ScriptInput::Bundle(current.accepted);
        Ok(Renewal::Replaced)
    }
}
