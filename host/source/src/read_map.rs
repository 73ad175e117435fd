//! The source map of one module, read: its tokens, sources and their texts. A stranger may have written it, and a script
//! decides how often it is asked: reading takes time once, and a question next to none.

use std::borrow::Cow;

use oxc_sourcemap::Token;

use crate::Position;
use crate::code_frame::is_unsafe;

/// The most bytes of a source file's name. It stands in for a few bytes of a script's own text, as often as the script
/// writes them.
const LONGEST_NAME: usize = 1024;

/// A source map as it can be asked.
pub struct ReadMap {
    /// In the order of their places in the module.
    tokens: Box<[Token]>,
    sources: Vec<Cow<'static, str>>,
    texts: Vec<Option<Cow<'static, str>>>,
}

impl ReadMap {
    /// Reads a map of version 3; none if it is damaged.
    pub fn of(json: &str) -> Option<Self> {
        let map = oxc_sourcemap::SourceMap::from_json_string(json).ok()?.into_owned().into_parts();
        let mut tokens = map.tokens;
        if !tokens.is_sorted_by_key(place) {
            // Columns may go back within a line.
            tokens.sort_by_key(place);
        }
        Some(Self { tokens, sources: map.sources, texts: map.source_contents })
    }

    /// What stands at a place of the module, line and column from 0: the last token that begins there or before it in its
    /// line, and of several at one place the first.
    pub fn position(&self, line: u32, column: u32) -> Option<Position> {
        let last = self.tokens[..self.tokens.partition_point(|token| place(token) <= (line, column))].last()?;
        let first = self.tokens.partition_point(|token| place(token) < place(last));
        let token = self.tokens.get(first).filter(|token| token.get_dst_line() == line)?;
        let file = self.sources.get(token.get_source_id()? as usize)?;
        if file.len() > LONGEST_NAME || file.contains(is_unsafe) {
            return None;
        }
        Some(Position {
            file: file.clone().into_owned(),
            line: token.get_src_line().checked_add(1)?,
            column: token.get_src_col().checked_add(1)?,
        })
    }

    /// The text of a source file.
    pub fn text(&self, file: &str) -> Option<&str> {
        let index = self.sources.iter().position(|source| source == file)?;
        self.texts.get(index)?.as_deref()
    }
}

/// Where a token stands in the module.
fn place(token: &Token) -> (u32, u32) {
    (token.get_dst_line(), token.get_dst_col())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn map(source: &str, mappings: &str) -> Option<ReadMap> {
        let source = source.replace('\u{1b}', "\\u001b");
        ReadMap::of(&format!(r#"{{"version":3,"names":[],"sources":["{source}"],"mappings":"{mappings}"}}"#))
    }

    fn found(map: &ReadMap, line: u32, column: u32) -> Option<(u32, u32)> {
        map.position(line, column).map(|position| (position.line, position.column))
    }

    #[test]
    fn a_place_is_that_of_the_last_token_before_it_in_its_line() {
        // Tokens at 0:2, twice 0:4, 2:0 for 1:1, 2:1, 3:1 and 4:1.
        let map = map("a.ts", "EAAA,EACA,AACA;;AACA").unwrap();
        let expected = [None, None, Some((1, 1)), Some((1, 1)), Some((2, 1)), Some((2, 1))];
        assert_eq!([0, 1, 2, 3, 4, u32::MAX].map(|column| found(&map, 0, column)), expected);
        assert_eq!([found(&map, 1, 9), found(&map, 2, 0), found(&map, 3, 0)], [None, Some((4, 1)), None]);
    }

    #[test]
    fn columns_that_go_back_are_put_in_order() {
        // Tokens at 0:4 and 0:2.
        let map = map("a.ts", "IAAA,FACA").unwrap();
        assert_eq!([1, 2, 3, 4].map(|column| found(&map, 0, column)), [None, Some((2, 1)), Some((2, 1)), Some((1, 1))]);
    }

    #[test]
    fn a_line_or_column_beyond_all_measure_is_no_place() {
        // The line 2^32 - 1 from 0, of which there is no number from 1; then the column.
        assert_eq!(found(&map("a.ts", "AA+//////HA").unwrap(), 0, 0), None);
        assert_eq!(found(&map("a.ts", "AAA+//////H").unwrap(), 0, 0), None);
        assert_eq!(found(&map("a.ts", "AA8//////HA").unwrap(), 0, 0), Some((u32::MAX, 1)));
    }

    #[test]
    fn a_name_that_a_terminal_would_obey_or_that_is_endless_is_no_place() {
        assert!(map("../../a b.ts", "AAAA").unwrap().position(0, 0).is_some());
        assert!(map("\u{1b}[2J.ts", "AAAA").unwrap().position(0, 0).is_none());
        assert!(map("\u{202e}.ts", "AAAA").unwrap().position(0, 0).is_none());
        assert!(map(&"a".repeat(1025), "AAAA").unwrap().position(0, 0).is_none());
    }

    #[test]
    fn what_is_damaged_is_no_map() {
        for mappings in ["A", "AAA", "AAAAAAAA", "ACAA", "AADA", "DAAA", "AAAAA", "gggggggggggggggA", "AAA\\u0000"] {
            if let Some(map) = map("a.ts", mappings) {
                assert_eq!(map.position(0, 0), None, "{mappings}");
            }
        }
        for json in ["", "[]", "{\"version\":2}", &"[".repeat(100_000), "{\"version\":3,\"mappings\":\"AAAA\"}"] {
            assert!(ReadMap::of(json).is_none(), "{json}");
        }
    }
}
