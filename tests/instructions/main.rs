//! How many instructions the product's own work takes, each held below a bound: `make instructions`. They are counted by
//! Callgrind, in machine code for any x86-64 processor, so that they are the same on a busy machine and on an idle one, and
//! nearly the same on another. How long the work takes is no matter of this file.
//!
//! Each work is done by a process of its own, few times and more times: the difference is what it takes without its start.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints what it counted"
)]

#[path = "../coral_wasm.rs"]
mod coral_wasm;
mod count;
#[path = "../benches/session.rs"]
mod session;
mod work;
mod workshop;

use std::process::ExitCode;

use crate::work::WORKS;
use crate::workshop::Workshop;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, "--do", folder, name, times] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        work::perform(folder.as_ref(), name, times.parse().unwrap());
        return ExitCode::SUCCESS;
    }
    if !cfg!(target_arch = "x86_64") {
        println!("not counted: the bounds are for x86-64");
        return ExitCode::SUCCESS;
    }
    let workshop = Workshop::new();
    let mut is_within = true;
    for work in &WORKS {
        let count = count::once(workshop.folder(), work);
        let verdict = if count <= work.most { "" } else { "  TOO MANY" };
        println!("{:<10} {count:>12} instructions, at most {:>12}{verdict}", work.name, work.most);
        is_within &= count <= work.most;
    }
    if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
