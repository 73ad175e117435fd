//! A percentile through the SDK, beside the statement that answers it.

use std::path::Path;
use std::time::Instant;

use duckdb::Connection;

use crate::database;
use crate::median::median;
use crate::program::{Program, Runtime};

/// How often each has its turn.
const TURNS: usize = 5;

/// How often a turn asks, besides at first.
const QUESTIONS: usize = 40;

/// Where the product's own statements come from: that below is held against it.
const STATEMENTS: &str = include_str!("../../../host/telemetry/src/inquiry.rs");

const STATEMENT: &str = "
    SELECT quantile_cont(duration_ns, $1::DOUBLE) FROM otel_spans_local
    WHERE service_name = $2 AND start_time > make_timestamp($3::BIGINT)";

/// Prints the median time of a question.
const SCRIPT: &str = "
    import { metrics } from 'jsr:@coral/sdk';

    const times: number[] = [];
    for (let time = 0; time < QUESTIONS + 5; time++) {
        const begun = performance.now();
        await metrics.getPercentile('SERVICE', 'http.server.duration', 0.99, '24h');
        times.push(performance.now() - begun);
    }
    console.log(times.slice(5).sort((a, b) => a - b)[QUESTIONS / 2]);";

/// Milliseconds for a percentile of all spans of a service: ours, DuckDB's alone, and Deno's.
pub fn measure(program: &Program, path: &Path) -> [f64; 3] {
    let connection = database::open(path);
    let service: String =
        connection.query_row("SELECT service_name FROM otel_spans_local LIMIT 1", [], |row| row.get(0)).unwrap();
    let script = SCRIPT.replace("QUESTIONS", &QUESTIONS.to_string()).replace("SERVICE", &service);
    let script = |runtime| program.numbers(&script, path, runtime)[0];
    let turns: Vec<_> =
        (0..TURNS).map(|_| [script(Runtime::Wasm), bare(&connection, &service), script(Runtime::Deno)]).collect();
    [0, 1, 2].map(|of| median(turns.iter().map(|times| times[of])))
}

/// DuckDB's, in this process: prepared anew for each question, as for the product's.
fn bare(connection: &Connection, service: &str) -> f64 {
    let without_spaces = |sql: &str| sql.split_whitespace().collect::<String>();
    assert!(without_spaces(STATEMENTS).contains(&without_spaces(STATEMENT)), "the product asks something else");
    let times = (0..QUESTIONS + 5).map(|_| {
        let begun = Instant::now();
        let mut statement = connection.prepare(STATEMENT).unwrap();
        let mut chunks = statement.query_arrow(duckdb::params![0.99, service, 0_i64]).unwrap();
        std::hint::black_box(chunks.next().unwrap().num_rows());
        begun.elapsed().as_secs_f64() * 1e3
    });
    median(times.skip(5))
}
