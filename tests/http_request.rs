//! Requests of HTTP and their answers, each over a connection of its own; must not know whose server it is.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// How long an answer may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// Asks a server, whoever started it.
pub fn get(port: u16, path: &str, headers: &str) -> Answer {
    let host = format!("Host: localhost:{port}");
    send(port, &format!("GET {path} HTTP/1.1\r\n{host}\r\nConnection: close\r\n{headers}\r\n\r\n"))
}

/// Sends a server a body, whoever started it.
pub fn post(port: u16, path: &str, headers: &str, body: &str) -> Answer {
    let (host, length) = (format!("Host: localhost:{port}"), body.len());
    let head = format!("POST {path} HTTP/1.1\r\n{host}\r\nConnection: close\r\nContent-Length: {length}");
    send(port, &format!("{head}\r\n{headers}\r\n\r\n{body}"))
}

/// A connection to a server.
pub fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends some bytes as they are, and reads the answer to its end.
pub fn send(port: u16, request: &str) -> Answer {
    let mut stream = connect(port);
    // A server that refuses a body closes the connection before it has read all of it.
    let _ = stream.write_all(request.as_bytes());
    Answer::read(stream)
}

impl Answer {
    /// Reads an answer up to where the server closes the connection.
    #[track_caller]
    pub fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        // A connection that is reset may have had its answer before.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        let body = if is_chunked { unchunked(body) } else { body.to_owned() };
        Self { status, head: head.to_ascii_lowercase(), body }
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Fails the test unless the status is this.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n\n{}", self.head, self.body);
        self
    }
}

/// The content of a chunked body.
fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            break;
        }
        whole.push_str(&rest[..size]);
        body = &rest[size + 2..];
    }
    whole
}
