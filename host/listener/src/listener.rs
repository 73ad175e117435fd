//! Where a server listens; must not know what it answers.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use tokio::net::{TcpListener, TcpStream};

use crate::ListenError;

/// Where to listen: a name or an address, and a port. Port 0 is any that is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenAddress {
    host: String,
    port: u16,
}

impl ListenAddress {
    /// Any free port of 127.0.0.1.
    pub fn any_port() -> Self {
        Self { host: "127.0.0.1".to_owned(), port: 0 }
    }

    /// The name or the address, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The same as a URL has it: an IPv6 address in brackets.
    pub fn url_host(&self) -> Cow<'_, str> {
        if self.host.contains(':') { format!("[{}]", self.host).into() } else { self.host.as_str().into() }
    }
}

impl FromStr for ListenAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let advice = || "write HOST:PORT, such as localhost:9003 or [::1]:9003".to_owned();
        let (host, port) = text.rsplit_once(':').ok_or_else(advice)?;
        let is_bracketed = host.starts_with('[') && host.ends_with(']');
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() || (host.contains(':') != is_bracketed) {
            return Err(advice());
        }
        let port = port.parse().map_err(|_| format!("the port {port:?} is no number from 0 to 65535"))?;
        Ok(Self { host: host.to_owned(), port })
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.url_host(), self.port)
    }
}

/// The open sockets of a server: one for each address that its name has, all on one port.
pub struct Listener {
    sockets: Vec<TcpListener>,
    port: u16,
}

impl Listener {
    /// Opens the sockets.
    pub async fn bind(address: &ListenAddress) -> Result<Self, ListenError> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => ListenError::Taken { address: address.clone() },
            _ => ListenError::Listen { address: address.clone(), source },
        };
        let found = tokio::net::lookup_host((address.host.as_str(), address.port)).await;
        let found = found.map_err(|source| ListenError::Resolve { address: address.clone(), source })?;
        let mut hosts: Vec<IpAddr> = found.map(|found| found.ip()).collect();
        hosts.sort_by_key(IpAddr::is_ipv6);
        hosts.dedup();
        // The name localhost may stand for ::1 too, whatever this machine's files say of it.
        if address.host.eq_ignore_ascii_case("localhost") && !hosts.iter().any(IpAddr::is_ipv6) {
            hosts.push(IpAddr::from(std::net::Ipv6Addr::LOCALHOST));
        }

        let mut sockets = Vec::new();
        let mut port = address.port;
        for host in hosts {
            match TcpListener::bind(SocketAddr::new(host, port)).await {
                Ok(socket) => {
                    port = socket.local_addr().map_err(failed)?.port();
                    sockets.push(socket);
                }
                // A machine without IPv6 has no ::1. An address that is taken is another matter: some of our callers
                // would reach whoever has it.
                Err(error) if !sockets.is_empty() && error.kind() != io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(failed(error)),
            }
        }
        if sockets.is_empty() {
            return Err(failed(io::Error::from(io::ErrorKind::AddrNotAvailable)));
        }
        Ok(Self { sockets, port })
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The first of its addresses, an IPv4 one if it has one.
    pub fn address(&self) -> io::Result<SocketAddr> {
        match self.sockets.first() {
            Some(socket) => socket.local_addr(),
            None => Err(io::Error::from(io::ErrorKind::NotConnected)),
        }
    }

    /// Whether no other machine can reach it.
    pub fn is_loopback(&self) -> bool {
        self.sockets.iter().all(|socket| socket.local_addr().is_ok_and(|address| address.ip().is_loopback()))
    }

    /// The next connection.
    pub(crate) async fn accept(&self) -> io::Result<TcpStream> {
        let accepting = self.sockets.iter().map(|socket| Box::pin(socket.accept()));
        let (accepted, _, _) = futures::future::select_all(accepting).await;
        accepted.map(|(stream, _)| stream)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        for text in ["localhost:9003", "127.0.0.1:0", "[::1]:9003", "0.0.0.0:65535"] {
            assert_eq!(text.parse::<ListenAddress>().unwrap().to_string(), text);
        }
        for text in ["", "9003", "localhost", ":9003", "::1:9003", "localhost:99999", "localhost:", "[localhost]:1"] {
            assert!(text.parse::<ListenAddress>().is_err(), "{text}");
        }
    }

    #[tokio::test]
    async fn localhost_is_one_port_under_both_of_its_addresses() {
        let listener = Listener::bind(&"localhost:0".parse().unwrap()).await.unwrap();
        assert!(listener.is_loopback());
        assert_ne!(listener.port(), 0);
        let again = ListenAddress { host: "localhost".to_owned(), port: listener.port() };
        assert!(matches!(Listener::bind(&again).await, Err(ListenError::Taken { .. })));
    }
}
