//! Who may call, and as which run; must not know what they ask.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};
use coral_run::Session;
use sha2::{Digest, Sha256};

use crate::refusal::Refusal;

/// Who may call a server: by which name of it, and as which run.
pub struct Callers {
    /// The session of those who bring no token; none where everyone has to.
    anyone: Option<Arc<Session>>,
    /// Sessions by the hash of their token, so that looking one up tells nothing about how much of it was right.
    by_token: HashMap<[u8; 32], Arc<Session>>,
    /// Names of this machine, in lower case, besides `localhost` and loopback addresses.
    host_names: Vec<String>,
    any_address: bool,
}

impl Callers {
    /// Whoever reaches the server, as one run that all of them share.
    pub fn anyone(session: Arc<Session>) -> Self {
        Self { anyone: Some(session), ..Self::holders_of_tokens() }
    }

    /// Nobody but those who bring a token; [`Callers::with_token`] says which there are.
    pub fn holders_of_tokens() -> Self {
        Self { anyone: None, by_token: HashMap::new(), host_names: Vec::new(), any_address: false }
    }

    /// Also whoever brings this token (`Authorization: Bearer …`), as this run.
    #[must_use]
    pub fn with_token(mut self, token: &str, session: Arc<Session>) -> Self {
        self.by_token.insert(hash(token), session);
        self
    }

    /// Also those who call this machine by one more name.
    #[must_use]
    pub fn with_host_name(mut self, name: &str) -> Self {
        self.host_names.push(name.to_ascii_lowercase());
        self
    }

    /// Also those who call this machine by any address: a name that was bent to it never is one.
    #[must_use]
    pub fn with_any_address(mut self) -> Self {
        self.any_address = true;
        self
    }

    /// Refuses a request that was made for another server: by a page on the web that made its name mean this machine, or
    /// that sends the browser here from elsewhere.
    pub(crate) fn check_way(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = called_by(uri, headers)?;
        if !self.is_ours(host.host()) {
            return Err(Refusal::denied(format!(
                "the request is for {:?}, which is no name of this server: call it localhost, or name it with --host",
                host.host()
            )));
        }
        if let Some(origin) = headers.get(ORIGIN) {
            let origin = String::from_utf8_lossy(origin.as_bytes());
            let from = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            if !from.is_some_and(|from| from.eq_ignore_ascii_case(host.as_str())) {
                return Err(Refusal::denied(format!("the request comes from a page of {origin:?}, and not from here")));
            }
        }
        // What a page fetches as an image or a script has no Origin; browsers say this much of it.
        match headers.get("sec-fetch-site").map(|site| site.as_bytes()) {
            None | Some(b"same-origin" | b"none") => Ok(()),
            Some(_) => Err(Refusal::denied("the request comes from a page of another site")),
        }
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

    fn is_ours(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            Ok(address) => self.any_address || address.is_loopback() || self.host_names.contains(&host),
            Err(_) => host == "localhost" || self.host_names.contains(&host),
        }
    }
}

/// The name that the caller calls this server by, with the port if there is one.
fn called_by(uri: &Uri, headers: &HeaderMap) -> Result<Authority, Refusal> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host,
        (None, _) => return Err(Refusal::denied("the request has no Host header")),
        (Some(_), Some(_)) => return Err(Refusal::denied("the request has two Host headers")),
    };
    let named = std::str::from_utf8(host.as_bytes()).ok().and_then(|text| text.parse::<Authority>().ok());
    let named = named.filter(|named| !named.as_str().contains('@'));
    // A request in the form for proxies names the server twice.
    match (named, uri.authority()) {
        (Some(named), None) => Ok(named),
        (Some(named), Some(authority)) if named == *authority => Ok(named),
        (Some(_), Some(_)) => Err(Refusal::denied("the Host header and the address in the request differ")),
        (None, _) => Err(Refusal::denied("the Host header is none")),
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
