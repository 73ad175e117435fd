//! What should come of each attack of a family: a file beside the family's, written by `ESCAPE_WRITE=1` and read by whoever
//! reviews a change of it. It must not know how an attack is made.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::attack::{Attack, folder};
use crate::verdict::Verdict;

/// Set to write what was found, in place of holding it against what is expected.
const WRITE: &str = "ESCAPE_WRITE";

/// Findings that are wrong whatever is expected: the host's own failures.
const ALWAYS_WRONG: [&str; 5] = ["HANGS", "PANICS", "host-failure", "panicked", "SIGSEGV"];

/// Whether findings are to be written.
pub fn is_writing() -> bool {
    std::env::var_os(WRITE).is_some_and(|value| !value.is_empty())
}

/// What is expected in a family, by name.
pub fn of_family(family: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(path(family)).unwrap_or_default();
    let sections = format!("\n{text}");
    let sections = sections.split("\n=== ").skip(1);
    sections
        .map(|section| {
            let (name, finding) = section.split_once('\n').unwrap_or((section, ""));
            (name.to_owned(), format!("{}\n", finding.trim_end()))
        })
        .collect()
}

/// Writes what was found, which is from then on expected; what was not made this time stays as it is.
pub fn write(family: &str, verdicts: &[Verdict], attacks: &[Attack]) {
    let mut expected = of_family(family);
    let found = verdicts.iter().map(|verdict| (verdict.attack.name.clone(), verdict.finding.clone()));
    expected.extend(found);
    let finding = |attack: &Attack| Some(format!("=== {}\n{}", attack.name, expected.get(&attack.name)?));
    fs::write(path(family), attacks.iter().filter_map(finding).collect::<Vec<_>>().join("\n")).unwrap();
}

/// Why a finding can never be right.
pub fn is_always_wrong(finding: &str) -> bool {
    ALWAYS_WRONG.iter().any(|wrong| finding.contains(wrong))
}

fn path(family: &str) -> PathBuf {
    folder().join(format!("{family}.expected.txt"))
}
