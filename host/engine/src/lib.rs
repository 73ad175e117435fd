//! The JavaScript engine that scripts share: the committed `guest-sdk/engine/engine.wasm`, its parts, and how a script's
//! bytecode becomes a component around it. It must not know how bytecode is made, nor how a component is run.

mod component;
mod link;
mod program;
mod script_component;

pub use component::{EngineComponent, Part};
pub use link::{ComponentLinker, empty_script_module};
pub use program::BytecodeModule;
pub use script_component::{ScriptComponent, ScriptComponentError};

/// The name under which a script component imports the engine's core module.
pub const ENGINE_IMPORT: &str = "coral-engine";

/// The contract that components of this engine are made for: the package in `wit/`.
pub const CONTRACT: &str = "coral:script@0.1.0";

/// The package whose modules the engine holds.
pub const SDK_PACKAGE: &str = "@coral/sdk";

/// The version of the SDK in the engine, which specifiers such as `jsr:@coral/sdk@^0.1` are held against.
pub const SDK_VERSION: &str = "0.1.0";

/// The custom section of `engine.wasm` that lists the modules of the SDK in it: a line for each, with the specifier that a
/// script imports it by and then what it exports, separated by spaces.
pub const SDK_EXPORTS_SECTION: &str = "coral:sdk-exports";

/// Why bytes are no engine component.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// They are no WebAssembly.
    #[error("the engine is not a valid component: {0}")]
    Malformed(#[from] wasmparser::BinaryReaderError),
    /// A part is missing.
    #[error("the engine component has no {0}: build it with tools/build-engine")]
    Missing(&'static str),
    /// Its core module imports or exports what a component cannot describe.
    #[error("the engine's core module cannot be imported: {0}")]
    Interface(String),
}
