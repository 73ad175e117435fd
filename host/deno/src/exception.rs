//! Deno's text of an exception that nobody caught, as the run's exception. The script wrote most of it: it is only ever
//! shown.

use coral_run::Exception;

use crate::last_words::{NEVER_RESOLVED, UNCAUGHT};

/// The most bytes that are kept of an exception's message, and of its stack.
const MAX_BYTES: usize = 16 * 1024;

const FRAME: &str = "    at ";
const CAUSE: &str = "Caused by: ";

/// Reads the exception in Deno's last words:
///
/// ```text
/// error: Uncaught (in promise) Error: the message
///     Error: one of the errors of an AggregateError
///         at its frames
/// the source line
/// ^
///     at frames (lib/plan.ts:3:11)
/// Caused by: Error: the cause
///     at its frames
///
///     info: advice of Deno's
/// ```
///
/// None if that is not what they are.
pub(crate) fn parse(lines: &[String]) -> Option<Exception> {
    let (first, rest) = lines.split_first()?;
    if first == NEVER_RESOLVED {
        let message =
            "Error: the script waits for a promise that nothing will resolve: no timer and no request is left";
        let before = rest.iter().take_while(|line| !line.starts_with(FRAME)).count();
        let stack = frames(rest.get(before..).unwrap_or_default());
        return Some(Exception { message: message.to_owned(), stack, in_promise: true });
    }
    let first = first.strip_prefix(UNCAUGHT)?;
    let in_promise = first.starts_with("(in promise) ");
    let first = first.strip_prefix("(in promise) ").unwrap_or(first);

    let end = end_of_message(rest);
    let after = rest.get(end.next..).unwrap_or_default();
    let is_aggregate = first.starts_with("AggregateError");
    let mut message = first.to_owned();
    for line in &rest[..end.message] {
        // The errors that it is made of, which the message of an Error never holds.
        if !(is_aggregate && line.starts_with("    ")) {
            message.push('\n');
            message.push_str(line);
        }
    }
    push_causes(&mut message, after);
    Some(Exception { message: cut(message), stack: cut(frames(after)), in_promise })
}

struct MessageEnd {
    /// How many lines belong to the message.
    message: usize,
    /// The first line after the source line and its caret.
    next: usize,
}

fn end_of_message(lines: &[String]) -> MessageEnd {
    let is_caret = |line: &String| line.trim_start() == "^";
    let ends = |line: &String| line.starts_with(FRAME) || line.starts_with(CAUSE);
    let carets = lines.iter().enumerate().filter(|(_, line)| is_caret(line)).map(|(index, _)| index);
    // A message may hold a caret of its own: the source line's stands before the frames.
    let caret = carets.into_iter().find(|index| *index > 0 && lines.get(index + 1).is_none_or(ends));
    match caret {
        Some(caret) => MessageEnd { message: caret - 1, next: caret + 1 },
        None => {
            let end = (0..lines.len()).find(|index| is_end(&lines[*index..])).unwrap_or(lines.len());
            MessageEnd { message: end, next: end }
        }
    }
}

/// Whether a message ends before these lines: where its frames begin, or what may stand behind them. A message may hold
/// lines like frames, but others of its own follow those.
fn is_end(lines: &[String]) -> bool {
    let frames = lines.iter().take_while(|line| line.starts_with(FRAME)).count();
    let after = &lines[frames..];
    let is_over = after.is_empty() || is_advice(after) || after.first().is_some_and(|line| line.starts_with(CAUSE));
    is_over && !lines.is_empty()
}

/// Whether these lines are what Deno advises, for mistakes that it knows.
fn is_advice(lines: &[String]) -> bool {
    let names = ["    info: ", "    hint: ", "    docs: "];
    matches!(lines, [blank, advice, ..] if blank.is_empty() && names.iter().any(|name| advice.starts_with(name)))
}

fn frames(lines: &[String]) -> String {
    let frames = lines.iter().take_while(|line| line.starts_with(FRAME));
    frames.map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn push_causes(message: &mut String, lines: &[String]) {
    let mut is_cause = false;
    for (index, line) in lines.iter().enumerate() {
        if is_advice(&lines[index..]) {
            return;
        }
        is_cause = line.starts_with(CAUSE) || (is_cause && !line.starts_with(FRAME));
        if is_cause {
            message.push('\n');
            message.push_str(line);
        }
    }
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_BYTES {
        text.truncate(text.floor_char_boundary(MAX_BYTES));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use coral_run::Exception;

    use super::parse;

    fn parsed(text: &str) -> Exception {
        parse(&text.lines().map(str::to_owned).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn an_error_has_a_message_and_frames() {
        let text = "error: Uncaught (in promise) Error: a\nsecond line\nboom();\n^\n    at boom (lib/a.ts:1:2)\n    at b.ts:2:3";
        let expected = Exception {
            message: "Error: a\nsecond line".to_owned(),
            stack: "    at boom (lib/a.ts:1:2)\n    at b.ts:2:3".to_owned(),
            in_promise: true,
        };
        assert_eq!(parsed(text), expected);
        assert!(!parsed("error: Uncaught Error: a").in_promise);
    }

    #[test]
    fn a_message_may_hold_what_looks_like_frames() {
        let text =
            "error: Uncaught Error: first\n    at nothing (x.ts:1:1)\nlast\n    at a.ts:2:2\nCaused by: Error: b";
        let exception = parsed(text);
        assert_eq!(exception.message, "Error: first\n    at nothing (x.ts:1:1)\nlast\nCaused by: Error: b");
        assert_eq!(exception.stack, "    at a.ts:2:2");
    }

    #[test]
    fn what_is_no_error_has_a_message_alone() {
        for (text, message) in [("42", "42"), ("undefined", "undefined"), ("{\n  a: 1\n}", "{\n  a: 1\n}")] {
            let exception = parsed(&format!("error: Uncaught (in promise) {text}"));
            assert_eq!((exception.message.as_str(), exception.stack.as_str()), (message, ""));
        }
    }

    #[test]
    fn causes_belong_to_the_message_without_their_frames() {
        let text = "error: Uncaught Error: a\nx\n^\n    at a.ts:1:1\nCaused by: Error: b\nmore of b\n    at a.ts:2:2\n\
            Caused by: \"text\"";
        let exception = parsed(text);
        assert_eq!(exception.message, "Error: a\nCaused by: Error: b\nmore of b\nCaused by: \"text\"");
        assert_eq!(exception.stack, "    at a.ts:1:1");
    }

    #[test]
    fn the_errors_of_an_aggregate_and_advice_are_left_out() {
        let text = "error: Uncaught AggregateError: all\n    Error: one\n        at a.ts:1:1\nx\n^\n    at a.ts:2:2";
        assert_eq!(parsed(text).message, "AggregateError: all");
        let text = "error: Uncaught ReferenceError: window is not defined\nwindow;\n^\n    at a.ts:1:1\n\n    info: no\n    hint: x";
        assert_eq!(parsed(text).message, "ReferenceError: window is not defined");
        assert_eq!(parsed(text).stack, "    at a.ts:1:1");
    }

    #[test]
    fn a_promise_that_stays_pending_reads_as_in_wasm() {
        let text = "error: Top-level await promise never resolved\nawait x;\n^\n    at <anonymous> (a.ts:1:1)";
        let exception = parsed(text);
        assert!(exception.message.starts_with("Error: the script waits for a promise"));
        assert_eq!(exception.stack, "    at <anonymous> (a.ts:1:1)");
    }

    #[test]
    fn anything_is_survived() {
        for text in
            ["error: Uncaught ", "error: Uncaught x\n^", "error: Uncaught x\n\n^\n", "error: Uncaught (in promise) "]
        {
            parsed(text);
        }
        assert!(parse(&[]).is_none());
        assert!(parse(&["error: x".to_owned()]).is_none());
        assert!(parsed(&format!("error: Uncaught {}", "ü".repeat(100_000))).message.len() < 17_000);
    }
}
