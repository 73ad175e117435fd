//! Writes a trampoline for each function of DuckDB's C API: its name, and a jump to wherever the table says.

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, error, fs};

use object::{Object, ObjectSymbol, SymbolKind};

/// What libduckdb-sys takes DuckDB's library from as well.
const LIBRARY_FOLDER: &str = "DUCKDB_LIB_DIR";

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo:rerun-if-env-changed={LIBRARY_FOLDER}");
    let folder = env::var(LIBRARY_FOLDER).map_err(|_| format!("{LIBRARY_FOLDER} is not set: run make setup"))?;
    let library = PathBuf::from(folder).join("libduckdb.so");
    println!("cargo:rerun-if-changed={}", library.display());
    let bytes = fs::read(&library).map_err(|error| format!("{}: {error}: run make setup", library.display()))?;
    let functions = functions(&bytes)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("trampolines.s"), trampolines(&functions)?)?;
    let names: Vec<_> = functions.iter().map(|name| format!("c\"{name}\"")).collect();
    fs::write(out.join("names.rs"), format!("[{}]", names.join(", ")))?;
    fs::write(out.join("count.rs"), functions.len().to_string())?;
    Ok(())
}

/// The names of the C API, in their order.
fn functions(library: &[u8]) -> Result<Vec<String>, Box<dyn error::Error>> {
    let library = object::File::parse(library)?;
    let mut names: Vec<String> = library
        .dynamic_symbols()
        .filter(|symbol| symbol.is_definition() && symbol.kind() == SymbolKind::Text)
        .filter_map(|symbol| symbol.name().ok().filter(|name| name.starts_with("duckdb_")).map(str::to_owned))
        .collect();
    names.sort();
    Ok(names)
}

/// Where the table leads at first, each function pushes its number and goes on where the library is loaded. It is hidden,
/// so that the library itself never takes it for its own.
fn trampolines(functions: &[String]) -> Result<String, std::fmt::Error> {
    let mut text = String::from(".text\n");
    for (number, name) in functions.iter().enumerate() {
        let offset = number * 8;
        write!(
            text,
            ".globl {name}\n.hidden {name}\n.type {name}, @function\n{name}: jmp qword ptr [rip + coral_duckdb_table + {offset}]\n\
             coral_duckdb_first_{number}: push {number}\njmp coral_duckdb_first\n"
        )?;
    }
    text.push_str(".data\n.balign 8\n.globl coral_duckdb_table\n.hidden coral_duckdb_table\ncoral_duckdb_table:\n");
    for number in 0..functions.len() {
        writeln!(text, ".quad coral_duckdb_first_{number}")?;
    }
    text.push_str(".text\n");
    Ok(text)
}
