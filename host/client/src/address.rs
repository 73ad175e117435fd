//! Where a server is; must not know how it is reached.

use std::fmt;
use std::str::FromStr;

use hyper::Uri;
use hyper::http::uri::Authority;

/// The port of an address that names none.
const DEFAULT_PORT: u16 = 80;

/// The address of a server: `http://localhost:9003`, and the path that it is below where a proxy has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress {
    authority: Authority,
    /// Without a slash at its end.
    path: String,
}

/// Why a text is no address of a server. It never quotes the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    /// It has another form.
    #[error("it is no address of a server: write one such as http://localhost:9003")]
    Form,
    /// It asks for encryption.
    #[error(
        "https is not spoken here, as `coral-wasm serve` does not speak it either: write http://, through a tunnel such as that of \
         ssh -L 9003:localhost:9003"
    )]
    Https,
    /// It holds a name or a password.
    #[error(
        "a secret has no place in it: leave out what is before the @, and set CORAL_SDK_TOKEN to the server's token"
    )]
    Secret,
}

impl ServerAddress {
    /// The machine's name or IP address, the latter without brackets.
    pub(crate) fn host(&self) -> &str {
        self.authority.host().trim_start_matches('[').trim_end_matches(']')
    }

    pub(crate) fn port(&self) -> u16 {
        self.authority.port_u16().unwrap_or(DEFAULT_PORT)
    }

    /// The server's name and port, as a request names them.
    pub(crate) fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// The path of one of the server's routes.
    pub(crate) fn route(&self, route: &str) -> String {
        format!("{}{route}", self.path)
    }
}

impl FromStr for ServerAddress {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        if text.contains('@') {
            return Err(InvalidAddress::Secret);
        }
        let parts = text.parse::<Uri>().map_err(|_| InvalidAddress::Form)?.into_parts();
        match parts.scheme.as_ref().map(|scheme| scheme.as_str()) {
            Some("http") => {}
            Some("https") => return Err(InvalidAddress::Https),
            _ => return Err(InvalidAddress::Form),
        }
        let authority = parts.authority.filter(|authority| !authority.host().is_empty()).ok_or(InvalidAddress::Form)?;
        let has_port = authority.as_str().len() > authority.host().len();
        if has_port && authority.port_u16().is_none() {
            return Err(InvalidAddress::Form);
        }
        let path = parts.path_and_query.as_ref();
        if path.is_some_and(|path| path.query().is_some()) || text.contains('#') {
            return Err(InvalidAddress::Form);
        }
        let path = path.map_or("", |path| path.path()).trim_end_matches('/').to_owned();
        Ok(Self { authority, path })
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "http://{}{}", self.authority, self.path)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_a_port_and_maybe_a_path() {
        for (text, host, port, route) in [
            ("http://localhost:9003", "localhost", 9003, "/db/query"),
            ("http://localhost:9003/", "localhost", 9003, "/db/query"),
            ("HTTP://[::1]:1", "::1", 1, "/db/query"),
            ("http://example.com/coral/", "example.com", 80, "/coral/db/query"),
        ] {
            let address: ServerAddress = text.parse().unwrap();
            assert_eq!((address.host(), address.port()), (host, port), "{text}");
            assert_eq!(address.route("/db/query"), route, "{text}");
        }
        assert_eq!("http://a.b:1/c/".parse::<ServerAddress>().unwrap().to_string(), "http://a.b:1/c");
    }

    #[test]
    fn nothing_else_is_one() {
        for text in [
            "",
            "localhost",
            "localhost:9003",
            "/path",
            "http://",
            "http://:9003",
            "ftp://a",
            "http://a:99999",
            "http://a:b",
            "http://a:",
            "http://a?b",
            "http://a/#b",
            "http://a b",
            "http://a\n",
        ] {
            assert_eq!(text.parse::<ServerAddress>(), Err(InvalidAddress::Form), "{text}");
        }
        assert_eq!("https://a".parse::<ServerAddress>(), Err(InvalidAddress::Https));
        assert_eq!("http://me:secret@a".parse::<ServerAddress>(), Err(InvalidAddress::Secret));
    }
}
