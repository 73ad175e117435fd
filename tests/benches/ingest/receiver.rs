//! `coral-wasm serve --live` on free loopback ports; must not know what is sent to it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::http::request;
use crate::coral_wasm::coral_wasm;

const PATIENCE: Duration = Duration::from_secs(30);

/// A server under way; it is ended when this is dropped.
pub struct Receiver {
    child: Child,
    folder: PathBuf,
    answers: u16,
    pub http: u16,
    pub grpc: u16,
}

impl Receiver {
    /// Starts it over a folder, with its log beside that.
    pub fn start(folder: &Path) -> Self {
        let path = folder.with_extension("log");
        let log = File::create(&path).unwrap();
        let mut command = coral_wasm(&folder.with_extension("cache"));
        command.args(["serve", "--listen", "localhost:0", "--otlp-http", "localhost:0", "--otlp-grpc", "localhost:0"]);
        command.args(["--log-format", "json", "--live"]).arg(folder);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let port = |message: &str| {
            let begun = Instant::now();
            loop {
                assert!(begun.elapsed() < PATIENCE, "nothing is {message}");
                thread::sleep(Duration::from_millis(20));
                let log = fs::read_to_string(&path).unwrap();
                let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
                if let Some(line) = lines.into_iter().find(|line| line["message"] == message) {
                    return line["address"].as_str().unwrap().rsplit(':').next().unwrap().parse().unwrap();
                }
            }
        };
        let (answers, http, grpc) =
            (port("listening"), port("receiving OTLP over HTTP"), port("receiving OTLP over gRPC"));
        Self { child, folder: folder.to_owned(), answers, http, grpc }
    }

    /// Where it keeps what it takes.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The first cell of the answer to a statement, as a count.
    pub fn count(&self, sql: &str) -> u64 {
        let answer = request(self.answers, "POST", "/db/query", &json!({ "sql": sql }).to_string());
        let answer: Value = serde_json::from_str(&answer).unwrap();
        answer["rows"][0].as_object().unwrap().values().next().unwrap().as_u64().unwrap()
    }

    /// How many spans it has of services.
    pub fn spans(&self) -> u64 {
        self.count("SELECT count(*) FROM otel_spans_local WHERE NOT starts_with(service_name, 'marker-')")
    }

    /// Asks for a percentile of all that it has.
    pub fn percentile(&self) {
        let path = "/metrics/percentile?service=payments&metric=http.server.duration&p=0.99&window=5m";
        request(self.answers, "GET", path, "");
    }

    /// How many bytes its files of spans have, those left out that it is about to delete.
    pub fn span_bytes(&self) -> u64 {
        let mut files: Vec<(u64, u64, u64)> = Vec::new();
        for entry in fs::read_dir(&self.folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let Some(times) = name.strip_prefix("spans-").and_then(|rest| rest.strip_suffix(".parquet")) else {
                continue;
            };
            let (first, last) = times.split_once('-').unwrap();
            files.push((first.parse().unwrap(), last.parse().unwrap(), entry.metadata().unwrap().len()));
        }
        let is_within = |inner: &(u64, u64, u64)| {
            files
                .iter()
                .any(|outer| (outer.0, outer.1) != (inner.0, inner.1) && outer.0 <= inner.0 && inner.1 <= outer.1)
        };
        files.iter().filter(|file| !is_within(file)).map(|(_, _, bytes)| bytes).sum()
    }

    /// How much of its memory is in the machine's, in MiB.
    pub fn resident_megabytes(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        resident.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }

    /// Ends it, in good order.
    pub fn stop(mut self) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        let ended = self.child.wait().unwrap();
        assert!(ended.success(), "it did not end well: {ended}");
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
