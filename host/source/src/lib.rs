//! Where things stand in a script's source: positions through its source map, stack frames, code frames for a
//! terminal. It must not know how a script is bundled, nor how it is run.

mod code_frame;
mod module_name;
mod placed_stack;
mod read_map;
mod source_map;
mod stack;

pub use code_frame::{code_frame, is_unsafe, printable};
pub use module_name::{SCRIPT_MODULE, file_module};
pub use placed_stack::parse_placed_stack;
pub use source_map::{ModuleMap, Position, SourceMap};
pub use stack::{Frame, Place, parse_stack, place_in_sources};
