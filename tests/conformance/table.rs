//! Comparisons as a table for a terminal. It must not know how they came to be.

use crate::comparison::Comparison;

/// One row for each script, below a row of titles.
pub fn of(comparisons: &[Comparison]) -> String {
    let titles = ["script", "exit code", "lines", "events", "result"].map(str::to_owned);
    let rows: Vec<[String; 5]> = std::iter::once(titles).chain(comparisons.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 4] = std::array::from_fn(width);
    let [name, code, lines, events] = widths;
    let line = |row: &[String; 5]| {
        format!("{:name$}  {:>code$}  {:>lines$}  {:>events$}  {}\n", row[0], row[1], row[2], row[3], row[4])
    };
    rows.iter().map(line).collect()
}

fn row(comparison: &Comparison) -> [String; 5] {
    let Comparison { name, wasm, deno, .. } = comparison;
    let code = |code: Option<i32>| code.map_or_else(|| "signal".to_owned(), |code| code.to_string());
    [
        name.clone(),
        both(code(wasm.code), code(deno.code)),
        both(wasm.lines(), deno.lines()),
        both(wasm.events.len(), deno.events.len()),
        comparison.verdict().to_owned(),
    ]
}

/// What WASM and Deno say, once if it is the same.
fn both<T: PartialEq + ToString>(wasm: T, deno: T) -> String {
    if wasm == deno { wasm.to_string() } else { format!("{} / {}", wasm.to_string(), deno.to_string()) }
}
