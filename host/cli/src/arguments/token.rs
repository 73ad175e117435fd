//! `--token`: a secret, and whose it is.

use std::fmt;

/// The text of a `--token`: not read yet, so that no message about it quotes it.
#[derive(Clone)]
pub struct TokenText(String);

impl From<String> for TokenText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for TokenText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenText(…)")
    }
}

/// A token, and whose it is.
pub struct Token {
    pub secret: String,
    pub script: Option<String>,
    pub service: Option<String>,
}

/// Fewer characters than this are guessed too soon.
const SHORTEST_SECRET: usize = 16;

impl TokenText {
    /// What it says, or what is wrong with it, which leaves the secret out.
    pub fn parse(&self) -> Result<Token, String> {
        let text = self.0.as_str();
        let (owner, secret) = match text.rsplit_once(':') {
            Some((owner, secret)) => (Some(owner), secret),
            None => (None, text),
        };
        // What RFC 6750 lets stand in a header.
        let is_sound = |character: char| character.is_ascii_alphanumeric() || "-._~+/=".contains(character);
        if secret.len() < SHORTEST_SECRET || !secret.chars().all(is_sound) {
            return Err(format!(
                "a secret has at least {SHORTEST_SECRET} characters, out of letters, digits and -._~+/=: try openssl rand -hex 32"
            ));
        }
        let (script, service) = match owner.map(|owner| owner.split_once('@').ok_or(owner)) {
            None => (None, None),
            Some(Ok((script, service))) => (Some(script), Some(service)),
            Some(Err(script)) => (Some(script), None),
        };
        if script == Some("") || service == Some("") {
            return Err("the script's or the service's name is empty: write SCRIPT@SERVICE:SECRET".to_owned());
        }
        Ok(Token { secret: secret.to_owned(), script: script.map(str::to_owned), service: service.map(str::to_owned) })
    }
}
