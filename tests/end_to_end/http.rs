//! A server that a test starts, and what is asked of it: whole requests, and raw bytes where a test breaks off.

use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use serde_json::Value;

pub use crate::http_request::{Answer, get, post};
use crate::http_request::{connect, send};
use crate::live::Live;
use crate::program::{Finished, PATIENCE, Workspace, database};

/// `coral-wasm serve` on a free port.
pub struct Served {
    live: Live,
    pub port: u16,
    pub workspace: Workspace,
}

impl Served {
    /// One over the sample database for all tests that run at once and ask nothing special of it.
    pub fn shared() -> Arc<Self> {
        // Not kept for ever: what a static holds is never dropped, and its process would outlive the tests.
        static SHARED: Mutex<Weak<Served>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap();
        shared.upgrade().unwrap_or_else(|| {
            let served = Arc::new(Self::start(&[]));
            *shared = Arc::downgrade(&served);
            served
        })
    }

    /// A server over the sample database, with these flags.
    pub fn start(flags: &[&str]) -> Self {
        Self::over(database(), flags)
    }

    /// A server over a database.
    pub fn over(database: &str, flags: &[&str]) -> Self {
        let workspace = Workspace::new();
        let mut command = workspace.command();
        command.args(["serve", "--listen", "localhost:0", "--db", database, "--log-format", "json"]).args(flags);
        let live = Live::start(command);
        live.wait_for("\"message\":\"listening\"");
        let line = live.printed().lines().find(|line| line.contains("listening")).unwrap().to_owned();
        let log: Value = serde_json::from_str(&line).unwrap();
        let port = log["address"].as_str().unwrap().rsplit(':').next().unwrap().parse().unwrap();
        Self { live, port, workspace }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, "Accept: */*")
    }

    pub fn get_with(&self, path: &str, headers: &str) -> Answer {
        get(self.port, path, headers)
    }

    pub fn post(&self, path: &str, body: &str) -> Answer {
        self.post_with(path, "Content-Type: application/json", body)
    }

    pub fn post_with(&self, path: &str, headers: &str, body: &str) -> Answer {
        post(self.port, path, headers, body)
    }

    pub fn query(&self, sql: &str) -> Answer {
        self.post("/db/query", &serde_json::json!({ "sql": sql }).to_string())
    }

    /// A connection on which a test says what it wants, or nothing.
    pub fn connect(&self) -> TcpStream {
        connect(self.port)
    }

    /// Sends some bytes as they are, and reads the answer to its end.
    pub fn send(&self, request: &str) -> Answer {
        send(self.port, request)
    }

    /// Sends a request without waiting for its answer.
    pub fn begin(&self, path: &str, body: &str) -> TcpStream {
        let mut stream = self.connect();
        let length = body.len();
        let head = format!("POST {path} HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: {length}\r\n\r\n", self.port);
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        stream
    }

    /// How many connections to the database answer a question.
    pub fn busy_connections(&self) -> u64 {
        self.get("/health").json()["db_stats"]["in_use"].as_u64().unwrap()
    }

    /// Waits until so many connections to the database are busy.
    #[track_caller]
    pub fn wait_until_busy(&self, count: u64) {
        self.wait_until(|| self.busy_connections() == count);
    }

    #[track_caller]
    pub fn wait_until(&self, mut holds: impl FnMut() -> bool) {
        let started = Instant::now();
        while !holds() {
            assert!(started.elapsed() < PATIENCE, "{}", self.live.printed());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The log so far, line by line.
    pub fn log(&self) -> Vec<Value> {
        self.live.printed().lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// The first line of the log that holds.
    #[track_caller]
    pub fn wait_for_log(&self, holds: impl Fn(&Value) -> bool) -> Value {
        let mut found = None;
        self.wait_until(|| {
            found = self.log().into_iter().find(&holds);
            found.is_some()
        });
        found.unwrap()
    }

    pub fn signal(&self, name: &str) {
        self.live.signal(name);
    }

    /// Waits for its end.
    pub fn finish(self) -> (Finished, Duration) {
        self.live.finish()
    }
}
