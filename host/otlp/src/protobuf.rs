//! Messages within a message of protobuf, one after the other; must not know what they say.
//!
//! prost reads a whole request at once. An item takes two bytes there and some hundreds in memory, so that a small
//! request could take gigabytes.

use prost::DecodeError;
use prost::encoding::{DecodeContext, WireType, check_wire_type, decode_key, decode_varint, skip_field};

/// The messages that a message has in the field of this number. Ends with the first error, which may be in any field.
pub fn messages(message: &[u8], number: u32) -> impl Iterator<Item = Result<&[u8], DecodeError>> {
    let mut rest = message;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            match field(&mut rest, number) {
                Ok(None) => {}
                Ok(Some(found)) => return Some(Ok(found)),
                Err(error) => {
                    rest = &[];
                    return Some(Err(error));
                }
            }
        }
        None
    })
}

/// Takes the next field, and returns what it has if it is the one.
fn field<'a>(rest: &mut &'a [u8], number: u32) -> Result<Option<&'a [u8]>, DecodeError> {
    let (found, kind) = decode_key(rest)?;
    let begin = *rest;
    skip_field(kind, found, rest, DecodeContext::default())?;
    if found != number {
        return Ok(None);
    }
    check_wire_type(WireType::LengthDelimited, kind)?;
    let (mut field, _) = begin.split_at(begin.len() - rest.len());
    decode_varint(&mut field)?;
    Ok(Some(field))
}
