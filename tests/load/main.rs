//! The server under load by a real client: `make load`. First the routes one by one, over one connection; then all of
//! them together over 64, after which nothing may have gone wrong, and the server may hold no more than before. Every
//! figure stands beside that of DuckDB alone, asked the same in the same run.
//!
//! `LOAD_SECONDS` is how long the load lasts; with `BENCH_WRITE=1` the figures are written into docs/benchmarks.md.

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]
#![expect(clippy::panic, reason = "a bench fails by panicking")]

mod bare;
mod client;
#[path = "../coral_wasm.rs"]
mod coral_wasm;
mod database;
#[path = "../benches/document.rs"]
mod document;
mod figures;
mod process;
mod report;
mod routes;
mod server;
#[path = "../server_process.rs"]
mod server_process;
mod statement;

use std::time::Duration;

use duckdb::Connection;

use crate::client::Answers;
use crate::figures::{Figures, Samples};
use crate::report::{Report, Row};
use crate::routes::Route;
use crate::server::Server;

/// How many spans there are.
const SPANS: u32 = 1_000_000;

/// How many connections the load comes over.
const CONNECTIONS: usize = 64;

/// How many connections ask for percentiles alone.
const OF_PERCENTILES: usize = 20;

/// How long the load lasts, unless `LOAD_SECONDS` says so.
const SECONDS: u64 = 30;

/// How many times the memory that the server holds after a warm-up it may hold after the same load once more.
const GROWTH: f64 = 1.1;

fn main() {
    let Some(client) = client::version() else {
        eprintln!("error: wrk is missing: apt-get install wrk");
        std::process::exit(1);
    };
    let seconds: u64 = std::env::var("LOAD_SECONDS").map_or(SECONDS, |seconds| seconds.parse().unwrap());
    let duration = Duration::from_secs(seconds.max(2));
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("agent.db");
    database::make(&database, SPANS);
    let server = Server::start(&database);
    let direct = database::open(&database);
    let routes = routes::all();

    let each = (duration / 10).max(Duration::from_secs(1));
    let mut single = Vec::new();
    for route in routes.chunks(1) {
        let (_, served) = load(&server, route, 1, each);
        for Route { name, bare, .. } in route {
            let bare = bare.as_ref().map(|bare| bare::alone(&direct, bare, each).figures());
            single.push(Row { name: (*name).to_owned(), served, bare });
        }
    }

    let percentiles = percentiles(&server, &direct, &routes, each * 2);
    let questions: Vec<_> = routes.iter().map(|route| route.bare.clone()).collect();
    // Half of it before and half of it after the load: the machine may have other work at either time.
    let bare = || bare::together(&direct, &questions, CONNECTIONS, duration / 2);
    load(&server, &routes, CONNECTIONS, duration);
    let before = server.at_rest();
    let first_half: Samples = bare();
    let (answers, served) = load(&server, &routes, CONNECTIONS, duration);
    let bare = first_half.and(bare()).figures();
    let after = server.at_rest();
    let mix = Row { name: format!("all in turns, {CONNECTIONS} at once"), served, bare: Some(bare) };

    let report = Report { client, duration, single, percentiles, mix, answers, before, after };
    println!("{}", report.markdown());
    assert!(after.descriptors <= before.descriptors, "files are left open: {before:?}, then {after:?}");
    let most = before.resident_bytes as f64 * GROWTH;
    assert!(after.resident_bytes as f64 <= most, "memory is left over: {before:?}, then {after:?}");
    server.stop();
    if document::is_to_be_written() {
        report.write();
    }
}

/// Percentiles alone, over several connections, beside as many callers of DuckDB who share as many connections as the server
/// has to it.
fn percentiles(server: &Server, direct: &Connection, routes: &[Route], duration: Duration) -> Row {
    let routes: Vec<Route> = routes.iter().filter(|route| route.name == "/metrics/percentile").cloned().collect();
    let questions: Vec<_> = routes.iter().map(|route| route.bare.clone()).collect();
    let bare = || bare::together(direct, &questions, OF_PERCENTILES, duration / 2);
    let first_half = bare();
    let (_, served) = load(server, &routes, OF_PERCENTILES, duration);
    let bare = first_half.and(bare()).figures();
    Row { name: format!("/metrics/percentile, {OF_PERCENTILES} at once"), served, bare: Some(bare) }
}

/// Puts the server under load. All that is asked must be answered, or be refused for now.
fn load(server: &Server, routes: &[Route], connections: usize, duration: Duration) -> (Answers, Figures) {
    let busy_before = server.process.busy();
    let answers = client::load(server.port, routes, connections, duration);
    let busy = server.process.busy() - busy_before;
    assert_eq!(answers.broken, 0, "{answers:?}");
    assert_eq!(answers.without_retry_after, 0, "{answers:?}");
    assert!(answers.statuses.keys().all(|status| [200, 503].contains(status)), "{answers:?}");
    assert!(answers.statuses.contains_key(&200), "{answers:?}");
    let figures = answers.figures(busy);
    (answers, figures)
}
