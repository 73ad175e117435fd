//! How the body of a request is written, and why it cannot be read; must not know how it is.

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
    /// Not JSON, or not a message of OTLP's; with the reason, which may quote the body.
    #[error("the body is no message of OTLP in JSON: {0}")]
    Json(String),
    /// JSON, but a list or a single value.
    #[error("the body is no message of OTLP in JSON: it must be an object")]
    NoObject,
    /// It has more rows than are taken at once.
    #[error("the body has more than {most} spans, points or logs: send less at once")]
    Rows {
        /// As many as there may be.
        most: usize,
    },
    /// A resource, a span, a metric or a log of a size that none has.
    #[error("the body has a resource, a span, a metric or a log of more than {most} bytes: send less of it")]
    Item {
        /// As large as one may be.
        most: usize,
    },
    /// JSON of more values than are read at once.
    #[error("the body has more than {most} values: send less at once, or in protobuf")]
    Values {
        /// As many as there may be.
        most: usize,
    },
}

/// The most bytes of a reason: what is quoted in it may be as long as the body.
const REASON_BYTES: usize = 200;

impl From<serde_json::Error> for BodyError {
    fn from(error: serde_json::Error) -> Self {
        let mut reason = error.to_string();
        if reason.len() > REASON_BYTES {
            reason.truncate(reason.floor_char_boundary(REASON_BYTES));
            reason.push('…');
        }
        Self::Json(reason)
    }
}

impl BodyError {
    /// Whether it may well be a message, but one that is too large.
    #[must_use]
    pub const fn is_too_large(&self) -> bool {
        matches!(self, Self::Rows { .. } | Self::Item { .. } | Self::Values { .. })
    }
}
