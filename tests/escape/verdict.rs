//! Whether what came of an attack is right: as expected, and the same on both runtimes unless a reason
//! is given. It must not know how the attack was made.

use std::time::Duration;

use crate::attack::Attack;
use crate::expected;

/// What came of an attack, and what is wrong with that.
pub struct Verdict {
    pub attack: &'static Attack,
    /// What came of it on each runtime, once where that is the same.
    pub finding: String,
    /// Nothing, where all is right.
    pub wrongs: Vec<String>,
    /// How long it took on all runtimes.
    pub took: Duration,
}

impl Verdict {
    /// Judges an attack that was made in WASM, and under Deno where it has to do with that.
    pub fn of(attack: &'static Attack, wasm: &str, deno: Option<&str>) -> Self {
        let finding = match deno {
            None => format!("wasm: {wasm}"),
            Some(deno) if deno == wasm => format!("both: {wasm}"),
            Some(deno) => format!("wasm: {wasm}deno: {deno}"),
        };
        let mut wrongs = Vec::new();
        if expected::is_always_wrong(&finding) {
            wrongs.push("ends in a way that no attack may end".to_owned());
        }
        let differs = deno.is_some_and(|deno| deno != wasm);
        match (&attack.differs, differs) {
            (None, true) => wrongs.push("ends otherwise under Deno, for no reason that is given".to_owned()),
            (Some(_), false) => wrongs.push("does not differ, but gives a reason to".to_owned()),
            _ => {}
        }
        Self { attack, finding, wrongs, took: Duration::ZERO }
    }

    /// Holds it against what is expected; none is, of an attack that is new.
    pub fn hold_against(&mut self, expected: Option<&String>) {
        match expected {
            Some(expected) if *expected == self.finding => {}
            Some(expected) => {
                let wrong = format!(
                    "ends otherwise than expected: - expected, + found\n{}",
                    difference(expected, &self.finding)
                );
                self.wrongs.push(wrong);
            }
            None => self.wrongs.push(format!("has no expected end; found was\n{}", self.finding)),
        }
    }
}

/// The lines in which two texts differ.
fn difference(expected: &str, found: &str) -> String {
    let only = |these: &str, those: &str, sign: char| -> String {
        let lines = these.lines().filter(|line| !those.lines().any(|other| other == *line));
        lines.map(|line| format!("    {sign} {line}\n")).collect()
    };
    only(expected, found, '-') + &only(found, expected, '+')
}
