//! The names that a server is called by, so that pages on the web cannot call it; must not know what is asked.

use std::net::IpAddr;

use http::header::{HOST, ORIGIN};
use http::uri::Authority;
use http::{HeaderMap, Uri};

/// The names that a server is called by: `localhost`, loopback addresses, and those that are added.
#[derive(Debug, Clone, Default)]
pub struct ServerNames {
    /// In lower case.
    added: Vec<String>,
    any_address: bool,
}

/// A request that was made for another server, or by a page on the web.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Foreign {
    /// It does not say for whom it is.
    #[error("the request has no Host header")]
    NoHost,
    /// It says so twice.
    #[error("the request has two Host headers")]
    TwoHosts,
    /// Its Host header is not a name and a port.
    #[error("the Host header is none")]
    NotAHost,
    /// In the form for proxies a request names the server twice.
    #[error("the Host header and the address in the request differ")]
    Contradiction,
    /// It is for another: a page made its own name mean this machine.
    #[error("the request is for {0:?}, which is no name of this server: call it localhost, or name it with --host")]
    AnotherName(String),
    /// A page sends it.
    #[error("the request comes from a page of {0:?}, and not from here")]
    Page(String),
    /// A page fetches it as an image or a script.
    #[error("the request comes from a page of another site")]
    AnotherSite,
}

impl ServerNames {
    /// Also this one.
    #[must_use]
    pub fn with(mut self, name: &str) -> Self {
        self.added.push(name.to_ascii_lowercase());
        self
    }

    /// Also any address: a name that was bent to this machine never is one.
    #[must_use]
    pub fn with_any_address(mut self) -> Self {
        self.any_address = true;
        self
    }

    /// Refuses a request that was made for another server: by a page on the web that made its name mean this machine,
    /// or that sends the browser here from elsewhere.
    pub fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Foreign> {
        let host = called_by(uri, headers)?;
        if !self.has(host.host()) {
            return Err(Foreign::AnotherName(host.host().to_owned()));
        }
        if let Some(origin) = headers.get(ORIGIN) {
            let origin = String::from_utf8_lossy(origin.as_bytes());
            let from = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            if !from.is_some_and(|from| from.eq_ignore_ascii_case(host.as_str())) {
                return Err(Foreign::Page(origin.into_owned()));
            }
        }
        // What a page fetches as an image or a script has no Origin; browsers say this much of it.
        match headers.get("sec-fetch-site").map(|site| site.as_bytes()) {
            None | Some(b"same-origin" | b"none") => Ok(()),
            Some(_) => Err(Foreign::AnotherSite),
        }
    }

    fn has(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            Ok(address) => self.any_address || address.is_loopback() || self.added.contains(&host),
            Err(_) => host == "localhost" || self.added.contains(&host),
        }
    }
}

/// The name that the caller calls this server by, with the port if there is one.
fn called_by(uri: &Uri, headers: &HeaderMap) -> Result<Authority, Foreign> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host,
        (None, _) => return Err(Foreign::NoHost),
        (Some(_), Some(_)) => return Err(Foreign::TwoHosts),
    };
    let named = std::str::from_utf8(host.as_bytes()).ok().and_then(|text| text.parse::<Authority>().ok());
    let named = named.filter(|named| !named.as_str().contains('@'));
    match (named, uri.authority()) {
        (Some(named), None) => Ok(named),
        (Some(named), Some(authority)) if named == *authority => Ok(named),
        (Some(_), Some(_)) => Err(Foreign::Contradiction),
        (None, _) => Err(Foreign::NotAHost),
    }
}
