//! What a server knows its caller by; must not know where it is from.

use std::fmt;

use hyper::header::HeaderValue;

/// A token, which nothing prints.
#[derive(Clone)]
pub struct Token(HeaderValue);

/// Why a text is no token. It does not quote the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it holds characters that no token has: those are letters, digits and -._~+/=")]
pub struct InvalidToken;

impl Token {
    /// A token out of its text.
    pub fn new(text: &str) -> Result<Self, InvalidToken> {
        // What RFC 6750 lets stand in a header.
        let is_sound = |character: char| character.is_ascii_alphanumeric() || "-._~+/=".contains(character);
        if text.is_empty() || !text.chars().all(is_sound) {
            return Err(InvalidToken);
        }
        let mut value = HeaderValue::try_from(format!("Bearer {text}")).map_err(|_| InvalidToken)?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// As `Authorization` has it.
    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}
