//! The flags of `coral-wasm serve` for live data.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use bytesize::ByteSize;
use clap::Args;
use coral_listener::ListenAddress;

use super::values::parse_duration;

#[derive(Debug, Args)]
#[command(next_help_heading = "Live data")]
pub struct LiveArguments {
    /// Receive OpenTelemetry's data (OTLP) and keep it in this folder, which is queried in place of --db; it is made if it is missing
    #[arg(long = "live", value_name = "FOLDER", env = "CORAL_WASM_LIVE")]
    pub folder: Option<PathBuf>,

    /// Where to receive OTLP over HTTP, or off
    #[arg(long, value_name = "HOST:PORT|off", env = "CORAL_WASM_OTLP_HTTP", default_value = "localhost:4318")]
    pub otlp_http: OtlpAddress,

    /// Where to receive OTLP over gRPC, or off
    #[arg(long, value_name = "HOST:PORT|off", env = "CORAL_WASM_OTLP_GRPC", default_value = "localhost:4317")]
    pub otlp_grpc: OtlpAddress,

    /// For how long spans, points, logs and the machine's metrics are kept; at least 2m
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_KEEP", default_value = "1h", value_parser = parse_keep)]
    pub keep: Duration,

    /// How large the files of live data may become: the oldest go first
    #[arg(long, value_name = "SIZE", env = "CORAL_WASM_KEEP_SIZE", default_value = "4GiB", value_parser = parse_size)]
    pub keep_size: ByteSize,

    /// For how long the sums of each minute are kept
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_KEEP_SUMMARIES", default_value = "7d", value_parser = parse_keep)]
    pub keep_summaries: Duration,
}

/// Where to receive; nowhere where it is `off`.
#[derive(Debug, Clone)]
pub struct OtlpAddress(pub Option<ListenAddress>);

impl From<ListenAddress> for OtlpAddress {
    fn from(address: ListenAddress) -> Self {
        Self(Some(address))
    }
}

impl FromStr for OtlpAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" { Ok(Self(None)) } else { text.parse().map(|address| Self(Some(address))) }
    }
}

/// A minute is summed up once it is over: what is kept must outlast that.
fn parse_keep(text: &str) -> Result<Duration, String> {
    match parse_duration(text)? {
        keep if keep >= Duration::from_secs(120) => Ok(keep),
        _ => Err("write 2m or more: what is older than that was summed up before it is dropped".to_owned()),
    }
}

fn parse_size(text: &str) -> Result<ByteSize, String> {
    let size = text.parse::<ByteSize>().ok().filter(|size| *size >= ByteSize::mib(16));
    size.ok_or_else(|| "write 16MiB or more, such as 500MB or 4GiB".to_owned())
}
