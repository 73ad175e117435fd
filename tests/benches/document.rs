//! docs/benchmarks.md, which has each bench's figures between two lines, and what the machine is. Must not know any figure.

use std::fs;
use std::process::Command;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/benchmarks.md");

/// Whether the figures are to be kept: `BENCH_WRITE=1` says so.
pub fn is_to_be_written() -> bool {
    std::env::var("BENCH_WRITE").is_ok_and(|value| value == "1")
}

/// Puts a bench's figures in the place of its earlier ones.
pub fn write(bench: &str, figures: &str) {
    let text = fs::read_to_string(DOCUMENT).unwrap();
    let (begin, end) = (format!("<!-- {bench}: begin -->\n"), format!("<!-- {bench}: end -->\n"));
    let (head, rest) = text.split_once(&begin).unwrap();
    let (_, tail) = rest.split_once(&end).unwrap();
    fs::write(DOCUMENT, format!("{head}{begin}\n{figures}\n{end}{tail}")).unwrap();
}

/// How many processors this machine has, and of what kind.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().unwrap();
    let text = fs::read_to_string("/proc/cpuinfo").unwrap();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    format!("{cores} cores ({})", name.trim_start_matches([' ', '\t', ':']))
}

/// The version of a program: the first two words of what it says of itself.
pub fn version(program: &str) -> String {
    let output = Command::new(program).arg("--version").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}
