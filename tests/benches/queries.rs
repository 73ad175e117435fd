//! What a script's questions cost, beside Deno and beside DuckDB alone. The scripts are run by the program,
//! unchanged on either runtime, and tell themselves how long a question took, so that the start of neither counts.

mod percentile;
mod rows;

use std::fmt::Write;

use crate::growth::Growth;
use crate::number::grouped;
use crate::plot::Plot;
use crate::program::Program;
use crate::{database, deno, document};

/// How many spans there are where rows are counted; and how many in turn where spans are.
const SPANS: [u32; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// What is wanted of 10,000 rows over Deno, and of a percentile over DuckDB alone.
const ROWS_TARGET: f64 = 0.5;
const PERCENTILE_TARGET: f64 = 1.05;

/// Measures all of it.
pub fn bench() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::new(folder.path());
    let mut text = format!("{}, {}.\n\n", document::machine(), document::version(deno::DENO));

    let mut by_spans = Vec::new();
    for spans in SPANS {
        let path = folder.path().join(format!("{spans}.db"));
        database::make(&path, spans);
        by_spans.push(percentile::measure(&program, &path));
    }
    let by_rows = rows::measure(&program, &folder.path().join(format!("{}.db", SPANS[SPANS.len() - 1])));

    text.push_str("| rows of eight columns, summed | ours | Deno | ratio |\n|---|---|---|---|\n");
    for (count, [own, deno]) in rows::COUNTS.iter().zip(&by_rows) {
        let (count, ratio) = (grouped(f64::from(*count)), own / deno);
        writeln!(text, "| {count} | {own:.2} ms | {deno:.2} ms | **{ratio:.2}** |").unwrap();
    }
    writeln!(text, "\nWith 10,000 rows {ROWS_TARGET} is wanted.\n").unwrap();
    text.push_str(
        "| a percentile, of so many spans | ours | DuckDB alone | ratio | DuckDB alone, prepared once | ratio | Deno |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for (spans, percentile::Milliseconds { ours, bare, prepared, deno }) in SPANS.iter().zip(&by_spans) {
        let spans = grouped(f64::from(*spans));
        let (over_bare, over_prepared) = (ours / bare, ours / prepared);
        writeln!(
            text,
            "| {spans} | {ours:.2} ms | {bare:.2} ms | **{over_bare:.2}** | {prepared:.2} ms | {over_prepared:.2} | {deno:.2} ms |"
        )
        .unwrap();
    }
    writeln!(text, "\n{PERCENTILE_TARGET} is wanted.\n").unwrap();
    let of = |counts: &[u32], times: Vec<f64>| counts.iter().map(|&count| f64::from(count)).zip(times).collect();
    let own = |index: usize| of(&rows::COUNTS, by_rows.iter().map(|times| times[index]).collect());
    let rows = Growth { size: "rows", cost: "ms", points: own(0) };
    let spans = of(&SPANS, by_spans.iter().map(|times| times.ours).collect());
    let spans = Growth { size: "spans", cost: "ms for a percentile", points: spans };
    writeln!(text, "{}\n{}", rows.table(), spans.table()).unwrap();
    print!("{text}");
    if document::is_to_be_written() {
        document::write("queries", text.trim_end());
        let deno = Growth { size: "rows", cost: "ms", points: own(1) };
        let title = "A query for rows of eight columns, summed in a loop";
        let series = vec![rows.series("coral-wasm"), deno.series("Deno, over HTTP")];
        Plot { file: "rows", title, x: "rows", y: "milliseconds", is_logarithmic: true, series }.write();
    }
}
