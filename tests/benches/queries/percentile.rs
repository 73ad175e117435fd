//! A percentile through the SDK, beside the statement that answers it.

use std::path::Path;
use std::time::Instant;

use duckdb::types::Value;

use crate::database;
use crate::program::{Program, Runtime};
use crate::samples::median;
use crate::statement::{PERCENTILE, Statement, ours};

/// How often each has its turn.
const TURNS: usize = 5;

/// How often a turn asks, besides at first.
const QUESTIONS: usize = 40;

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

/// Milliseconds for a percentile of all spans of a service.
pub struct Milliseconds {
    pub ours: f64,
    /// DuckDB alone, which prepares the statement anew each time.
    pub bare: f64,
    /// DuckDB alone, which prepared it at first.
    pub prepared: f64,
    pub deno: f64,
}

/// Measures all of them in turns.
pub fn measure(program: &Program, path: &Path) -> Milliseconds {
    let connection = database::open(path);
    let service: String =
        connection.query_row("SELECT service_name FROM otel_spans_local LIMIT 1", [], |row| row.get(0)).unwrap();
    let script = SCRIPT.replace("QUESTIONS", &QUESTIONS.to_string()).replace("SERVICE", &service);
    let script = |runtime| program.numbers(&script, path, runtime)[0];
    let parameters = vec![Value::Double(0.99), Value::Text(service), Value::BigInt(0)];
    let statement = Statement { sql: ours(PERCENTILE), parameters };
    let turns: Vec<_> = (0..TURNS)
        .map(|_| {
            let mut once = connection.prepare(statement.sql).unwrap();
            let (bare, prepared) = (timed(|| statement.ask(&connection)), timed(|| statement.read(&mut once)));
            Milliseconds { ours: script(Runtime::Wasm), bare, prepared, deno: script(Runtime::Deno) }
        })
        .collect();
    let middle = |of: fn(&Milliseconds) -> f64| median(turns.iter().map(of));
    Milliseconds {
        ours: middle(|turn| turn.ours),
        bare: middle(|turn| turn.bare),
        prepared: middle(|turn| turn.prepared),
        deno: middle(|turn| turn.deno),
    }
}

/// The median time of a question in this process.
fn timed(mut ask: impl FnMut()) -> f64 {
    let times = (0..QUESTIONS + 5).map(|_| {
        let begun = Instant::now();
        ask();
        begun.elapsed().as_secs_f64() * 1e3
    });
    median(times.skip(5))
}
