//! What `coral-wasm check` looks at: a script's declaration, whether it compiles, whether what it uses fits what it declares,
//! and its types. It must not print.

mod declaration;
mod finding;
mod subject;
mod type_check;
mod usage;

pub use finding::{Finding, Severity};
pub use subject::{Subject, subjects};
pub use type_check::check_types;
pub use usage::check_usage;
