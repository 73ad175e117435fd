//! The figures as a document; must not know how they came about.

use std::fmt::Write;
use std::time::Duration;

use crate::CONNECTIONS;
use crate::client::Answers;
use crate::document;
use crate::figures::Figures;
use crate::server::Holdings;

/// One line of the table.
pub struct Row {
    pub name: String,
    pub served: Figures,
    /// None where the database is not asked.
    pub bare: Option<Figures>,
}

/// All that was measured.
pub struct Report {
    /// The client's version.
    pub client: String,
    /// How long the load lasted.
    pub duration: Duration,
    pub single: Vec<Row>,
    pub percentiles: Row,
    pub mix: Row,
    pub answers: Answers,
    pub before: Holdings,
    pub after: Holdings,
}

impl Report {
    /// The figures as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        let (duckdb, client) = (duckdb::Connection::open_in_memory().unwrap().version().unwrap(), &self.client);
        let (machine, rust) = (document::machine(), document::version("rustc"));
        writeln!(text, "{machine}, DuckDB {duckdb}, wrk {client}, {rust}.\n").unwrap();
        table(&mut text, "one connection", &self.single);
        text.push('\n');
        table(&mut text, "several connections", std::slice::from_ref(&self.percentiles));
        text.push('\n');
        table(
            &mut text,
            &format!("{CONNECTIONS} connections, {} s", self.duration.as_secs()),
            std::slice::from_ref(&self.mix),
        );
        let count = |status| self.answers.statuses.get(&status).copied().unwrap_or_default();
        let [before, after] = [self.before, self.after].map(|held| held.resident_bytes / (1024 * 1024));
        writeln!(
            text,
            "\nOf the load: {} answers of status 200, {} of 503, none of another, and no connection that broke off. \
             Memory {before} MiB after the warm-up and {after} MiB after the load; file descriptors {} and {}.",
            count(200),
            count(503),
            self.before.descriptors,
            self.after.descriptors
        )
        .unwrap();
        text
    }

    /// Puts the figures in the place of those that are in the document.
    pub fn write(&self) {
        document::write("load", &self.markdown());
    }
}

fn table(text: &mut String, title: &str, rows: &[Row]) {
    writeln!(text, "| {title} | p50 (bare) | ratio | p99 (bare) | ratio | CPU (bare) | ratio | per s (bare) | ratio |")
        .unwrap();
    writeln!(text, "|---|---|---|---|---|---|---|---|---|").unwrap();
    for Row { name, served, bare } in rows {
        let milliseconds = |of: fn(&Figures) -> Duration| {
            let of = |figures| of(figures).as_secs_f64() * 1e3;
            cells(of(served), bare.as_ref().map(of), 2, " ms")
        };
        let [p50, p99, busy] = [milliseconds(|of| of.p50), milliseconds(|of| of.p99), milliseconds(|of| of.busy)];
        let per_second = cells(served.per_second, bare.as_ref().map(|bare| bare.per_second), 0, "");
        writeln!(text, "| {name} {p50} {p99} {busy} {per_second} |").unwrap();
    }
}

/// Two cells of the table: our figure and the bare one, and their ratio.
fn cells(own: f64, bare: Option<f64>, digits: usize, unit: &str) -> String {
    match bare {
        Some(bare) => format!("| {own:.digits$}{unit} ({bare:.digits$}{unit}) | **{:.2}**", own / bare),
        None => format!("| {own:.digits$}{unit} |"),
    }
}
