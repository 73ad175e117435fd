//! What came of one script on the two runtimes, side by side. It must not know how the script was run.

use std::fmt;

use crate::differences;
use crate::run::Finished;
use crate::script::Script;

const SAME: &str = "same";

const DIFFERS_AS_KNOWN: &str = "differs as known";

/// A script that ran on both runtimes.
pub struct Comparison {
    /// The script's path below the root of the repository.
    pub name: String,
    /// What it shows.
    pub subject: String,
    /// Why it may differ, and then must; none where it may not.
    pub reason: Option<&'static str>,
    pub wasm: Finished,
    pub deno: Finished,
    /// The exit code that both must have.
    exit_code: i32,
}

impl Comparison {
    /// Runs a script on both.
    pub fn of(script: &Script) -> Self {
        let [wasm, deno] = ["wasm", "deno"].map(|runtime| Finished::of(script, runtime));
        let reason = differences::reason(&script.path);
        Self {
            name: script.path.clone(),
            subject: script.subject.clone(),
            reason,
            wasm,
            deno,
            exit_code: script.exit_code,
        }
    }

    /// Whether all is the same and the exit code is the script's, or it differs where it is known to.
    pub fn is_right(&self) -> bool {
        matches!(self.verdict(), SAME | DIFFERS_AS_KNOWN)
    }

    /// The same in a word.
    pub fn verdict(&self) -> &'static str {
        let differs = self.wasm != self.deno;
        if self.reason.is_some() {
            if differs { DIFFERS_AS_KNOWN } else { "NO LONGER DIFFERS" }
        } else if differs {
            "DIFFERS"
        } else if self.wasm.code != Some(self.exit_code) {
            "WRONG CODE"
        } else {
            SAME
        }
    }
}

/// The differences alone: `-` is what WASM says, `+` is what Deno says; and a wrong exit code with what was printed.
impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, wasm, deno, exit_code, .. } = self;
        if wasm == deno && self.reason.is_some() {
            return writeln!(formatter, "{name} no longer differs: take it off the list of differences");
        }
        if wasm == deno {
            let Finished { code, stdout, stderr, .. } = wasm;
            return writeln!(formatter, "{name}: the exit code is {code:?}, not {exit_code}\n{stdout}{stderr}");
        }
        writeln!(formatter, "{name} (- wasm, + deno)")?;
        let code = |finished: &Finished| format!("{:?}", finished.code);
        let events = |finished: &Finished| finished.events.iter().map(|event| format!("{event}\n")).collect::<String>();
        let parts = [
            ("exit code", code(wasm), code(deno)),
            ("standard output", wasm.stdout.clone(), deno.stdout.clone()),
            ("standard error", wasm.stderr.clone(), deno.stderr.clone()),
            ("events", events(wasm), events(deno)),
        ];
        for (part, wasm, deno) in parts.iter().filter(|(_, wasm, deno)| wasm != deno) {
            writeln!(formatter, "  {part}")?;
            write_difference(formatter, wasm, deno)?;
        }
        Ok(())
    }
}

/// The lines between the first and the last that differ.
fn write_difference(formatter: &mut fmt::Formatter<'_>, wasm: &str, deno: &str) -> fmt::Result {
    let wasm: Vec<&str> = wasm.lines().collect();
    let deno: Vec<&str> = deno.lines().collect();
    let same = |(a, b): &(&&str, &&str)| a == b;
    let start = wasm.iter().zip(&deno).take_while(same).count();
    let (wasm, deno) = (&wasm[start..], &deno[start..]);
    let end = wasm.iter().rev().zip(deno.iter().rev()).take_while(same).count();
    for (sign, lines) in [('-', wasm), ('+', deno)] {
        for (offset, line) in lines[..lines.len() - end].iter().enumerate() {
            writeln!(formatter, "  {sign} {:>4}  {line}", start + offset + 1)?;
        }
    }
    Ok(())
}
