//! `coral-wasm serve --live` on free loopback ports, and what it is asked; must not know what is sent to it.

use std::fs;
use std::path::{Path, PathBuf};

use coral_segments::{Folder, Table};
use serde_json::json;

use crate::http_request::{get, post};
use crate::server_process::ServerProcess;

/// A server under way; it is ended when this is dropped.
pub struct Receiver {
    server: ServerProcess,
    folder: PathBuf,
    answers: u16,
    pub http: u16,
    pub grpc: u16,
}

impl Receiver {
    /// Starts it over a folder, with its log beside that.
    pub fn start(folder: &Path) -> Self {
        let flags = ["--otlp-http", "localhost:0", "--otlp-grpc", "localhost:0", "--live"];
        let mut server = ServerProcess::start(folder, &flags);
        let answers = server.port("listening");
        let [http, grpc] = ["receiving OTLP over HTTP", "receiving OTLP over gRPC"].map(|message| server.port(message));
        Self { server, folder: folder.to_owned(), answers, http, grpc }
    }

    /// Where it keeps what it takes.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The first cell of the answer to a statement, as a count.
    pub fn count(&self, sql: &str) -> u64 {
        let body = json!({ "sql": sql }).to_string();
        let answer = post(self.answers, "/db/query", "Content-Type: application/json", &body).expect(200).json();
        answer["rows"][0].as_object().unwrap().values().next().unwrap().as_u64().unwrap()
    }

    /// How many spans it has of services.
    pub fn spans(&self) -> u64 {
        self.count("SELECT count(*) FROM otel_spans_local WHERE NOT starts_with(service_name, 'marker-')")
    }

    /// Asks for a percentile of all that it has.
    pub fn percentile(&self) {
        let path = "/metrics/percentile?service=payments&metric=http.server.duration&p=0.99&window=5m";
        get(self.answers, path, "Accept: */*").expect(200);
    }

    /// How many bytes its files of spans have that count.
    pub fn span_bytes(&self) -> u64 {
        let folder = Folder::open(&self.folder).unwrap();
        let listing = folder.list().unwrap();
        listing.of_table(Table::Spans).map(|segment| fs::metadata(folder.file(segment)).unwrap().len()).sum()
    }

    /// How much of its memory is in the machine's, in MiB.
    pub fn resident_megabytes(&self) -> f64 {
        self.server.resident_bytes() as f64 / f64::from(1 << 20)
    }

    /// Ends it, in good order.
    pub fn stop(self) {
        self.server.stop();
    }
}
