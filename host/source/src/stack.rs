//! The engine's stack text as frames. A script can write its errors' stacks itself: they are only ever shown.

use serde::Serialize;

use crate::{Position, SourceMap};

/// The name that Javy gives each script's bytecode.
const SCRIPT_MODULE: &str = "function.mjs";

/// A stack deeper than this is cut: more helps no one.
const MAX_FRAMES: usize = 50;

/// One call that was under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// The function's name, if it has one.
    pub function: Option<String>,
    /// Where the call stood.
    #[serde(flatten)]
    pub place: Place,
}

/// Where a call stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// In the script's sources.
    Source(Position),
    /// In a module of the engine, such as the SDK, or in the engine itself.
    Internal {
        /// The module's name, or `native`.
        module: String,
    },
}

/// The frames of a stack text of QuickJS: `    at name (file:line:column)`, one a line.
pub fn parse_stack(stack: &str, map: &SourceMap) -> Vec<Frame> {
    stack.lines().filter_map(|line| parse_frame(line.trim().strip_prefix("at ")?, map)).take(MAX_FRAMES).collect()
}

fn parse_frame(text: &str, map: &SourceMap) -> Option<Frame> {
    let (function, place) = match text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
        Some((function, place)) => (Some(function), place),
        None => (None, text),
    };
    let function = function.filter(|name| !name.is_empty() && *name != "<anonymous>").map(str::to_owned);
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next().and_then(|text| text.parse().ok());
    let line = parts.next().and_then(|text| text.parse().ok());
    let place = match (parts.next(), line, column) {
        (Some(SCRIPT_MODULE), Some(line), Some(column)) => Place::Source(at_new(map.position(line, column)?, map)),
        (Some(module), Some(_), Some(_)) => Place::Internal { module: module.to_owned() },
        _ => Place::Internal { module: place.to_owned() },
    };
    Some(Frame { function, place })
}

/// QuickJS places a construction at the class, V8 at the word `new` before it: shown as V8 does, so that a script's
/// stack is the same in Deno.
fn at_new(mut position: Position, map: &SourceMap) -> Position {
    let line = map.text(&position.file).and_then(|text| text.lines().nth(position.line.checked_sub(1)? as usize));
    let Some(line) = line else { return position };
    let before: Vec<u16> = line.encode_utf16().take(position.column.saturating_sub(1) as usize).collect();
    let before = String::from_utf16_lossy(&before);
    let trimmed = before.trim_end();
    if let Some(rest) = trimmed.strip_suffix("new")
        && trimmed.len() < before.len()
        && !rest.ends_with(|character: char| character.is_alphanumeric() || "_$.#".contains(character))
    {
        // No more than there are columns before the position.
        position.column = rest.encode_utf16().count() as u32 + 1;
    }
    position
}
