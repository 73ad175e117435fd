//! Lists of patterns as OpenSSH writes them: `git,coral-*,!coral-test`.

/// Whether the list admits the text: one of its patterns matches, and none with a `!` before it does.
pub fn list_admits(list: &str, text: &str) -> bool {
    let mut is_admitted = false;
    for pattern in list.split(',') {
        match pattern.strip_prefix('!') {
            Some(pattern) if matches(pattern.as_bytes(), text.as_bytes()) => return false,
            Some(_) => {}
            None => is_admitted |= matches(pattern.as_bytes(), text.as_bytes()),
        }
    }
    is_admitted
}

/// Whether a pattern, in which `?` stands for any byte and `*` for any number of them, matches the whole text.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => (0..=text.len()).any(|skipped| matches(rest, &text[skipped..])),
        ([b'?', pattern @ ..], [_, text @ ..]) => matches(pattern, text),
        ([wanted, pattern @ ..], [byte, text @ ..]) => wanted == byte && matches(pattern, text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::list_admits;

    #[test]
    fn patterns_match_whole_texts() {
        for (list, is_admitted) in [
            ("coral-wasm-bundle", true),
            ("git,coral-wasm-bundle", true),
            ("coral-*", true),
            ("*", true),
            ("coral-wasm-bundl?", true),
            ("*a*a*", true),
            ("coral-wasm", false),
            ("wasm-bundle", false),
            ("git", false),
            ("", false),
            ("*,!coral-*", false),
            ("!git", false),
            ("!git,*", true),
        ] {
            assert_eq!(list_admits(list, "coral-wasm-bundle"), is_admitted, "{list}");
        }
    }
}
