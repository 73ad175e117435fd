//! The source map of a bundle, in the terms of who runs it. Knows neither the bundler's modules nor the file system.

use std::borrow::Cow;

use oxc_sourcemap::{SourceMap, Token};

/// How the columns of a bundle's generated code are counted: as whoever runs it reports them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// In UTF-8 bytes, as QuickJS does.
    Bytes,
    /// In UTF-16 units, as V8 does, and source maps by their definition.
    Utf16,
}

/// Rewrites the bundler's map of `code` and prints it as JSON.
///
/// Its columns of the generated code are converted here, once, so that a look-up needs no text. The original columns
/// stay in UTF-16 units, as editors show them. `describe` gives each source its name, and its text where that is not
/// what the bundler got; of a source that it says nothing of, no one wrote a place.
pub fn rewrite(
    map: &SourceMap<'_>,
    code: &str,
    columns: Columns,
    describe: impl Fn(&str) -> Option<(String, Option<String>)>,
) -> String {
    let described: Vec<_> = map.get_sources().map(describe).collect();
    let is_written = |token: &Token| {
        let source = token.get_source_id().and_then(|source| described.get(source as usize));
        source.is_none_or(Option::is_some)
    };
    let (sources, contents): (Vec<_>, Vec<_>) = described
        .iter()
        .zip(map.get_source_contents())
        .map(|(described, content)| match described {
            None => (Cow::Borrowed(""), None),
            Some((name, text)) => (Cow::Borrowed(name.as_str()), text.as_deref().or(content).map(Cow::Borrowed)),
        })
        .unzip();
    let names = map.get_names().map(Cow::Borrowed).collect();
    let tokens: Box<[Token]> = match columns {
        Columns::Bytes => byte_columns(map, code),
        Columns::Utf16 => map.get_tokens().collect(),
    };
    let unplaced = |token: Token| Token::new(token.get_dst_line(), token.get_dst_col(), 0, 0, None, None);
    let tokens = tokens.into_iter().map(|token| if is_written(&token) { token } else { unplaced(token) }).collect();
    SourceMap::new(None, names, None, sources, contents, tokens, None).to_json_string()
}

fn byte_columns(map: &SourceMap<'_>, code: &str) -> Box<[Token]> {
    let mut lines = code.split('\n').map(Line::new);
    let mut line = lines.next().unwrap_or_default();
    let mut number = 0;
    map.get_tokens()
        .map(|token| {
            // Tokens come in the order of the generated code.
            while number < token.get_dst_line() {
                line = lines.next().unwrap_or_default();
                number += 1;
            }
            Token::new(
                token.get_dst_line(),
                line.byte_column(token.get_dst_col()),
                token.get_src_line(),
                token.get_src_col(),
                token.get_source_id(),
                token.get_name_id(),
            )
        })
        .collect()
}

/// One generated line, read once from left to right.
#[derive(Default)]
struct Line<'a> {
    text: &'a str,
    is_ascii: bool,
    unit: u32,
    byte: u32,
}

impl<'a> Line<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, is_ascii: text.is_ascii(), unit: 0, byte: 0 }
    }

    fn byte_column(&mut self, unit: u32) -> u32 {
        if self.is_ascii {
            return unit;
        }
        if unit < self.unit {
            (self.unit, self.byte) = (0, 0);
        }
        for character in self.text.get(self.byte as usize..).unwrap_or_default().chars() {
            if self.unit >= unit {
                break;
            }
            // Neither sum is longer than the line's bytes, which the bundler counts in 32 bits too.
            self.unit += character.len_utf16() as u32;
            self.byte += character.len_utf8() as u32;
        }
        self.byte
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use oxc_sourcemap::{SourceMap, Token};

    use super::{Columns, rewrite};

    fn rewritten(code: &str, tokens: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let tokens = tokens.iter().map(|&(line, column)| Token::new(line, column, 7, 9, Some(0), None)).collect();
        let map = SourceMap::new(None, vec![], None, vec!["../a.ts".into()], vec![Some("text".into())], tokens, None);
        let json = rewrite(&map, code, Columns::Bytes, |source| Some((source.replace("../", ""), None)));
        let map = SourceMap::from_json_string(&json).unwrap();
        assert_eq!(map.get_source_and_content(0), Some(("a.ts", "text")));
        map.get_tokens()
            .map(|token| {
                assert_eq!((token.get_src_line(), token.get_src_col()), (7, 9));
                (token.get_dst_line(), token.get_dst_col())
            })
            .collect()
    }

    #[test]
    fn leaves_ascii_as_it_is() {
        assert_eq!(rewritten("let a = 1;\n\nlet b;", &[(0, 0), (0, 4), (2, 4)]), [(0, 0), (0, 4), (2, 4)]);
    }

    #[test]
    fn counts_bytes_after_umlauts_and_emoji() {
        let code = "let ü = \"😀\"; boom();\nlet 日 = boom();";
        let units = |text: &str, word: &str| text[..text.find(word).unwrap()].encode_utf16().count() as u32;
        let lines: Vec<_> = code.split('\n').collect();
        let tokens = [(0, 4), (0, units(lines[0], "boom")), (1, units(lines[1], "boom"))];
        let bytes = lines.iter().map(|line| line.find("boom").unwrap() as u32).collect::<Vec<_>>();
        assert_eq!(rewritten(code, &tokens), [(0, 4), (0, bytes[0]), (1, bytes[1])]);
        assert_ne!(tokens[1].1, bytes[0]);
    }

    #[test]
    fn survives_places_that_the_code_does_not_have() {
        assert_eq!(rewritten("ü", &[(0, 1), (0, 99), (5, 3)]), [(0, 2), (0, 2), (5, 0)]);
    }

    #[test]
    fn what_no_one_wrote_has_no_place() {
        let tokens = vec![Token::new(0, 0, 3, 4, Some(0), None), Token::new(0, 5, 6, 7, Some(1), None)];
        let sources = vec!["made.js".into(), "a.ts".into()];
        let texts = vec![Some("made".into()), Some("text".into())];
        let map = SourceMap::new(None, vec![], None, sources, texts, tokens.into(), None);
        let describe = |source: &str| (source == "a.ts").then(|| (source.to_owned(), None));
        let json = rewrite(&map, "0000 1111", Columns::Bytes, describe);
        let map = SourceMap::from_json_string(&json).unwrap();
        let sources: Vec<_> = map.get_tokens().map(|token| token.get_source_id()).collect();
        assert_eq!(sources, [None, Some(1)]);
        assert_eq!(map.get_source_content(0), None);
    }
}
