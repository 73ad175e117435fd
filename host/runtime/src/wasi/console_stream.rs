//! A stream whose lines go to the run's console, and are charged as console text is. A write beyond what the run may write
//! ends it: most programs would only panic at an error.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coral_run::{Level, Session};
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamError, StreamResult};

/// The most bytes of one write.
const MAX_WRITE_BYTES: usize = 64 * 1024;

/// The most bytes that wait for their newline; a longer line is written in pieces.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// Standard output or standard error. Clones are the same stream.
#[derive(Clone)]
pub struct ConsoleStream {
    session: Arc<Session>,
    level: Level,
    line: Arc<Mutex<Line>>,
}

impl ConsoleStream {
    /// A stream of console texts of this level.
    pub fn new(session: Arc<Session>, level: Level) -> Self {
        Self { session, level, line: Arc::default() }
    }

    /// Writes the last line, if there is one without a newline.
    pub fn finish(&self) {
        if let Some(text) = self.line().finish() {
            // The run is over: there is no one to tell.
            let _ = self.session.console(self.level, &text);
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        // Bytes, which a panic elsewhere leaves as they are.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IsTerminal for ConsoleStream {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for ConsoleStream {
    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }

    fn async_stream(&self) -> Box<dyn tokio::io::AsyncWrite + Send + Sync> {
        // Of WASI 0.3, which is not linked.
        Box::new(tokio::io::empty())
    }
}

impl OutputStream for ConsoleStream {
    fn write(&mut self, bytes: bytes::Bytes) -> StreamResult<()> {
        if bytes.len() > MAX_WRITE_BYTES {
            return Err(StreamError::trap("more was written than check-write allows"));
        }
        let mut line = self.line();
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            if let Some(text) = line.push(piece) {
                let written = self.session.console(self.level, &text);
                written.map_err(|error| StreamError::Trap(error.into()))?;
            }
        }
        Ok(())
    }

    fn write_zeroes(&mut self, count: usize) -> StreamResult<()> {
        // The trait's own would allocate any count.
        self.write(vec![0; count.min(MAX_WRITE_BYTES + 1)].into())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(MAX_WRITE_BYTES)
    }
}

#[async_trait]
impl Pollable for ConsoleStream {
    async fn ready(&mut self) {}
}

/// What was written since the last newline.
#[derive(Default)]
struct Line(Vec<u8>);

impl Line {
    /// Takes a piece, in which a newline can only be the last byte; the text that is now complete, if one is.
    fn push(&mut self, piece: &[u8]) -> Option<String> {
        self.0.extend_from_slice(piece);
        if self.0.last() == Some(&b'\n') {
            self.0.pop();
            return Some(self.take(self.0.len()));
        }
        (self.0.len() >= MAX_LINE_BYTES).then(|| self.take(whole_characters(&self.0)))
    }

    fn finish(&mut self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.take(self.0.len()))
    }

    fn take(&mut self, count: usize) -> String {
        let rest = self.0.split_off(count);
        String::from_utf8_lossy(&std::mem::replace(&mut self.0, rest)).into_owned()
    }
}

/// How many bytes there are without a last character that is not all there yet.
fn whole_characters(bytes: &[u8]) -> usize {
    match bytes.utf8_chunks().last() {
        Some(chunk) if is_cut_off(chunk.invalid()) => bytes.len() - chunk.invalid().len(),
        _ => bytes.len(),
    }
}

/// Whether bytes are the beginning of a character.
fn is_cut_off(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_with_its_newline() {
        let mut line = Line::default();
        assert_eq!(line.push(b"one "), None);
        assert_eq!(line.push(b"line\n"), Some("one line".to_owned()));
        assert_eq!(line.push(b"\n"), Some(String::new()));
        assert_eq!(line.finish(), None);
        assert_eq!(line.push(b"no newline"), None);
        assert_eq!(line.finish(), Some("no newline".to_owned()));
    }

    #[test]
    fn a_long_line_is_written_in_pieces_of_whole_characters() {
        let mut line = Line::default();
        let text = format!("x{}", "é".repeat(MAX_LINE_BYTES));
        let pieces: Vec<String> = text.as_bytes().chunks(1_000).filter_map(|piece| line.push(piece)).collect();
        assert!(pieces.iter().all(|piece| piece.len() <= MAX_LINE_BYTES + 1_000));
        assert_eq!(pieces.concat() + &line.finish().unwrap_or_default(), text);
    }

    #[test]
    fn what_is_no_text_is_shown_as_such() {
        let mut line = Line::default();
        assert_eq!(line.push(b"\xff\xe2\x82\n"), Some("\u{fffd}\u{fffd}".to_owned()));
        assert_eq!(whole_characters(b"ab\xe2\x82"), 2);
        assert_eq!(whole_characters(b"ab\xff"), 3);
    }
}
