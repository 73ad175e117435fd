//! Where the bytes of a layer go: to a writer, and never more of them than were announced. It must not know what they are.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::AsyncWrite;

/// Writes at most as many bytes as were announced. It writes when it is polled: to a local file, which is as fast as any
/// network.
pub(crate) struct BlobWriter<'a> {
    out: &'a mut (dyn Write + Send),
    announced: u64,
    written: u64,
}

impl<'a> BlobWriter<'a> {
    pub(crate) fn new(out: &'a mut (dyn Write + Send), announced: u64) -> Self {
        Self { out, announced, written: 0 }
    }

    /// How many bytes came so far, at most one more than were announced.
    pub(crate) fn written(&self) -> u64 {
        self.written
    }
}

impl AsyncWrite for BlobWriter<'_> {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let length = bytes.len() as u64;
        if length > self.announced.saturating_sub(self.written) {
            self.written = self.announced.saturating_add(1);
            return Poll::Ready(Err(io::ErrorKind::FileTooLarge.into()));
        }
        self.out.write_all(bytes)?;
        self.written += length;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.out.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}
