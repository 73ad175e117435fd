//! `coral-wasm serve` as a process that is measured, with its log in a file; must not know what it is asked.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::coral_wasm::coral_wasm;

const POLL: Duration = Duration::from_millis(100);

/// How long it has to say where it listens.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server under way; it is ended when this is dropped.
pub struct ServerProcess {
    child: Child,
    log: PathBuf,
}

impl ServerProcess {
    /// Starts it on a free loopback port, with its cache and its log beside its database.
    pub fn start(database: &Path, flags: &[&str]) -> Self {
        let log = database.with_extension("log");
        let file = File::create(&log).unwrap();
        let mut command = coral_wasm(&database.with_extension("cache"));
        command.args(["serve", "--listen", "localhost:0", "--log-format", "json"]).args(flags).arg(database);
        let child = command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file).spawn().unwrap();
        Self { child, log }
    }

    /// The port of the address that a message of its log names.
    pub fn port(&mut self, message: &str) -> u16 {
        let started = Instant::now();
        loop {
            let log = fs::read_to_string(&self.log).unwrap();
            let mut lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            if let Some(line) = lines.find(|line| line["message"] == message) {
                return line["address"].as_str().unwrap().rsplit(':').next().unwrap().parse().unwrap();
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && started.elapsed() < PATIENCE, "it is not {message}: {log}");
            thread::sleep(POLL);
        }
    }

    /// What the system calls it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How many bytes of its memory are in the machine's.
    pub fn resident_bytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        resident.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// Ends it, in good order.
    pub fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let ended = self.child.wait().unwrap();
        let log = fs::read_to_string(&self.log).unwrap();
        assert!(ended.success() && log.contains("\"message\":\"stopped\""), "it did not end well: {ended}");
        assert!(!log.contains("panicked"), "it fell over");
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
