//! What a run may use and do: the one [`Policy`], its presets, the texts that it is written in (a TOML file, flags, what a
//! script asks for), and where each of its values came from.
//!
//! It must not know where a limit is charged: the session of a run and the runtimes do that.

mod file;
mod in_force;
mod limit;
mod policy;
mod preset;
mod settings;
mod value;

pub use file::{PolicyFile, PolicyFileError};
pub use in_force::{PolicyInForce, Source};
pub use limit::{Kind, LARGEST_MEMORY, Limit, SMALLEST_MEMORY, milliseconds};
pub use policy::Policy;
pub use preset::Preset;
pub use settings::Settings;
pub use value::{InvalidValue, Value};
