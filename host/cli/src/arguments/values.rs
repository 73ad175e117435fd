//! How the values of flags are written: durations, sizes, fuel, parameters.

use std::time::Duration;

use bytesize::ByteSize;

/// A wall limit, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeout(pub Option<Duration>);

/// The engine's own memory, and as much again for the script.
pub const SMALLEST_MEMORY: u64 = 8 << 20;

/// What a 32-bit memory can hold.
pub const LARGEST_MEMORY: u64 = 4 << 30;

pub fn parse_parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some(("", _)) => Err("the name before the `=` is empty: write --param NAME=VALUE".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err("there is no `=`: write --param NAME=VALUE".to_owned()),
    }
}

pub fn parse_timeout(text: &str) -> Result<Timeout, String> {
    if text == "none" {
        return Ok(Timeout(None));
    }
    match humantime::parse_duration(text) {
        Ok(duration) if duration.is_zero() => Err("it is zero: write `none` for no limit".to_owned()),
        Ok(duration) => Ok(Timeout(Some(duration))),
        Err(_) => Err("write a number with a unit, such as 500ms, 30s or 5m, or `none`".to_owned()),
    }
}

pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text).ok().filter(|duration| !duration.is_zero());
    duration.ok_or_else(|| "write a number above 0 with a unit, such as 500ms, 30s or 5m".to_owned())
}

pub fn parse_fuel(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "write a whole number, such as 1000000000".to_owned())
}

pub fn parse_memory(text: &str) -> Result<u64, String> {
    let size: ByteSize = text.parse().map_err(|_| "write a number with a unit, such as 64MiB or 1GiB".to_owned())?;
    match size.as_u64() {
        bytes if bytes < SMALLEST_MEMORY => Err("it is less than 8MiB, half of which the engine needs".to_owned()),
        bytes if bytes > LARGEST_MEMORY => Err("it is more than 4GiB, the most that a script can address".to_owned()),
        bytes => Ok(bytes),
    }
}
