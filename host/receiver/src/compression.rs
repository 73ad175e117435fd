//! How bodies are compressed, and what they are without; must not know what is in them.

use std::io::{self, Read};

use bytes::Bytes;
use flate2::bufread::MultiGzDecoder;

use crate::rejection::Rejection;

/// The largest window that a body in zstd may ask for, as a power of 2: the 8 MiB that every decoder has to have.
///
/// Source: RFC 8878, section 3.1.1.1.2.
const ZSTD_WINDOW_LOG: u32 = 23;

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    Identity,
    Gzip,
    Zstd,
}

impl Compression {
    /// As a header names them all.
    pub(crate) const NAMES: &'static str = "gzip, zstd, identity";

    /// By the value of a header; none of those stands for no compression.
    pub(crate) fn named(name: Option<&[u8]>) -> Result<Self, Rejection> {
        match name.map(<[u8]>::trim_ascii) {
            None | Some(b"") => Ok(Self::Identity),
            Some(name) if name.eq_ignore_ascii_case(b"identity") => Ok(Self::Identity),
            Some(name) if name.eq_ignore_ascii_case(b"gzip") => Ok(Self::Gzip),
            Some(name) if name.eq_ignore_ascii_case(b"zstd") => Ok(Self::Zstd),
            Some(other) => Err(Rejection::Compression(String::from_utf8_lossy(other).into_owned())),
        }
    }

    /// The body without compression, if it has no more bytes than `most`. Takes a processor's time, and may take `most`
    /// bytes of memory.
    pub(crate) fn expand(self, body: Bytes, most: usize) -> Result<Bytes, Rejection> {
        match self {
            Self::Identity if body.len() > most => Err(Rejection::TooLarge(most)),
            Self::Identity => Ok(body),
            Self::Gzip => read(MultiGzDecoder::new(&*body), most),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(&*body).map_err(Rejection::Damaged)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG).map_err(Rejection::Damaged)?;
                read(decoder, most)
            }
        }
    }
}

/// Reads to the end, but stops one byte after the most that there may be.
fn read(decoder: impl Read, most: usize) -> Result<Bytes, Rejection> {
    let mut body = Vec::new();
    let mut bounded = decoder.take(most as u64 + 1);
    match bounded.read_to_end(&mut body) {
        Ok(_) if body.len() > most => Err(Rejection::TooLarge(most)),
        Ok(_) => Ok(body.into()),
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => Err(Rejection::TooLarge(most)),
        Err(error) => Err(Rejection::Damaged(error)),
    }
}
