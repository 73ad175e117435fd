//! The flags of `coral-wasm services`.

use std::time::Duration;

use clap::Args;

use super::RowFormat;
use super::source::SourceArguments;
use super::values::parse_duration;

const EXAMPLES: &str = "\
Examples:
  coral-wasm services --since 15m
  coral-wasm services --server http://localhost:9003
  coral-wasm services --format json | jq '.[] | select(.error_rate > 0.05).service_name'

A request is a span of the service that started within the time. JSON and CSV have durations in nanoseconds.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ServicesArguments {
    /// How far back from now to look
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_SINCE", default_value = "1h", value_parser = parse_duration)]
    pub since: Duration,

    /// How to print the services: a table, an array of JSON objects, or CSV with a header (RFC 4180)
    #[arg(long, value_name = "FORMAT", env = "CORAL_WASM_FORMAT", default_value = "table")]
    pub format: RowFormat,

    #[command(flatten)]
    pub source: SourceArguments,
}
