//! A code frame: one source line with carets below the place that is meant, for a terminal. Knows neither messages
//! nor where the source came from.

use std::borrow::Cow;
use std::iter::repeat_n;

use unicode_width::UnicodeWidthChar;

/// Lines that are wider than this are cut around the carets.
const MAX_WIDTH: usize = 100;
/// How much of a line that is cut stays before the carets.
const LEAD: usize = 40;
const TAB: usize = 4;

/// The line `line` of `source` with its number, and carets below the `length` units that start at `column`.
///
/// `line` and `column` are 1-based; `column` and `length` count UTF-16 units, as editors do. There are three lines,
/// without a newline at the end. A column after the end of the line is shown there; for a line that does not exist
/// the frame is empty.
pub fn code_frame(source: &str, line: u32, column: u32, length: u32) -> String {
    let Some(text) = (line as usize).checked_sub(1).and_then(|index| source.split('\n').nth(index)) else {
        return String::new();
    };
    let text = text.trim_end_matches('\r');
    let start = column.saturating_sub(1) as usize;
    let end = start.saturating_add(length.max(1) as usize);

    let cells = Cell::of_line(text);
    let first = cells.iter().position(|cell| cell.unit + cell.units > start).unwrap_or(cells.len());
    let last = cells.iter().position(|cell| cell.unit >= end).unwrap_or(cells.len()).max(first);
    let window = Window::around(&cells, first);

    let before = width(&cells[window.start..first]) + usize::from(window.start > 0);
    let carets = width(&cells[first..last.min(window.end)]).max(1);

    let number = line.to_string();
    let gutter = " ".repeat(number.len() + 2);
    let mut frame = format!("{gutter}|\n {number} | ");
    if window.start > 0 {
        frame.push('…');
    }
    cells[window.start..window.end].iter().for_each(|cell| cell.show(&mut frame));
    if window.end < cells.len() {
        frame.push('…');
    }
    frame.truncate(frame.trim_end().len());
    frame.push_str(&format!("\n{gutter}| "));
    frame.extend(repeat_n(' ', before).chain(repeat_n('^', carets)));
    frame
}

/// One character of the line.
struct Cell {
    character: char,
    /// Where it starts, in UTF-16 units from the start of the line.
    unit: usize,
    units: usize,
    width: usize,
}

impl Cell {
    fn of_line(text: &str) -> Vec<Self> {
        let mut unit = 0;
        text.chars()
            .map(|character| {
                let units = character.len_utf16();
                let cell = Self { character, unit, units, width: display_width(character) };
                unit += units;
                cell
            })
            .collect()
    }

    fn show(&self, frame: &mut String) {
        match self.character {
            '\t' => frame.extend(repeat_n(' ', TAB)),
            character if is_unsafe(character) => frame.push(char::REPLACEMENT_CHARACTER),
            character => frame.push(character),
        }
    }
}

fn width(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.width).sum()
}

/// The cells that are shown: `start..end`.
struct Window {
    start: usize,
    end: usize,
}

impl Window {
    fn around(cells: &[Cell], caret: usize) -> Self {
        if width(cells) <= MAX_WIDTH {
            return Self { start: 0, end: cells.len() };
        }
        let mut start = caret;
        let mut lead = 0;
        while start > 0 && lead + cells[start - 1].width <= LEAD {
            start -= 1;
            lead += cells[start].width;
        }
        let mut end = start;
        let mut shown = 0;
        while end < cells.len() && shown + cells[end].width <= MAX_WIDTH {
            shown += cells[end].width;
            end += 1;
        }
        Self { start, end }
    }
}

/// Whether a terminal would do something else than show it: control characters, and those that reorder the text.
pub fn is_unsafe(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without what a terminal would obey; its lines and tabs stay.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_obeyed = |character| is_unsafe(character) && !matches!(character, '\n' | '\t');
    if text.chars().any(is_obeyed) {
        let shown = |character| if is_obeyed(character) { char::REPLACEMENT_CHARACTER } else { character };
        Cow::Owned(text.chars().map(shown).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Columns in a terminal.
fn display_width(character: char) -> usize {
    match character {
        '\t' => TAB,
        _ if is_unsafe(character) => 1,
        _ => character.width().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::code_frame;

    #[test]
    fn marks_a_span() {
        assert_snapshot!(code_frame("one\nimport \"./x.ts\";\nthree", 2, 8, 8), @r#"
          |
        2 | import "./x.ts";
          |        ^^^^^^^^
        "#);
    }

    #[test]
    fn aligns_below_wide_characters_tabs_and_combining_marks() {
        assert_snapshot!(code_frame("const 日本 = \"😀\"; boom();", 1, 19, 4), @r#"
          |
        1 | const 日本 = "😀"; boom();
          |                     ^^^^
        "#);
        assert_snapshot!(code_frame("\tif (x) {\tboom();", 1, 11, 4), @r"
          |
        1 |     if (x) {    boom();
          |                 ^^^^
        ");
        assert_snapshot!(code_frame("e\u{301} boom", 1, 4, 4), @r"
          |
        1 | é boom
          |   ^^^^
        ");
    }

    #[test]
    fn cuts_a_long_line_around_the_carets() {
        let line = format!("{}boom{}", "a".repeat(5000), "b".repeat(5000));
        assert_snapshot!(code_frame(&line, 1, 5001, 4), @r"
          |
        1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaboombbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
          |                                          ^^^^
        ");
        assert_snapshot!(code_frame(&line, 1, 1, 10_000), @r"
          |
        1 | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ");
        assert_snapshot!(code_frame(&line, 1, 20_000, 3), @r"
          |
        1 | …bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
          |                                          ^
        ");
    }

    #[test]
    fn shows_nothing_that_a_terminal_would_obey() {
        assert_snapshot!(code_frame("a\u{1b}[31m \u{202e}b", 1, 8, 1), @r"
          |
        1 | a�[31m �b
          |        ^
        ");
    }

    #[test]
    fn survives_every_position() {
        for source in ["", "\n", "a", "\u{1f600}\r\nü\t", "日本\n\n"] {
            for line in [0, 1, 2, 3, u32::MAX] {
                for column in [0, 1, 2, 3, u32::MAX] {
                    for length in [0, 1, 5, u32::MAX] {
                        code_frame(source, line, column, length);
                    }
                }
            }
        }
    }
}
