//! Frames of bytes between host and worker: a length, a kind, and values one after another. Must not know what they mean.
//!
//! The host believes a worker nothing: every length is checked against what is there, and a frame against what was asked
//! for.

use std::io::{self, Read};

/// Bytes of a frame's length, which counts the kind and the values.
const LENGTH: usize = 4;

/// What arrived is no frame, or not one that could be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Garbled;

/// Makes one frame.
pub(crate) struct Encoder(Vec<u8>);

impl Encoder {
    /// A frame of a kind, without values yet.
    pub(crate) fn new(kind: u8) -> Self {
        let mut bytes = vec![0; LENGTH];
        bytes.push(kind);
        Self(bytes)
    }

    /// One byte.
    pub(crate) fn byte(&mut self, value: u8) {
        self.0.push(value);
    }

    /// A number of 64 bits.
    pub(crate) fn number(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// A number of bytes, and the bytes.
    pub(crate) fn bytes(&mut self, value: &[u8]) {
        self.number(value.len() as u64);
        self.0.extend_from_slice(value);
    }

    /// The bytes of numbers whose number the reader knows.
    pub(crate) fn all<T: Copy, const SIZE: usize>(&mut self, values: &[T], bytes_of: impl Fn(T) -> [u8; SIZE]) {
        let start = self.0.len();
        self.0.resize(start + values.len() * SIZE, 0);
        let (places, _) = self.0[start..].as_chunks_mut::<SIZE>();
        for (place, value) in places.iter_mut().zip(values) {
            *place = bytes_of(*value);
        }
    }

    /// The frame; none where it is longer than a frame can be, 4 GiB.
    pub(crate) fn finish(mut self) -> Option<Vec<u8>> {
        let length = u32::try_from(self.0.len() - LENGTH).ok()?;
        self.0[..LENGTH].copy_from_slice(&length.to_le_bytes());
        Some(self.0)
    }
}

/// Takes a frame's values, one after another.
pub(crate) struct Decoder<'frame>(&'frame [u8]);

impl<'frame> Decoder<'frame> {
    /// The values of a frame, which is without its length here, and its kind.
    pub(crate) fn of(frame: &'frame [u8]) -> Result<(u8, Self), Garbled> {
        let (kind, values) = frame.split_first().ok_or(Garbled)?;
        Ok((*kind, Self(values)))
    }

    /// One byte.
    pub(crate) fn byte(&mut self) -> Result<u8, Garbled> {
        let (value, rest) = self.0.split_first().ok_or(Garbled)?;
        self.0 = rest;
        Ok(*value)
    }

    /// A byte that says yes or no.
    pub(crate) fn flag(&mut self) -> Result<bool, Garbled> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Garbled),
        }
    }

    /// A number of 64 bits.
    pub(crate) fn number(&mut self) -> Result<u64, Garbled> {
        let (value, rest) = self.0.split_first_chunk().ok_or(Garbled)?;
        self.0 = rest;
        Ok(u64::from_le_bytes(*value))
    }

    /// A number that counts or measures something in memory.
    pub(crate) fn size(&mut self) -> Result<usize, Garbled> {
        usize::try_from(self.number()?).map_err(|_| Garbled)
    }

    /// Bytes after their number.
    pub(crate) fn bytes(&mut self) -> Result<&'frame [u8], Garbled> {
        let length = self.size()?;
        self.take(length)
    }

    /// Text after the number of its bytes.
    pub(crate) fn text(&mut self) -> Result<&'frame str, Garbled> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Garbled)
    }

    /// So many numbers.
    pub(crate) fn all<T, const SIZE: usize>(
        &mut self,
        count: usize,
        value_of: impl Fn([u8; SIZE]) -> T,
    ) -> Result<Vec<T>, Garbled> {
        let bytes = self.take(count.checked_mul(SIZE).ok_or(Garbled)?)?;
        let (values, _) = bytes.as_chunks::<SIZE>();
        Ok(values.iter().map(|value| value_of(*value)).collect())
    }

    /// Nothing may be left over.
    pub(crate) fn finish(self) -> Result<(), Garbled> {
        if self.0.is_empty() { Ok(()) } else { Err(Garbled) }
    }

    fn take(&mut self, length: usize) -> Result<&'frame [u8], Garbled> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Garbled)?;
        self.0 = rest;
        Ok(taken)
    }
}

/// The first frame of what has arrived so far, without its length; none as long as some of it is missing. `Err` where it
/// says that it is longer than `longest`.
pub(crate) fn first_frame(arrived: &[u8], longest: usize) -> Result<Option<&[u8]>, Garbled> {
    let Some(length) = length(arrived) else { return Ok(None) };
    if length > longest { Err(Garbled) } else { Ok(arrived.get(LENGTH..LENGTH + length)) }
}

/// How many bytes are to come, of which nothing else is known than what has arrived of them.
pub(crate) fn missing(arrived: &[u8]) -> usize {
    let whole = LENGTH + length(arrived).unwrap_or_default();
    whole.saturating_sub(arrived.len())
}

/// Reads a frame without its length, and waits for it.
pub(crate) fn read_frame(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; LENGTH];
    stream.read_exact(&mut length)?;
    let mut frame = vec![0; u32::from_le_bytes(length) as usize];
    stream.read_exact(&mut frame)?;
    Ok(frame)
}

fn length(arrived: &[u8]) -> Option<usize> {
    arrived.first_chunk().map(|length| u32::from_le_bytes(*length) as usize)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn values_come_out_as_they_went_in() {
        let mut encoder = Encoder::new(7);
        encoder.byte(1);
        encoder.number(u64::MAX);
        encoder.bytes("ä".as_bytes());
        encoder.all(&[-1_i64, 2], i64::to_le_bytes);
        let frame = encoder.finish().unwrap();
        let (kind, mut decoder) = Decoder::of(first_frame(&frame, 100).unwrap().unwrap()).unwrap();
        assert_eq!((kind, decoder.flag(), decoder.number(), decoder.text()), (7, Ok(true), Ok(u64::MAX), Ok("ä")));
        assert_eq!(decoder.all(2, i64::from_le_bytes), Ok(vec![-1, 2]));
        assert_eq!(decoder.finish(), Ok(()));
    }

    #[test]
    fn lengths_are_believed_only_as_far_as_there_are_bytes() {
        let mut encoder = Encoder::new(1);
        encoder.number(u64::MAX);
        let frame = encoder.finish().unwrap();
        let decoder = || Decoder::of(&frame[LENGTH..]).unwrap().1;
        assert_eq!(decoder().bytes(), Err(Garbled));
        assert_eq!(decoder().all(usize::MAX, i64::from_le_bytes), Err(Garbled));
        assert_eq!(decoder().all(2, i64::from_le_bytes), Err(Garbled));
        assert_eq!(decoder().flag(), Err(Garbled));
        assert_eq!(decoder().finish(), Err(Garbled));
        assert!(Decoder::of(&[]).is_err());
    }

    #[test]
    fn a_frame_is_there_once_it_is_whole() {
        let frame = Encoder::new(1).finish().unwrap();
        for arrived in 0..frame.len() {
            assert_eq!(first_frame(&frame[..arrived], 1), Ok(None));
        }
        assert_eq!(first_frame(&frame, 1), Ok(Some(&[1][..])));
        assert_eq!(first_frame(&frame, 0), Err(Garbled));
        assert_eq!((missing(&[]), missing(&frame[..4]), missing(&frame)), (4, 1, 0));
    }
}
