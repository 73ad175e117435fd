//! The body of a request, in either of OTLP's encodings; must not know what is in it.

use prost::Message;
use serde::de::DeserializeOwned;

use crate::json;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `application/x-protobuf`
    Protobuf,
    /// `application/json`
    Json,
}

/// A body that cannot be read. Nothing of it is taken, and sending it again would not help.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// Not a message of OTLP's: cut off, of other types, or with a text that is not UTF-8.
    #[error("the body is no message of OTLP in protobuf: {0}")]
    Protobuf(#[from] prost::DecodeError),
    /// Not JSON, or not a message of OTLP's.
    #[error("the body is no message of OTLP in JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// JSON, but a list or a single value.
    #[error("the body is no message of OTLP in JSON: it must be an object")]
    NoObject,
}

impl Encoding {
    pub(crate) fn decode<M: Message + Default + DeserializeOwned>(self, body: &[u8]) -> Result<M, BodyError> {
        match self {
            Self::Protobuf => Ok(M::decode(body)?),
            // A list would do for what has defaults for all it has.
            Self::Json if body.trim_ascii_start().first() == Some(&b'[') => Err(BodyError::NoObject),
            Self::Json => Ok(json::message(body)?),
        }
    }
}
