//! Bytes as lines of text. Knows not whose they are.

/// A longer line comes in pieces of this many bytes: as many as a run may write to its console at all, unless it is
/// given more.
const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

/// The line that is not complete yet.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    /// Takes more bytes, and hands on each line that they complete, without its newline.
    pub(crate) fn push(&mut self, mut bytes: &[u8], mut on_line: impl FnMut(String)) {
        while !bytes.is_empty() {
            let room = MAX_LINE_BYTES - self.rest.len();
            let window = &bytes[..bytes.len().min(room)];
            match window.iter().position(|byte| *byte == b'\n') {
                Some(end) => {
                    self.rest.extend_from_slice(&window[..end]);
                    bytes = &bytes[end + 1..];
                    on_line(self.take());
                }
                None => {
                    self.rest.extend_from_slice(window);
                    bytes = &bytes[window.len()..];
                    if self.rest.len() == MAX_LINE_BYTES {
                        on_line(self.take_characters());
                    }
                }
            }
        }
    }

    /// What came after the last newline, if anything.
    pub(crate) fn finish(&mut self) -> Option<String> {
        (!self.rest.is_empty()).then(|| self.take())
    }

    fn take(&mut self) -> String {
        let text = String::from_utf8_lossy(&self.rest).into_owned();
        self.rest.clear();
        text
    }

    /// What is there, but for a character at its end of which bytes are still to come.
    fn take_characters(&mut self) -> String {
        let cut = match std::str::from_utf8(&self.rest) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.rest.len(),
        };
        let begun = self.rest.split_off(cut);
        let text = self.take();
        self.rest = begun;
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, MAX_LINE_BYTES};

    fn lines(chunks: &[&[u8]]) -> Vec<String> {
        let mut found = Vec::new();
        let mut lines = Lines::default();
        for chunk in chunks {
            lines.push(chunk, |line| found.push(line));
        }
        found.extend(lines.finish());
        found
    }

    #[test]
    fn chunks_need_not_end_where_lines_do() {
        assert_eq!(lines(&[b"a\nb", b"c\n", b"\n", b"d"]), ["a", "bc", "", "d"]);
        assert_eq!(lines(&["ü".as_bytes().split_at(1).0, "ü".as_bytes().split_at(1).1]), ["ü"]);
        assert_eq!(lines(&[b"\xff\n"]), ["\u{fffd}"]);
        assert!(lines(&[b""]).is_empty());
    }

    #[test]
    fn a_long_line_is_split_between_characters() {
        let text = format!("a{}", "ü".repeat(MAX_LINE_BYTES));
        let found = lines(&[text.as_bytes(), b"\nb\n"]);
        assert!(found.iter().all(|line| line.len() <= MAX_LINE_BYTES));
        assert_eq!(found.len(), 4);
        assert_eq!(found[..3].concat(), text);
    }
}
