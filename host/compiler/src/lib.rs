//! From TypeScript to a WASM component: bundles a script to one ES module. Knows nothing of the policy of a run, and
//! prints nothing.

mod bundle;
mod bytecode;
mod compile;
mod diagnostic;
mod provenance;
mod source_map;
mod usage;

pub use bundle::{
    Bundle, BundleError, BundledModule, BundledScript, Bundling, BundlingTogether, FileError, ProvidedModule,
    ProvidedModules, Rejection, bundle, bundle_together,
};
pub use bytecode::BytecodeError;
pub use compile::{CompileError, CompiledModule, CompiledProgram, CompiledScript, Compiler, sdk_modules};
pub use diagnostic::Diagnostic;
pub use provenance::Provenance;
pub use source_map::Columns;
pub use usage::{Action, ProvidedUse, provided_uses};
