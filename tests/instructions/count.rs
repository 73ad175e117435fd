//! Counting by Callgrind; must not know what the instructions are for.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::work::Work;

/// The instructions of doing it once more.
pub fn once(folder: &Path, work: &Work) -> u64 {
    let [few, many] = work.times;
    let count = |times: u32| of_process(folder, work.name, times);
    let (fewer, more) = (count(few), count(many));
    more.saturating_sub(fewer) / u64::from(many - few)
}

/// The instructions of a process of this program that does it so many times.
fn of_process(folder: &Path, name: &str, times: u32) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args(["--do".as_ref(), folder.as_os_str(), name.as_ref(), times.to_string().as_ref()])
        .stdin(Stdio::null())
        .output();
    let output = output.unwrap_or_else(|error| panic!("valgrind: {error}: run tools/install-packages"));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {text}");
    let collected = text.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count);
    collected.unwrap_or_else(|| panic!("{name}: {text}")).trim().parse().unwrap()
}
