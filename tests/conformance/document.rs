//! The compatibility table of docs/sdk.md, made of comparisons. It must not know how they came to be.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::comparison::Comparison;
use crate::script::{REPOSITORY, name};

/// The document that the table is in, below the root of the repository.
const DOCUMENT: &str = "docs/sdk.md";

/// The lines around the table.
const BEGIN: &str = "<!-- made by `make conformance CONFORMANCE_WRITE=1` -->";
const END: &str = "<!-- end -->";

/// Set to write the table, in place of checking it.
const WRITE: &str = "CONFORMANCE_WRITE";

/// Holds the document against what was found; or writes it, where that is asked for.
pub fn check(comparisons: &[Comparison]) {
    let path = Path::new(REPOSITORY).join(DOCUMENT);
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let right = format!("{before}{BEGIN}\n\n{}\n{END}{after}", table(comparisons));
    if std::env::var_os(WRITE).is_some_and(|value| !value.is_empty()) {
        fs::write(&path, right).unwrap();
    } else {
        let same = text.lines().zip(right.lines()).take_while(|(text, right)| text == right).count();
        let place = right.lines().nth(same).unwrap_or_default();
        assert!(text == right, "{DOCUMENT} is out of date from line {}, {place:?}: run {BEGIN}", same + 1);
    }
}

/// A row for each script, under a heading for all whose names begin alike.
fn table(comparisons: &[Comparison]) -> String {
    let mut groups: BTreeMap<&str, Vec<&Comparison>> = BTreeMap::new();
    for comparison in comparisons {
        let name = name(&comparison.name);
        groups.entry(name.split('-').next().unwrap_or(name)).or_default().push(comparison);
    }
    let same = comparisons.iter().filter(|comparison| comparison.reason.is_none()).count();
    let mut text =
        format!("{} scripts: {same} the same, {} different.\n\n", comparisons.len(), comparisons.len() - same);
    text.push_str("| script | what it shows | WASM and Deno |\n|---|---|---|\n");
    for comparison in groups.into_values().flatten() {
        let result = comparison.reason.map_or_else(|| "same".to_owned(), |reason| format!("**differ**: {reason}"));
        let subject = comparison.subject.trim_end_matches('.').replace('|', "\\|");
        let _ = writeln!(text, "| `{}` | {subject} | {result} |", name(&comparison.name));
    }
    text
}
