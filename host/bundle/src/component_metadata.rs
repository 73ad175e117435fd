//! What a script's component says of itself, in its section `coral:metadata`. It must not know how sections are read.

use serde::{Deserialize, Serialize};

use crate::{EngineEntry, ScriptDescription};

/// What a script's component says of itself: what a bundle's manifest says of a script and of its engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ComponentMetadata {
    /// What the script is called.
    pub name: String,
    /// The contract that it was made for, such as `coral:script@0.1.0`.
    pub contract: String,
    /// The JavaScript engine that its bytecode was made for, whether the component holds it or imports it.
    pub engine: EngineEntry,
    /// What it says to whom runs it.
    pub about: ScriptDescription,
}
