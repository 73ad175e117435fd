//! The flags of `coral-wasm query`.

use std::path::PathBuf;

use clap::Args;

use super::RowFormat;
use super::source::SourceArguments;

const USAGE: &str = "coral-wasm query [OPTIONS] <SQL|-> [PARAMETER]...\n       \
                     coral-wasm query [OPTIONS] --file <FILE> [PARAMETER]...";

const EXAMPLES: &str = "\
Examples:
  coral-wasm query \"SELECT service_name, count(*) AS spans FROM otel_spans_local GROUP BY ALL\"
  coral-wasm query \"FROM otel_spans_local WHERE duration_ns > ?\" 500000000
  coral-wasm query --file slow.sql --format csv > slow.csv
  echo \"SHOW TABLES\" | coral-wasm query - --server http://localhost:9003
  coral-wasm query \"FROM otel_spans_local\" --rows 100 --format json | jq '.[].http_route'

A table shows NULL as NULL, control characters as escapes, and of a long text the beginning; on a terminal that is too \
narrow for it, it has one column a line. JSON and CSV lose nothing.

It ends with the exit code that a script would have: 1 where the SQL or its source is wrong, 118 where it is denied, 119 \
beyond a limit of what it may take, 124 beyond its time.";

#[derive(Debug, Args)]
#[command(override_usage = USAGE, after_help = EXAMPLES)]
pub struct QueryArguments {
    /// One SELECT (also WITH, FROM, SHOW, DESCRIBE and SUMMARIZE), or - to read it from standard input
    #[arg(value_name = "SQL", allow_negative_numbers = true)]
    pub sql: Option<String>,

    /// A value for each `?` in the SQL. A number, true, false, null and a text in double quotes are what they are in JSON;
    /// anything else is a text
    #[arg(value_name = "PARAMETER", allow_negative_numbers = true)]
    pub parameters: Vec<String>,

    /// Read the SQL from a file
    #[arg(short, long, value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// How to print the rows: a table, an array of JSON objects, or CSV with a header (RFC 4180)
    #[arg(long, value_name = "FORMAT", env = "CORAL_WASM_FORMAT", default_value = "table")]
    pub format: RowFormat,

    #[command(flatten)]
    pub source: SourceArguments,
}
