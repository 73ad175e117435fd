//! What a script is told when DuckDB refuses or fails a statement; must not know what was asked.

use std::time::Duration;

use coral_contract::AskError;

/// Bytes of DuckDB's text that are passed on: it quotes the statement, which may be long.
const LONGEST: usize = 2048;

/// An error of DuckDB's, as a script gets it: `Denied` where its settings forbid what the statement does. The text is
/// DuckDB's own, its kind and the line with the caret included, which is where people look first.
pub(crate) fn of_duckdb(error: &duckdb::Error) -> AskError {
    let text = match error {
        duckdb::Error::FromSqlConversionFailure(index, kind, _) => {
            format!(
                "column {} is of the type {kind}, which has no form here: cast it, for example to VARCHAR",
                index + 1
            )
        }
        other => other.to_string(),
    };
    let text = shortened(text.trim_end());
    if text.starts_with("Permission Error") { AskError::Denied(text) } else { AskError::QueryFailed(text) }
}

/// The same without the names that DuckDB suggests: they may be those of tables that are kept from who asks.
pub(crate) fn without_suggestions(error: AskError) -> AskError {
    match error {
        AskError::QueryFailed(text) => {
            let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("Did you mean ")).collect();
            AskError::QueryFailed(kept.join("\n"))
        }
        other => other,
    }
}

/// What is told of a question that was still not answered at its deadline.
pub(crate) fn too_long(subject: &str, deadline: Duration) -> AskError {
    AskError::TimedOut(format!(
        "{subject} took longer than {deadline:?}: ask for less, for example for a shorter window"
    ))
}

fn shortened(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}
