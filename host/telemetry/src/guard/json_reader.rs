//! Reads JSON as a stream of its parts, however deep it is; must not know what they mean.
//!
//! A chain of a thousand additions is a syntax tree two thousand levels deep, where a reader that calls itself would
//! run out of stack.

use std::borrow::Cow;

/// A part of JSON, in the order in which it is written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part<'text> {
    /// An object or an array begins.
    Begin,
    /// The latest that began ends.
    End,
    /// The name of the value that follows.
    Name(Cow<'text, str>),
    /// A string.
    Text(Cow<'text, str>),
    /// A number, a truth value, or null.
    Other,
}

/// The parts of a JSON text. It ends early where the text is no JSON.
pub(crate) struct JsonReader<'text> {
    rest: &'text str,
}

impl<'text> JsonReader<'text> {
    /// The parts of a text.
    pub(crate) fn of(text: &'text str) -> Self {
        Self { rest: text }
    }

    /// Whether all of the text was read.
    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    fn string(&mut self) -> Option<Cow<'text, str>> {
        let body = &self.rest[1..];
        let bytes = body.as_bytes();
        let mut end = 0;
        let mut escaped = false;
        loop {
            match bytes.get(end)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    end += 2;
                }
                _ => end += 1,
            }
        }
        let literal = &self.rest[..end + 2];
        self.rest = &self.rest[end + 2..];
        if escaped { serde_json::from_str(literal).ok().map(Cow::Owned) } else { Some(Cow::Borrowed(&body[..end])) }
    }
}

impl<'text> Iterator for JsonReader<'text> {
    type Item = Part<'text>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t', ',', ':']);
        Some(match self.rest.as_bytes().first()? {
            b'{' | b'[' => {
                self.rest = &self.rest[1..];
                Part::Begin
            }
            b'}' | b']' => {
                self.rest = &self.rest[1..];
                Part::End
            }
            b'"' => {
                let string = self.string()?;
                if self.rest.trim_start().starts_with(':') { Part::Name(string) } else { Part::Text(string) }
            }
            _ => {
                let end = self.rest.find([',', '}', ']']).unwrap_or(self.rest.len());
                self.rest = &self.rest[end..];
                Part::Other
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_order() {
        let text = r#"{"a":["x\"\u00e9\\", -1.5, null],"b" : {"":""}}"#;
        let (name, string) = (|name| Part::Name(Cow::Borrowed(name)), |text| Part::Text(Cow::Borrowed(text)));
        let parts = [
            Part::Begin,
            name("a"),
            Part::Begin,
            string("x\"é\\"),
            Part::Other,
            Part::Other,
            Part::End,
            name("b"),
            Part::Begin,
            name(""),
            string(""),
            Part::End,
            Part::End,
        ];
        let mut reader = JsonReader::of(text);
        assert_eq!(reader.by_ref().collect::<Vec<_>>(), parts);
        assert!(reader.is_done());
        let mut cut = JsonReader::of(r#"{"a":"never closed"#);
        assert_eq!(cut.by_ref().count(), 2);
        assert!(!cut.is_done());
    }
}
