//! Rows of eight columns of mixed types, of which a loop sums what it reads.

use std::path::Path;

use crate::program::{Program, Runtime};
use crate::samples::median;

/// How many rows are asked for.
pub const COUNTS: [u32; 5] = [1, 10, 100, 1_000, 10_000];

/// How often each runtime has its turn.
const TURNS: usize = 5;

/// Prints the median time of a question for each count.
const SCRIPT: &str = "
    import { db } from 'jsr:@coral/sdk';

    async function once(count: number): Promise<number> {
        const begun = performance.now();
        const { rows } = await db.query(
            `SELECT trace_id, service_name, duration_ns, is_error, http_status, http_route, start_time, duration_ns / 3 AS share
             FROM otel_spans_local LIMIT ${count}`,
        );
        let sum = 0;
        for (const row of rows) {
            sum += row.trace_id.length + row.service_name.length + row.duration_ns + (row.is_error ? 1 : 0)
                + row.http_status + row.http_route.length + String(row.start_time).length + row.share;
        }
        const took = performance.now() - begun;
        if (rows.length !== count || !(sum > 0)) throw new Error(`${rows.length} rows, ${sum}`);
        return took;
    }

    for (const count of COUNTS) {
        const times: number[] = [];
        for (let time = 0; time < 25; time++) times.push(await once(count));
        // The first few are of a connection and of code that is new.
        const middle = times.slice(5).sort((a, b) => a - b)[10];
        console.log(middle);
    }";

/// Milliseconds for each count, ours and Deno's.
pub fn measure(program: &Program, database: &Path) -> Vec<[f64; 2]> {
    let script = SCRIPT.replace("COUNTS", &format!("{COUNTS:?}"));
    let runs: Vec<_> = (0..TURNS)
        .map(|_| [Runtime::Wasm, Runtime::Deno].map(|runtime| program.numbers(&script, database, runtime)))
        .collect();
    let middle = |count: usize, runtime: usize| median(runs.iter().map(|times| times[runtime][count]));
    (0..COUNTS.len()).map(|count| [middle(count, 0), middle(count, 1)]).collect()
}
