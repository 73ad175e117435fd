//! JSON as a message of OTLP's; must not know which message.
//!
//! serde_json's own numbers cannot be read where the messages say `serde(flatten)` once anything in the program asks
//! for its `arbitrary_precision`, as rolldown does: they come as objects then. So the text is read into values first,
//! and the message is made of those.

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use crate::BodyError;

/// The most values of a message, where one of two bytes may take some hundreds once it is read.
const MOST_VALUES: usize = 1_000_000;

/// Reads a message.
pub fn message<M: DeserializeOwned>(body: &[u8]) -> Result<M, BodyError> {
    // A list would do for what has defaults for all it has.
    if body.trim_ascii_start().first() == Some(&b'[') {
        return Err(BodyError::NoObject);
    }
    if values(body) > MOST_VALUES {
        return Err(BodyError::Values { most: MOST_VALUES });
    }
    Ok(M::deserialize(Plain(serde_json::from_slice(body)?))?)
}

/// At least as many values as a text has, if it is JSON: each follows a comma or a bracket, but for the first and for
/// those of names.
fn values(body: &[u8]) -> usize {
    let (mut count, mut is_text, mut is_escaped) = (1, false, false);
    for byte in body {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_text,
            b'"' => is_text = !is_text,
            b',' | b'[' | b'{' if !is_text => count += 1,
            _ => {}
        }
    }
    count
}

/// A value whose numbers are plain numbers.
struct Plain(Value);

impl<'de> Deserializer<'de> for Plain {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(is_so) => visitor.visit_bool(is_so),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., Some(number)) => visitor.visit_f64(number),
                _ => Err(Error::custom(format_args!("{number} is too large a number"))),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Plain))),
            Value::Object(members) => visitor.visit_map(plain_members(members)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(members) => visitor.visit_enum(MapAccessDeserializer::new(plain_members(members))),
            Value::String(text) => visitor.visit_enum(text.into_deserializer()),
            _ => Err(Error::custom("one of several kinds must be an object")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        struct identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Plain {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn plain_members<'de>(
    members: serde_json::Map<String, Value>,
) -> MapDeserializer<'de, impl Iterator<Item = (String, Plain)>, Error> {
    MapDeserializer::new(members.into_iter().map(|(name, value)| (name, Plain(value))))
}
