//! A receiver that a test starts, its intake, and a client of HTTP that may send anything.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coral_listener::{ListenAddress, Listener, ServerNames};
use coral_otlp::{Busy, Intake, Rows, Window};
use coral_receiver::{Limits, Receiver, ReceiverOptions};
use flate2::write::GzEncoder;
use futures::FutureExt;
use prometheus_client::registry::Registry;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::requests::NOW;

pub const PROTOBUF: (&str, &str) = ("content-type", "application/x-protobuf");
pub const JSON: (&str, &str) = ("content-type", "application/json");

pub fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

pub fn zstd(body: &[u8]) -> Vec<u8> {
    zstd::encode_all(body, 1).unwrap()
}

/// An intake that keeps what it is offered, unless it is busy.
#[derive(Default)]
pub struct Kept {
    rows: Mutex<Vec<Rows>>,
    busy: Mutex<Option<Busy>>,
}

impl Intake for Kept {
    fn window(&self) -> Window {
        Window::around(NOW, 3_600_000_000)
    }

    fn offer(&self, rows: Rows) -> Result<(), Busy> {
        if let Some(busy) = *self.busy.lock().unwrap() {
            return Err(busy);
        }
        self.rows.lock().unwrap().push(rows);
        Ok(())
    }
}

impl Kept {
    /// From now on.
    pub fn set_busy(&self, busy: Option<Busy>) {
        *self.busy.lock().unwrap() = busy;
    }

    /// What was offered since this was asked last.
    pub fn take(&self) -> Vec<Rows> {
        std::mem::take(&mut self.rows.lock().unwrap())
    }

    /// How many rows were offered since this was asked last.
    pub fn count(&self) -> usize {
        self.take().iter().map(Rows::len).sum()
    }
}

pub struct Running {
    pub kept: Arc<Kept>,
    pub http: SocketAddr,
    pub grpc: SocketAddr,
    registry: Registry,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<bool>,
}

impl Running {
    pub async fn start() -> Self {
        Self::with(Limits::default()).await
    }

    pub async fn with(limits: Limits) -> Self {
        let kept = Arc::new(Kept::default());
        let mut registry = Registry::default();
        let names = ServerNames::default().with("collector.example");
        let options = ReceiverOptions { intake: kept.clone(), names, limits, grace: Duration::from_secs(30) };
        let receiver = Receiver::new(options, &mut registry);
        let http = Listener::bind(&ListenAddress::any_port()).await.unwrap();
        let grpc = Listener::bind(&ListenAddress::any_port()).await.unwrap();
        let (http_address, grpc_address) = (http.address().unwrap(), grpc.address().unwrap());
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(receiver.serve(Some(http), Some(grpc), stopped.map(drop).boxed()));
        Self { kept, http: http_address, grpc: grpc_address, registry, stop, serving }
    }

    /// Asks it to end; whether all that was under way finished is known later.
    pub fn stop(self) -> JoinHandle<bool> {
        drop(self.stop);
        self.serving
    }

    /// Ends it.
    pub async fn end(self) {
        assert!(self.stop().await.unwrap(), "something was still under way");
    }

    /// Whether the counters have this line.
    pub fn counts(&self, line: &str) -> bool {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry).unwrap();
        text.lines().any(|one| one == line)
    }

    /// Sends a request to the port of HTTP.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.ask("POST", path, headers, body).await
    }

    /// The same with another method.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "host") {
            head.push_str("host: localhost\r\n");
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let (mut from, mut to) = TcpStream::connect(self.http).await.unwrap().into_split();
        // The answer may come before all is sent, which then fails.
        let sending = async {
            let _ = to.write_all(head.as_bytes()).await;
            let _ = to.write_all(body).await;
        };
        let (answer, ()) = futures::join!(Answer::read(&mut from), sending);
        answer
    }
}

/// An answer of HTTP.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// In lower case.
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads to the end of the connection.
    pub async fn read(from: &mut (impl AsyncReadExt + Unpin)) -> Self {
        let mut all = Vec::new();
        let _ = from.read_to_end(&mut all).await;
        let at = all.windows(4).position(|bytes| bytes == b"\r\n\r\n");
        let at = at.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(&all)));
        let head = String::from_utf8(all[..at].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: all[at + 4..].to_vec() }
    }

    pub fn has(&self, header: &str) -> bool {
        self.head.lines().any(|line| line == header)
    }

    pub fn json(&self) -> serde_json::Value {
        assert!(self.has("content-type: application/json"), "{self:?}");
        serde_json::from_slice(&self.body).unwrap()
    }
}
