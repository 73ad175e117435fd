//! JavaScript that computes, beside Deno: `make bench`. Each program is run by both in turns, ours metered as always, and
//! tells itself how long it took, so that neither's start counts. With `BENCH_WRITE=1` docs/benchmarks.md keeps the figures.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench fails by panicking, and prints what it measured"
)]

#[path = "../benches/deno.rs"]
mod deno;
#[path = "../benches/document.rs"]
mod document;
mod engine;
#[path = "../benches/median.rs"]
mod median;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::engine::Laboratory;
use crate::median::median;

/// How often each program is run by each.
const ROUNDS: usize = 5;

/// What is wanted of the geometric mean of the ratios, without that of the floats.
const TARGET: f64 = 4.0;

/// The program that does not count towards the mean.
const BESIDE: &str = "floats";

/// What a program told: how many milliseconds it took, and what it computed.
#[derive(Debug, PartialEq)]
pub struct Told {
    milliseconds: f64,
    result: String,
}

impl Told {
    fn of(line: &str) -> Self {
        let (milliseconds, result) = line.trim().split_once(' ').unwrap();
        Self { milliseconds: milliseconds.parse().unwrap(), result: result.to_owned() }
    }
}

fn main() {
    let laboratory = Laboratory::new();
    let mut text = format!(
        "{}, {}; medians of {ROUNDS} runs each, in turns.\n\n| | ours | Deno | ratio | fuel |\n|---|---|---|---|---|\n",
        document::machine(),
        document::version(deno::DENO)
    );
    let mut logarithms = Vec::new();
    for program in programs() {
        let script = laboratory.load(&program);
        let (mut ours, mut others, mut fuel) = (Vec::new(), Vec::new(), 0);
        for _ in 0..ROUNDS {
            let (line, taken) = laboratory.run(&script);
            let (own, other) = (Told::of(&line), Told::of(&printed_by_deno(&program)));
            assert_eq!(own.result, other.result, "{}", program.display());
            ours.push(own.milliseconds);
            others.push(other.milliseconds);
            fuel = taken;
        }
        let (own, other) = (median(ours), median(others));
        let (name, ratio) = (program.file_stem().unwrap().to_string_lossy(), own / other);
        if name != BESIDE {
            logarithms.push(ratio.ln());
        }
        let fuel = fuel as f64 / 1e9;
        writeln!(text, "| {name} | {own:.0} ms | {other:.0} ms | {ratio:.1} | {fuel:.2} G |").unwrap();
    }
    let mean = (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp();
    write!(text, "\nGeometric mean without the loop over floats: **{mean:.1}**; {TARGET:.1} is wanted.\n").unwrap();
    print!("{text}");
    if document::is_wanted("BENCH_WRITE") {
        document::write("compute", &text);
    }
}

/// The programs, by their names, and that which is beside the others last.
fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/compute/programs");
    let mut programs: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    programs.sort_by_key(|path| (path.file_stem().is_some_and(|name| name == BESIDE), path.clone()));
    programs
}

fn printed_by_deno(program: &Path) -> String {
    let output = deno::command(program).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
