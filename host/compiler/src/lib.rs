//! From TypeScript to a WASM component: bundles a script to one ES module. Knows nothing of the policy of a run, and
//! prints nothing.

mod bundle;
mod bytecode;
mod compile;
mod diagnostic;
mod source_map;

pub use bundle::{Bundle, BundleError, Bundling, FileError, ProvidedModule, ProvidedModules, Rejection, bundle};
pub use bytecode::BytecodeError;
pub use compile::{CompileError, CompiledScript, Compiler, sdk_modules};
pub use diagnostic::Diagnostic;
pub use source_map::Columns;
