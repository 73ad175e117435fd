//! A script that is ready for its runtime; must not know where it came from.

use std::path::PathBuf;
use std::sync::Arc;

use coral_bundle::ScriptDescription;
use coral_source::SourceMap;

use crate::failure::Failure;

/// A script that is ready for its runtime.
pub struct PreparedScript {
    /// What is run.
    pub program: Program,
    /// What it is called: its name in a bundle or a project, or else its file's.
    pub name: String,
    /// What it says of itself.
    pub about: ScriptDescription,
    /// The source map of its code.
    pub sources: Arc<SourceMap>,
    /// The folder that the map's sources are relative to.
    pub root: PathBuf,
    /// Every file that was read, or would have been if it were there.
    #[cfg_attr(not(feature = "compiler"), expect(dead_code, reason = "only what is compiled is watched"))]
    pub inputs: Vec<PathBuf>,
}

/// What is run.
pub enum Program {
    /// A component, compiled and linked.
    Component(coral_runtime::Script),
    /// The code of a JavaScript module, for Deno.
    #[cfg(feature = "compiler")]
    JavaScript(String),
}

/// A script that could not be made ready.
pub struct NotPrepared {
    /// Why.
    pub failure: Failure,
    /// Every file that was read, or would have been if it were there: a change of one may mend it.
    #[cfg_attr(not(feature = "compiler"), expect(dead_code, reason = "only what is compiled is watched"))]
    pub inputs: Vec<PathBuf>,
}

impl From<Failure> for NotPrepared {
    fn from(failure: Failure) -> Self {
        Self { failure, inputs: Vec::new() }
    }
}
