//! The engine's stack text as frames. A script can write its errors' stacks itself: they are only ever shown.

use std::borrow::Cow;

use serde::Serialize;

use crate::{Position, SourceMap};

/// The name that Javy gives each script's bytecode.
const SCRIPT_MODULE: &str = "function.mjs";

/// The module with the globals that scripts see.
const PLATFORM_MODULE: &str = "coral:platform";

/// A stack deeper than this is cut: more helps no one.
pub(crate) const MAX_FRAMES: usize = 50;

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
        (Some(SCRIPT_MODULE), Some(line), Some(column)) => Place::Source(map.position(line, column)?),
        // Such as the function that calls a timer's callback: nothing that a script's author could look at.
        (Some(PLATFORM_MODULE), Some(_), Some(_)) => return None,
        (Some(module), Some(_), Some(_)) => Place::Internal { module: module.to_owned() },
        _ => Place::Internal { module: place.to_owned() },
    };
    Some(Frame { function, place })
}

/// A text that the script wrote, with each place of its bundle in it (`function.mjs:line:column`, as `error.stack` holds
/// them) put in terms of its sources.
pub fn place_in_sources<'text>(text: &'text str, map: &SourceMap) -> Cow<'text, str> {
    if !text.contains(SCRIPT_MODULE) {
        return Cow::Borrowed(text);
    }
    let mut placed = String::with_capacity(text.len());
    let mut parts = text.split(SCRIPT_MODULE);
    placed.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.strip_prefix(':').and_then(|place| position_at_start(place, map)) {
            Some((position, rest)) => {
                placed.push_str(&format!("{}:{}:{}{rest}", position.file, position.line, position.column));
            }
            None => {
                placed.push_str(SCRIPT_MODULE);
                placed.push_str(part);
            }
        }
    }
    Cow::Owned(placed)
}

/// The place that a text begins with, and the rest of the text.
fn position_at_start<'text>(text: &'text str, map: &SourceMap) -> Option<(Position, &'text str)> {
    let (line, rest) = text.split_once(':')?;
    let end = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
    let (column, rest) = rest.split_at(end);
    Some((map.position(line.parse().ok()?, column.parse().ok()?)?, rest))
}

#[cfg(test)]
mod tests {
    use oxc_sourcemap::{SourceMap as Map, Token};

    use super::{Frame, Place, parse_stack, place_in_sources};
    use crate::{Position, SourceMap};

    /// Line 1 of the bundle is line 8 of a.ts; its byte columns 5 and 11 are the columns 3 and 7 there.
    fn map() -> SourceMap {
        let tokens = [(0, 4, 7, 2), (0, 10, 7, 6)]
            .map(|(line, column, to_line, to_column)| Token::new(line, column, to_line, to_column, Some(0), None));
        let map = Map::new(None, vec![], None, vec!["a.ts".into()], vec![Some("text".into())], tokens.into(), None);
        SourceMap::new(map.to_json_string())
    }

    fn at(line: u32, column: u32) -> Place {
        Place::Source(Position { file: "a.ts".to_owned(), line, column })
    }

    #[test]
    fn frames_are_placed_in_the_sources() {
        let stack = "    at boom (function.mjs:1:11)\n    at <anonymous> (function.mjs:1:5)\n    at push (native)\n\
            \x20   at query (@coral/sdk:3:1)\n    at run (coral:platform:9:9)\n";
        let internal = |module: &str| Place::Internal { module: module.to_owned() };
        let frame = |function: Option<&str>, place| Frame { function: function.map(str::to_owned), place };
        assert_eq!(
            parse_stack(stack, &map()),
            [
                frame(Some("boom"), at(8, 7)),
                frame(None, at(8, 3)),
                frame(Some("push"), internal("native")),
                frame(Some("query"), internal("@coral/sdk")),
            ]
        );
    }

    #[test]
    fn a_stack_that_a_script_made_up_is_survived() {
        for stack in
            ["", "at", "at (", "at x (function.mjs:1)", "at function.mjs:99999999999:1", "at f (function.mjs:0:0)"]
        {
            parse_stack(stack, &map());
            place_in_sources(stack, &map());
        }
        assert!(parse_stack(&"at f (native)\n".repeat(1_000), &map()).len() <= 50);
    }

    #[test]
    fn places_in_a_text_are_translated_and_nothing_else() {
        let text = "Error: x\n    at boom (function.mjs:1:11)\nfunction.mjs:no function.mjs:1:1 12:30";
        let expected = "Error: x\n    at boom (a.ts:8:7)\nfunction.mjs:no function.mjs:1:1 12:30";
        assert_eq!(place_in_sources(text, &map()), expected);
    }
}
