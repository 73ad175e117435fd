//! What Deno prints before it ends by itself: an exception that nobody caught, or why it cannot go on. A script can
//! print the same, and go on. Knows not what the words mean.

use std::time::{Duration, Instant};

/// Deno ends at once after its last words: what stays longer was a script's.
const PATIENCE: Duration = Duration::from_secs(2);

/// The most bytes that are kept back, in memory.
const MAX_BYTES: usize = 1024 * 1024;

/// The most bytes of one line, which is more than is shown of an exception.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// What an exception that nobody caught begins with.
pub(crate) const UNCAUGHT: &str = "error: Uncaught ";

/// What a script ends with whose `await` nothing will ever settle.
pub(crate) const NEVER_RESOLVED: &str = "error: Top-level await promise never resolved";

/// How V8 and Rust begin to tell why they abort.
const ABORTS: &[&str] =
    &["<--- Last few GCs --->", "# Fatal ", "memory allocation of ", "Deno has panicked", "thread '"];

/// How lines look that come before those.
const BEFORE_ABORTS: &[&str] = &["", "#", "============================================================"];

/// Lines of standard error that may be last words, and are kept back until that is known.
#[derive(Debug, Default)]
pub(crate) struct LastWords {
    lines: Vec<String>,
    bytes: usize,
    is_sure: bool,
    since: Option<Instant>,
}

impl LastWords {
    /// Takes a line; returns those that turned out to be no last words.
    pub(crate) fn push(&mut self, line: String, now: Instant) -> Vec<String> {
        let begins = line.starts_with(UNCAUGHT) || line == NEVER_RESOLVED;
        let aborts = ABORTS.iter().any(|start| line.starts_with(start));
        let is_kept = begins || aborts || self.is_sure || BEFORE_ABORTS.contains(&line.as_str());
        let mut released = if begins || !is_kept { self.release() } else { Vec::new() };
        if !is_kept {
            released.push(line);
            return released;
        }
        self.is_sure |= begins || aborts;
        self.since.get_or_insert(now);
        let line = cut(line);
        let bytes = size_of::<String>() + line.len();
        // What comes then is the rest of a text that is shown in part in any case.
        if self.bytes + bytes <= MAX_BYTES {
            self.bytes += bytes;
            self.lines.push(line);
        }
        released
    }

    /// When lines are kept back no longer, if any are.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        Some(self.since? + PATIENCE)
    }

    /// Gives up what is kept back.
    pub(crate) fn release(&mut self) -> Vec<String> {
        std::mem::take(self).lines
    }

    /// The lines that are kept back.
    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }
}

fn cut(mut line: String) -> String {
    line.truncate(line.floor_char_boundary(MAX_LINE_BYTES));
    line
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::LastWords;

    /// What is released of some lines, and what is kept back.
    fn said(lines: &[&str]) -> (Vec<String>, Vec<String>) {
        let mut words = LastWords::default();
        let released = lines.iter().flat_map(|line| words.push((*line).to_owned(), Instant::now())).collect();
        (released, words.release())
    }

    #[test]
    fn an_exception_is_kept_back_with_all_that_follows() {
        let (released, kept) = said(&["a", "", "b", "error: Uncaught Error: x", "    at a.ts:1:1", "more"]);
        assert_eq!(released, ["a", "", "b"]);
        assert_eq!(kept, ["error: Uncaught Error: x", "    at a.ts:1:1", "more"]);
    }

    #[test]
    fn a_second_exception_shows_that_the_first_was_none() {
        let (released, kept) = said(&["error: Uncaught 1", "x", "error: Uncaught 2"]);
        assert_eq!(released, ["error: Uncaught 1", "x"]);
        assert_eq!(kept, ["error: Uncaught 2"]);
    }

    #[test]
    fn the_lines_before_an_abort_belong_to_it() {
        let (released, kept) = said(&["a", "", "#", "# Fatal JavaScript out of memory", "==== C stack trace"]);
        assert_eq!(released, ["a"]);
        assert_eq!(kept.len(), 4);
        assert_eq!(said(&["", "# heading"]).0, ["", "# heading"]);
    }

    #[test]
    fn of_an_endless_exception_the_beginning_is_kept() {
        let line = "x".repeat(100 * 1024);
        let mut lines = vec!["error: Uncaught Error"];
        lines.extend([line.as_str(); 100]);
        let (released, kept) = said(&lines);
        assert!(released.is_empty());
        assert_eq!(kept[0], "error: Uncaught Error");
        assert!((10..20).contains(&kept.len()) && kept[1].len() == 64 * 1024);
    }
}
