//! The flags that say what a script is given.

use clap::Args;
use clap::builder::FalseyValueParser;

use super::values::{Timeout, parse_fuel, parse_memory, parse_parameter, parse_timeout};

#[derive(Debug, Args)]
pub struct GrantArguments {
    /// The one service that the script may ask about; without it, the one that it declares, or any
    #[arg(long, value_name = "NAME", env = "CORAL_WASM_SERVICE")]
    pub service: Option<String>,

    /// A parameter for the script, as often as needed (the environment holds one): `coral.context.params.get("K")`
    #[arg(long = "param", value_name = "K=V", env = "CORAL_WASM_PARAM", value_parser = parse_parameter)]
    pub parameters: Vec<(String, String)>,

    /// The longest that the run may take, waiting included, such as 500ms or 5m; `none` for no limit [default: 60s]
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_TIMEOUT", value_parser = parse_timeout, allow_hyphen_values = true)]
    pub timeout: Option<Timeout>,

    /// Units of fuel: about one an instruction, some 10 a nanosecond [default: 500000000000]
    #[arg(long, value_name = "UNITS", env = "CORAL_WASM_FUEL", value_parser = parse_fuel, allow_hyphen_values = true)]
    pub fuel: Option<u64>,

    /// The most memory that the script may have, such as 64MiB; at most 4GiB [default: 64MiB]
    #[arg(long, value_name = "SIZE", env = "CORAL_WASM_MEMORY", value_parser = parse_memory, allow_hyphen_values = true)]
    pub memory: Option<u64>,

    /// Give the script all that it asks for; without this, no more than the defaults, and what other flags say
    #[arg(long, env = "CORAL_WASM_GRANT_ASKED", value_parser = FalseyValueParser::new())]
    pub grant_asked: bool,
}
