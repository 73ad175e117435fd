//! What is wrong with a script, and where: a message, a place, a code frame, a hint, and their layout as text. Knows
//! neither the bundler that found it nor the terminal that shows it.

use std::fmt;
use std::ops::Range;

use coral_source::{code_frame, is_unsafe};

/// One mistake in a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one lower-case line.
    pub message: String,
    /// The file that it is in, relative to the current folder, or else to the root; none if it is in no file.
    pub file: Option<String>,
    /// 1-based; 0 if it is in no file.
    pub line: u32,
    /// 1-based, in UTF-16 units, as editors show it; 0 if it is in no file.
    pub column: u32,
    /// The source line with carets below the place, as plain text.
    pub frame: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A mistake that is in no file.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), file: None, line: 0, column: 0, frame: None, hint: None }
    }

    /// The same, in the bytes `span` of the text `source` of `file`.
    pub fn at(mut self, file: impl Into<String>, source: &str, span: Range<usize>) -> Self {
        let start = source.floor_char_boundary(span.start);
        let end = source.floor_char_boundary(span.end).max(start);
        let (before, marked) = (&source[..start], &source[start..end]);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.file = Some(file.into());
        self.line = saturated(before.matches('\n').count() + 1);
        self.column = saturated(before[line_start..].encode_utf16().count() + 1);
        let length = saturated(marked.lines().next().unwrap_or_default().encode_utf16().count());
        self.frame = Some(code_frame(source, self.line, self.column, length)).filter(|frame| !frame.is_empty());
        self
    }

    /// The same, with what to do about it.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "error: {}", Printable(&self.message))?;
        let Some(file) = &self.file else {
            return self.hint.iter().try_for_each(|hint| write!(out, "\n  = help: {}", Printable(hint)));
        };
        let digits = self.line.to_string().len();
        write!(out, "\n{:digits$} --> {}:{}:{}", "", Printable(file), self.line, self.column)?;
        if let Some(frame) = &self.frame {
            write!(out, "\n{frame}")?;
        }
        self.hint.iter().try_for_each(|hint| write!(out, "\n{:digits$}  = help: {}", "", Printable(hint)))
    }
}

/// Text that quotes the script, without what a terminal would obey.
struct Printable<'a>(&'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        self.0.chars().try_for_each(|character| {
            out.write_char(if is_unsafe(character) { char::REPLACEMENT_CHARACTER } else { character })
        })
    }
}

/// The first line of somebody else's message in our style: in lower case, without a full stop, a backtrace or a plea to report it to others.
pub(crate) fn plain(title: &str) -> String {
    let line = title.lines().next().unwrap_or_default().trim().trim_end_matches('.');
    let mut characters = line.chars();
    match (characters.next(), characters.clone().next()) {
        // An abbreviation keeps its letters.
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::{Diagnostic, plain};

    #[test]
    fn a_title_begins_with_a_small_letter_but_for_an_abbreviation() {
        assert_eq!(plain("Unexpected token."), "unexpected token");
        assert_eq!(plain("HTML comments are not allowed"), "HTML comments are not allowed");
        assert_eq!(plain("A"), "a");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn prints_place_frame_and_hint() {
        let source = "//\n//\nimport { x } from \"./missing.ts\";\n";
        let found = Diagnostic::new("could not resolve \"./missing.ts\"")
            .at("src/alert.ts", source, 24..38)
            .with_hint("check the spelling");
        assert_snapshot!(found, @r#"
        error: could not resolve "./missing.ts"
          --> src/alert.ts:3:19
           |
         3 | import { x } from "./missing.ts";
           |                   ^^^^^^^^^^^^^^
           = help: check the spelling
        "#);
    }

    #[test]
    fn widens_the_gutter_with_the_line_number() {
        let source = format!("{}boom();", "\n".repeat(122));
        assert_snapshot!(Diagnostic::new("no").at("a.ts", &source, 122..126).with_hint("help"), @r"
        error: no
            --> a.ts:123:1
             |
         123 | boom();
             | ^^^^
             = help: help
        ");
    }

    #[test]
    fn counts_utf_16_and_marks_one_line() {
        let source = "ü😀 `a\nb`";
        let found = Diagnostic::new("no").at("a.ts", source, 7..12);
        assert_eq!((found.line, found.column), (1, 5));
        assert_snapshot!(found, @r"
        error: no
          --> a.ts:1:5
           |
         1 | ü😀 `a
           |     ^^
        ");
    }

    #[test]
    fn is_one_line_without_a_place() {
        assert_snapshot!(Diagnostic::new("no\u{1b}[31m"), @"error: no�[31m");
    }
}
