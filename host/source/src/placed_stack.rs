//! The stack text of an engine that knows the script's sources, V8's, as frames. A script can write its errors' stacks
//! itself: they are only ever shown.

use crate::stack::MAX_FRAMES;
use crate::{Frame, Place, Position};

/// The SDK, in the folder that no file of a script is in.
const SDK: &str = "@coral/sdk";

/// Where other modules lie that are no script's: nothing that its author could look at.
const INTERNAL: &[&str] = &["@coral/", "ext:", "node:"];

/// The bundle itself: what of it stands in no source is the bundler's.
const BUNDLE: &str = "script.js";

/// The frames of a stack text whose places are in the sources: `    at name (file:line:column)` or
/// `    at file:line:column`, one a line; files are relative to the script's root folder.
pub fn parse_placed_stack(stack: &str) -> Vec<Frame> {
    stack.lines().filter_map(|line| parse_frame(line.trim().strip_prefix("at ")?)).take(MAX_FRAMES).collect()
}

fn parse_frame(text: &str) -> Option<Frame> {
    let text = text.strip_prefix("async ").unwrap_or(text);
    // A file's name may hold a parenthesis: a function's does not, but for a method's `[as name]`.
    let (function, place) = match text.strip_suffix(')').and_then(|text| text.split_once(" (")) {
        Some((function, place)) => (Some(function), place),
        None => (None, text),
    };
    let function = function.filter(|name| *name != "<anonymous>").map(str::to_owned);
    Some(Frame { function, place: parse_place(place)? })
}

fn parse_place(text: &str) -> Option<Place> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next().and_then(|text| text.parse().ok());
    let line = parts.next().and_then(|text| text.parse().ok());
    let internal = |module: &str| Some(Place::Internal { module: module.to_owned() });
    match (parts.next(), line, column) {
        (Some(file), ..) if file.starts_with(SDK) => internal(SDK),
        (Some(file), ..) if file == BUNDLE || INTERNAL.iter().any(|start| file.starts_with(start)) => None,
        (Some(file), Some(line), Some(column)) if !file.contains("<anonymous>") => {
            Some(Place::Source(Position { file: file.to_owned(), line, column }))
        }
        // Such as a function of V8's own, or code that the script made up.
        _ => internal("native"),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_placed_stack;
    use crate::{Frame, Place, Position};

    fn at(function: Option<&str>, file: &str, line: u32, column: u32) -> Frame {
        let place = Place::Source(Position { file: file.to_owned(), line, column });
        Frame { function: function.map(str::to_owned), place }
    }

    fn internal(function: &str, module: &str) -> Frame {
        Frame { function: Some(function.to_owned()), place: Place::Internal { module: module.to_owned() } }
    }

    #[test]
    fn frames_are_where_they_say() {
        let stack = "    at boom (lib/plan (old).ts:7:3)\n    at async Plan.run (main.ts:1:46)\n    at new B (main.ts:1:33)\n\
            \x20   at Array.map (<anonymous>)\n    at async Promise.all (index 0)\n    at async main.ts:2:1\n    at <anonymous> (main.ts:9:9)";
        let expected = [
            at(Some("boom"), "lib/plan (old).ts", 7, 3),
            at(Some("Plan.run"), "main.ts", 1, 46),
            at(Some("new B"), "main.ts", 1, 33),
            internal("Array.map", "native"),
            internal("Promise.all", "native"),
            at(None, "main.ts", 2, 1),
            at(None, "main.ts", 9, 9),
        ];
        assert_eq!(parse_placed_stack(stack), expected);
    }

    #[test]
    fn modules_of_the_host_are_no_places() {
        let stack = "    at Object.query (@coral/sdk.js:1:2)\n    at reach (@coral/prelude.js:3:4)\n    at listOnTimeout \
            (ext:core/02_timers.js:307:17)\n    at node:fs:1:1\n    at script.js:1:1\n    at eval (eval at <anonymous> \
            (main.ts:1:9), <anonymous>:1:7)";
        let expected = [internal("Object.query", "@coral/sdk"), internal("eval", "native")];
        assert_eq!(parse_placed_stack(stack), expected);
    }

    #[test]
    fn a_stack_that_a_script_made_up_is_survived() {
        for stack in ["", "at", "at (", "at )", "at x (main.ts:1)", "at main.ts:99999999999:1", "at f (:::)"] {
            parse_placed_stack(stack);
        }
        assert!(parse_placed_stack(&"at f (a.ts:1:1)\n".repeat(1_000)).len() <= 50);
    }
}
