//! How the values of flags are written: durations, parameters.

use std::time::Duration;

pub fn parse_parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some(("", _)) => Err("the name before the `=` is empty: write --param NAME=VALUE".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err("there is no `=`: write --param NAME=VALUE".to_owned()),
    }
}

pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text).ok().filter(|duration| !duration.is_zero());
    duration.ok_or_else(|| "write a number above 0 with a unit, such as 500ms, 30s or 5m".to_owned())
}
