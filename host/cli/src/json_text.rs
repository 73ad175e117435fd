//! JSON as it is printed: without what a terminal would obey. Knows nothing of what it holds.

use std::borrow::Cow;
use std::fmt::Write;

use coral_source::is_unsafe;

/// The same JSON, in which no text holds a character that a terminal obeys: C1 controls and those that turn the direction
/// of writing, which JSON may hold as they are, are escapes.
pub fn printable_json(json: &str) -> Cow<'_, str> {
    // Those between values are newlines; within texts all of ASCII are escapes already.
    let is_obeyed = |character| is_unsafe(character) && character != '\n';
    if !json.chars().any(is_obeyed) {
        return Cow::Borrowed(json);
    }
    let mut printable = String::with_capacity(json.len());
    for character in json.chars() {
        if is_obeyed(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // Writing to a string does not fail.
                let _ = write!(printable, "\\u{unit:04x}");
            }
        } else {
            printable.push(character);
        }
    }
    Cow::Owned(printable)
}

#[cfg(test)]
mod tests {
    use super::printable_json;

    #[test]
    fn escapes_what_json_may_hold_and_a_terminal_obeys() {
        assert_eq!(printable_json("{\n \"a\": \"b\u{9b}2J\u{202e}ä\"\n}"), "{\n \"a\": \"b\\u009b2J\\u202eä\"\n}");
    }
}
