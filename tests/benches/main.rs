//! The figures of docs/benchmarks.md: `make bench`. Each bench is a process of its own; names as arguments choose some. With
//! `BENCH_WRITE=1` the document keeps their figures, and docs/benchmarks/ their plots.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench fails by panicking, and prints what it measured"
)]

mod bare_host;
mod commands;
mod compiling;
mod compute;
#[path = "../coral_wasm.rs"]
mod coral_wasm;
#[path = "../load/database.rs"]
mod database;
mod deno;
mod document;
mod growth;
mod host;
#[path = "../http_request.rs"]
mod http_request;
mod ingest;
mod number;
#[path = "../own_memory.rs"]
mod own_memory;
mod plot;
mod program;
mod queries;
mod runs;
mod samples;
#[path = "../standalone/second_host.rs"]
mod second_host;
#[path = "../server_process.rs"]
mod server_process;
mod session;
mod sleepers;
#[path = "../standalone/standalone_component.rs"]
mod standalone_component;
#[path = "../load/statement.rs"]
mod statement;

use std::process::Command;

/// A bench's name, and what it does.
type Bench = (&'static str, fn());

const BENCHES: [Bench; 7] = [
    ("commands", commands::bench),
    ("runs", runs::bench),
    ("sleepers", sleepers::bench),
    ("queries", queries::bench),
    ("ingest", ingest::bench),
    ("compute", compute::bench),
    ("compiling", compiling::bench),
];

/// Tells the process of one bench that it is.
const ALONE: &str = "--alone";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [alone, name] = &arguments[..]
        && alone == ALONE
    {
        let (_, bench) = BENCHES.iter().find(|(known, _)| known == name).unwrap();
        return bench();
    }
    for (name, _) in BENCHES.iter().filter(|(name, _)| arguments.is_empty() || arguments.iter().any(|one| one == name))
    {
        println!("\n{name}\n");
        let finished = Command::new(std::env::current_exe().unwrap()).args([ALONE, name]).status().unwrap();
        assert!(finished.success(), "{name}: {finished}");
    }
}
