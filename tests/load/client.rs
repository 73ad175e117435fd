//! The client that makes the load: wrk, a program of its own with its own connections.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use crate::figures::Figures;
use crate::routes::Route;

/// Longer than the server lets anything take.
const TIMEOUT: &str = "60s";

/// How requests were answered.
#[derive(Debug, Deserialize)]
pub struct Answers {
    requests: u64,
    seconds: f64,
    p50_us: u64,
    p99_us: u64,
    /// How many there were of each status.
    pub statuses: BTreeMap<u16, u64>,
    /// Those of status 503 that do not say when to come back.
    pub without_retry_after: u64,
    /// Connections that could not be made or broke off, and requests without an answer.
    pub broken: u64,
}

impl Answers {
    /// How fast they came from a server that was busy for so long.
    pub fn figures(&self, busy: Duration) -> Figures {
        Figures {
            p50: Duration::from_micros(self.p50_us),
            p99: Duration::from_micros(self.p99_us),
            per_second: self.requests as f64 / self.seconds,
            busy: busy.div_f64(self.requests as f64),
        }
    }
}

/// The version of wrk; none where it is not installed.
pub fn version() -> Option<String> {
    let output = Command::new("wrk").arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().nth(1).map(|version| version.rsplit('/').next().unwrap_or(version).to_owned())
}

/// Asks for these routes in turns, over so many connections, for so long.
pub fn load(port: u16, routes: &[Route], connections: usize, duration: Duration) -> Answers {
    let threads = connections.min(2);
    let mut command = Command::new("wrk");
    command
        .args([format!("-t{threads}"), format!("-c{connections}"), format!("-d{}s", duration.as_secs().max(1))])
        .args(["--timeout", TIMEOUT, "--script", concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/load/requests.lua")])
        .args([&format!("http://localhost:{port}"), "--"])
        .args(routes.iter().flat_map(|route| [route.method, &route.path, &route.body]));
    let output = command.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let Some(line) = printed.lines().last().filter(|line| output.status.success() && line.starts_with('{')) else {
        std::io::stderr().write_all(&output.stderr).unwrap();
        panic!("wrk failed, after {printed}");
    };
    serde_json::from_str(line).unwrap()
}
