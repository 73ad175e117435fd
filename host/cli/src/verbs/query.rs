//! `coral-wasm query`: runs one SELECT over a database file or a server, and prints its rows.

use std::fs::File;
use std::io::{Read, Write, stderr, stdin};
use std::path::Path;

use coral_contract::{SqlParameter, SqlQuery};

use crate::arguments::QueryArguments;
use crate::failure::Failure;
use crate::rows::print_rows;
use crate::stop_signal::StopSignal;
use crate::telemetry_source::TelemetrySource;

/// The most bytes of SQL that are read. A statement may have fewer, as whoever answers it says.
const MAX_SQL_BYTES: u64 = 1024 * 1024;

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Asks and prints; the exit code is 0 where the statement was answered.
pub async fn run(arguments: QueryArguments) -> Result<u8, Failure> {
    // While it is typed, Ctrl-C is still the system's.
    let query = statement(&arguments)?;
    let source = TelemetrySource::open(&arguments.source)?;
    let stop = StopSignal::listen()?;
    let rows = source.ask(query, &stop).await?;
    let (count, truncated) = (rows.row_count, rows.truncated);
    print_rows(rows, arguments.format, &stop).await?;
    if truncated {
        let _ = writeln!(stderr(), "note: {}", source.told_of_cut(count));
    }
    Ok(0)
}

fn statement(arguments: &QueryArguments) -> Result<SqlQuery, Failure> {
    let (text, more) = match (&arguments.file, &arguments.sql) {
        // What stands in place of the SQL is the first of the parameters.
        (Some(path), first) => (read_file(path)?, first.as_ref()),
        (None, Some(sql)) if sql == STANDARD_INPUT => (read(stdin().lock(), "standard input")?, None),
        (None, Some(sql)) => (sql.clone(), None),
        (None, None) => (String::new(), None),
    };
    if text.trim().is_empty() {
        let text =
            "there is no SQL: write a SELECT behind `query`, or - to read it from standard input, or --file FILE";
        return Err(Failure::usage(text));
    }
    let parameters = more.into_iter().chain(&arguments.parameters).zip(1..);
    let parameters = parameters
        .map(|(text, number)| parameter(text).map_err(|reason| Failure::usage(format!("parameter {number} {reason}"))));
    Ok(SqlQuery { text, parameters: parameters.collect::<Result<_, _>>()?, limit: None })
}

fn read_file(path: &Path) -> Result<String, Failure> {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => read(file, &name),
        Err(error) => Err(unreadable(&name, error)),
    }
}

fn read(source: impl Read, name: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    source.take(MAX_SQL_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, error))?;
    if bytes.len() as u64 > MAX_SQL_BYTES {
        return Err(unreadable(name, "it has more than 1 MiB"));
    }
    let text = String::from_utf8(bytes).map_err(|_| unreadable(name, "it is no text in UTF-8"))?;
    // Some editors begin a file with it.
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

fn unreadable(name: &str, reason: impl std::fmt::Display) -> Failure {
    anyhow::anyhow!("cannot read the SQL in {name}: {reason}").into()
}

/// The value of a parameter: what is one in JSON, and any other text as it is.
fn parameter(text: &str) -> Result<SqlParameter, String> {
    let too_large = || "has more than 64 bits: write it into the SQL, or as a text in double quotes".to_owned();
    let is_padded = text.trim() != text;
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Number(_)) if !is_padded => match text.parse() {
            Ok(whole) => Ok(SqlParameter::Int64(whole)),
            Err(_) if text.contains(['.', 'e', 'E']) => text.parse().map(SqlParameter::Double).map_err(|_| too_large()),
            Err(_) => Err(too_large()),
        },
        Ok(serde_json::Value::Bool(value)) if !is_padded => Ok(SqlParameter::Boolean(value)),
        Ok(serde_json::Value::Null) if !is_padded => Ok(SqlParameter::Null),
        Ok(serde_json::Value::String(value)) if !is_padded => Ok(SqlParameter::Text(value)),
        _ => Ok(SqlParameter::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_has_a_type_for_has_it() {
        let text = |text: &str| Ok(SqlParameter::Text(text.to_owned()));
        for (given, value) in [
            ("5", Ok(SqlParameter::Int64(5))),
            ("-9223372036854775808", Ok(SqlParameter::Int64(i64::MIN))),
            ("5.0", Ok(SqlParameter::Double(5.0))),
            ("1e3", Ok(SqlParameter::Double(1000.0))),
            ("true", Ok(SqlParameter::Boolean(true))),
            ("null", Ok(SqlParameter::Null)),
            ("\"5\"", text("5")),
            ("payments", text("payments")),
            ("05", text("05")),
            (" 5", text(" 5")),
            ("True", text("True")),
            ("[1]", text("[1]")),
            ("", text("")),
            ("it's", text("it's")),
        ] {
            assert_eq!(parameter(given), value, "{given}");
        }
        assert!(parameter("9223372036854775808").is_err());
    }
}
