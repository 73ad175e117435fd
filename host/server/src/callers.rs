//! Who may call, and as which run; must not know what they ask.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Uri};
use coral_listener::ServerNames;
use coral_run::Session;
use sha2::{Digest, Sha256};

use crate::refusal::Refusal;

/// Who may call a server: by which name of it, and as which run.
pub struct Callers {
    /// The session of those who bring no token; none where everyone has to.
    anyone: Option<Arc<Session>>,
    /// Sessions by the hash of their token, so that looking one up tells nothing about how much of it was right.
    by_token: HashMap<[u8; 32], Arc<Session>>,
    names: ServerNames,
}

impl Callers {
    /// Whoever reaches the server, as one run that all of them share.
    pub fn anyone(session: Arc<Session>) -> Self {
        Self { anyone: Some(session), ..Self::holders_of_tokens() }
    }

    /// Nobody but those who bring a token; [`Callers::with_token`] says which there are.
    pub fn holders_of_tokens() -> Self {
        Self { anyone: None, by_token: HashMap::new(), names: ServerNames::default() }
    }

    /// Also whoever brings this token (`Authorization: Bearer …`), as this run.
    #[must_use]
    pub fn with_token(mut self, token: &str, session: Arc<Session>) -> Self {
        self.by_token.insert(hash(token), session);
        self
    }

    /// They call the server by these names.
    #[must_use]
    pub fn calling(self, names: ServerNames) -> Self {
        Self { names, ..self }
    }

    /// Refuses a request that was made for another server, or by a page on the web.
    pub(crate) fn check_way(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        self.names.check(uri, headers).map_err(|foreign| Refusal::denied(foreign.to_string()))
    }

    /// The run that a request is of.
    pub(crate) fn session(&self, headers: &HeaderMap) -> Result<Arc<Session>, Refusal> {
        let token = headers.get(AUTHORIZATION).map(|value| bearer(value.as_bytes()));
        match (token, &self.anyone) {
            (None, Some(anyone)) => Ok(Arc::clone(anyone)),
            (None, None) => Err(Refusal::unauthorized("a token is needed: send it as Authorization: Bearer TOKEN")),
            (Some(token), _) => match token.and_then(|token| self.by_token.get(&hash(token))) {
                Some(session) => Ok(Arc::clone(session)),
                None => Err(Refusal::unauthorized("the token in Authorization is none that this server knows")),
            },
        }
    }
}

/// The token in `Bearer TOKEN`.
fn bearer(value: &[u8]) -> Option<&str> {
    let (scheme, token) = std::str::from_utf8(value).ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
