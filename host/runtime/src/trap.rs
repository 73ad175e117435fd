//! What a plugin's trap was, in one line: its name, and the functions that it happened in.

use rustc_demangle::demangle;
use wasmtime::component::ResourceTableError;
use wasmtime::{Error, Trap, WasmBacktrace};

/// As many functions are named, the innermost first.
const MAX_FUNCTIONS: usize = 8;

/// The most characters that are shown of a function's name.
const MAX_NAME_CHARACTERS: usize = 100;

/// The error that ended a plugin, which traps or misuses what it is given.
pub fn describe(error: &Error) -> String {
    let functions = error.downcast_ref::<WasmBacktrace>().map(functions).unwrap_or_default();
    if functions.is_empty() { name(error) } else { format!("{}, in {}", name(error), functions.join(", called by ")) }
}

fn name(error: &Error) -> String {
    if let Some(trap) = error.downcast_ref::<Trap>() {
        return trap.to_string().trim_start_matches("wasm trap: ").to_owned();
    }
    match error.downcast_ref::<ResourceTableError>() {
        Some(ResourceTableError::Full) => "it keeps too many of the host's resources at once".to_owned(),
        _ => error.root_cause().to_string(),
    }
}

/// The functions that have names, and are the plugin's own.
fn functions(backtrace: &WasmBacktrace) -> Vec<String> {
    let names = backtrace.frames().iter().filter_map(|frame| frame.func_name());
    names.take(MAX_FUNCTIONS).map(|name| shown(&format!("{:#}", demangle(name)))).collect()
}

fn shown(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME_CHARACTERS) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}
