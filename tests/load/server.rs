//! The server under load, and what it holds; must not know what it is asked.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::process::Process;
use crate::server_process::ServerProcess;

const POLL: Duration = Duration::from_millis(100);

/// The server closes a connection on which nothing is said after 30 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long threads that have nothing to do are kept, and some.
const REST: Duration = Duration::from_secs(12);

/// A server under way; it is ended when this is dropped.
pub struct Server {
    server: ServerProcess,
    pub port: u16,
    pub process: Process,
    /// Those that it has while nobody calls.
    own_sockets: usize,
}

/// What a server holds.
#[derive(Debug, Clone, Copy)]
pub struct Holdings {
    pub resident_bytes: u64,
    pub descriptors: usize,
}

impl Server {
    /// Starts it over a database, with its log beside that.
    pub fn start(database: &Path) -> Self {
        let mut server = ServerProcess::start(database, &["--db"]);
        let port = server.port("listening");
        let process = Process { id: server.id() };
        Self { server, port, process, own_sockets: process.sockets() }
    }

    /// What it holds once its callers have left, and the threads that served them.
    pub fn at_rest(&self) -> Holdings {
        let (process, started) = (self.process, Instant::now());
        while process.sockets() > self.own_sockets {
            assert!(started.elapsed() < PATIENCE, "{} sockets, and {} of its own", process.sockets(), self.own_sockets);
            std::thread::sleep(POLL);
        }
        std::thread::sleep(REST);
        Holdings { resident_bytes: self.server.resident_bytes(), descriptors: process.descriptors().len() }
    }

    /// Ends it, in good order.
    pub fn stop(self) {
        self.server.stop();
    }
}
