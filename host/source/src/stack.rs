//! The engine's stack text as frames. A script can write its errors' stacks itself: they are only ever shown.

use std::borrow::Cow;

use serde::Serialize;

use crate::module_name::FILE;
use crate::{Position, SCRIPT_MODULE, SourceMap};

/// The module with the globals that scripts see.
const PLATFORM_MODULE: &str = "coral:platform";

/// A stack deeper than this is cut: more helps no one.
pub(crate) const MAX_FRAMES: usize = 50;

/// How many places of a text are put in terms of the sources: twenty stacks. A script may write many more, and each may
/// become a hundred times as long.
const MAX_PLACES: usize = 1_000;

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
        (Some(module), Some(line), Some(column)) if module == SCRIPT_MODULE || module.starts_with(FILE) => {
            Place::Source(map.position(module, line, column)?)
        }
        // Such as the function that calls a timer's callback: nothing that a script's author could look at.
        (Some(PLATFORM_MODULE), Some(_), Some(_)) => return None,
        (Some(module), Some(_), Some(_)) => Place::Internal { module: module.to_owned() },
        _ => Place::Internal { module: place.to_owned() },
    };
    Some(Frame { function, place })
}

/// A text that the script wrote, with the places of its modules in it (`function.mjs:line:column`, as `error.stack` holds
/// them) put in terms of its sources: the first of them, as many as anyone reads.
pub fn place_in_sources<'text>(text: &'text str, map: &SourceMap) -> Cow<'text, str> {
    let mut starts: Vec<usize> =
        [SCRIPT_MODULE, FILE].iter().flat_map(|name| text.match_indices(name)).map(|(start, _)| start).collect();
    starts.sort_unstable();
    let mut placed = String::new();
    let mut rest = text;
    let mut places = 0;
    for start in starts {
        let Some(before) = start.checked_sub(text.len() - rest.len()) else { continue };
        if let Some((Position { file, line, column }, behind)) = place_at_start(&rest[before..], map) {
            placed.push_str(&format!("{}{file}:{line}:{column}", &rest[..before]));
            rest = behind;
            places += 1;
        }
        if places == MAX_PLACES {
            break;
        }
    }
    if placed.is_empty() {
        return Cow::Borrowed(text);
    }
    placed.push_str(rest);
    Cow::Owned(placed)
}

/// The place that a text begins with, and the rest of the text.
fn place_at_start<'text>(text: &'text str, map: &SourceMap) -> Option<(Position, &'text str)> {
    let name = match text.strip_prefix(FILE) {
        Some(file) => FILE.len() + file.find(':')?,
        None => SCRIPT_MODULE.len(),
    };
    let (module, place) = text.split_at(name);
    let (line, rest) = place.strip_prefix(':')?.split_once(':')?;
    let end = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
    let (column, rest) = rest.split_at(end);
    Some((map.position(module, line.parse().ok()?, column.parse().ok()?)?, rest))
}

#[cfg(test)]
mod tests {
    use oxc_sourcemap::{SourceMap as Map, Token};

    use super::{Frame, Place, parse_stack, place_in_sources};
    use crate::{ModuleMap, Position, SourceMap};

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

    #[test]
    fn a_text_full_of_places_takes_no_longer_than_a_text() {
        let tokens = ";".repeat(500_000) + &"AAAA,".repeat(500_000);
        let json = format!(r#"{{"version":3,"names":[],"sources":["{}"],"mappings":"{tokens}"}}"#, "a".repeat(1_000));
        let text = "function.mjs:500001:1 ".repeat(500_000);
        let placed = place_in_sources(&text, &SourceMap::new(json)).into_owned();
        assert!(placed.starts_with("aaaa") && placed.ends_with("function.mjs:500001:1 "));
        assert!(placed.len() < text.len() + 2_000_000);
    }

    /// The map of a.ts for two modules, of which one's name begins with the other's.
    fn maps() -> SourceMap {
        let json = map().modules().next().map(|map| map.json.clone()).unwrap_or_default();
        let names = ["coral-file:lib/a.ts", "coral-file:lib/a.ts.ts", "coral-file:ü"];
        let maps = names.map(|module| ModuleMap { module: module.to_owned(), json: json.clone() });
        SourceMap::of_modules(move || maps.into())
    }

    #[test]
    fn places_in_modules_that_are_files_are_translated_too() {
        let text = "at boom (coral-file:lib/a.ts:1:11) coral-file:lib/a.ts.ts:1:5, coral-file:ü:1:5 coral-file:b.ts:1:5 \
            coral-file:coral-file:lib/a.ts:1:11";
        let expected = "at boom (a.ts:8:7) a.ts:8:3, a.ts:8:3 coral-file:b.ts:1:5 coral-file:a.ts:8:7";
        assert_eq!(place_in_sources(text, &maps()), expected);
        let frames = parse_stack("at boom (coral-file:lib/a.ts:1:11)\nat coral-file:lib/b.ts:1:11", &maps());
        assert_eq!(frames, [Frame { function: Some("boom".to_owned()), place: at(8, 7) }]);
    }
}
