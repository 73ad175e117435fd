//! The server under load: `coral-wasm serve` on a free loopback port; must not know what it is asked.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::Process;

const POLL: Duration = Duration::from_millis(100);

/// The server closes a connection on which nothing is said after 30 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long threads that have nothing to do are kept, and some.
const REST: Duration = Duration::from_secs(12);

/// A server under way; it is ended when this is dropped.
pub struct Server {
    child: Child,
    log: PathBuf,
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
        let log = database.with_extension("log");
        let file = File::create(&log).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_coral-wasm"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CORAL_WASM_")) {
            command.env_remove(name);
        }
        command.args(["serve", "--listen", "localhost:0", "--log-format", "json", "--db"]).arg(database);
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        let mut child = command.spawn().unwrap();
        let process = Process { id: child.id() };
        let started = Instant::now();
        loop {
            let text = fs::read_to_string(&log).unwrap();
            let address = text.split_once("\"http://localhost:").and_then(|(_, rest)| rest.split_once('"'));
            if let Some((port, _)) = address {
                let port = port.parse().unwrap();
                return Self { child, log, port, process, own_sockets: process.sockets() };
            }
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none() && started.elapsed() < PATIENCE, "it does not listen: {text}");
            std::thread::sleep(POLL);
        }
    }

    /// What it holds once its callers have left, and the threads that served them.
    pub fn at_rest(&self) -> Holdings {
        let (process, started) = (self.process, Instant::now());
        while process.sockets() > self.own_sockets {
            assert!(started.elapsed() < PATIENCE, "{} sockets, and {} of its own", process.sockets(), self.own_sockets);
            std::thread::sleep(POLL);
        }
        std::thread::sleep(REST);
        Holdings { resident_bytes: process.resident_bytes(), descriptors: process.descriptors().len() }
    }

    /// Ends it, in good order.
    pub fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let ended = self.child.wait().unwrap();
        let log = fs::read_to_string(&self.log).unwrap();
        assert!(ended.success() && log.contains("\"message\":\"stopped\""), "it did not end well: {ended}");
        assert!(!log.contains("panicked"), "it fell over");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
