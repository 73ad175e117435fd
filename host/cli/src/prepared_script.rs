//! A script that is ready for its runtime; must not know which that is.

use std::path::PathBuf;
use std::sync::Arc;

use coral_source::SourceMap;

/// A script that is ready for its runtime.
pub struct PreparedScript {
    /// What the runtime takes: a component, or the code of a bundle.
    pub program: Vec<u8>,
    /// The source map of its bundle.
    pub sources: Arc<SourceMap>,
    /// The folder that the map's sources are relative to.
    pub root: PathBuf,
    /// Every file that was read, or would have been if it were there.
    pub inputs: Vec<PathBuf>,
}
