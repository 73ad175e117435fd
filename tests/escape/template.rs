//! Large texts, written as what they repeat: `{{1000 * x}}` is a thousand `x`, in which `$i` is the number of each, counted
//! from 0, `$j` the next, and `\n` a newline; `{{bytes ff fe}}` are bytes, and a text may hold templates that hold none. It
//! must not know what the texts are for.

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// The text with its templates carried out, the innermost first.
pub fn expand(text: &str) -> Vec<u8> {
    let mut text = text.as_bytes().to_vec();
    while let Some((start, end, value)) = innermost(&text) {
        text.splice(start..end, value);
    }
    text
}

/// One of many: `$i` is its number, `$j` the next.
pub fn repeat(text: &str, number: usize) -> String {
    text.replace("$i", &number.to_string()).replace("$j", &(number + 1).to_string())
}

/// The last place at which a template begins, where it ends, and what it stands for.
fn innermost(text: &[u8]) -> Option<(usize, usize, Vec<u8>)> {
    let find = |text: &[u8], what: &str| text.windows(2).position(|pair| pair == what.as_bytes());
    let mut end = text.len();
    while let Some(start) = text[..end].windows(2).rposition(|pair| pair == OPEN.as_bytes()) {
        let inside = &text[start + 2..];
        if let Some(length) = find(inside, CLOSE)
            && let Some(value) = value(&inside[..length])
        {
            return Some((start, start + 2 + length + 2, value));
        }
        end = start;
    }
    None
}

fn value(template: &[u8]) -> Option<Vec<u8>> {
    let template = std::str::from_utf8(template).ok()?;
    if let Some(bytes) = template.strip_prefix("bytes ") {
        return bytes.split(' ').map(|byte| u8::from_str_radix(byte, 16).ok()).collect();
    }
    let (count, text) = template.split_once(" * ")?;
    let count: usize = count.parse().ok()?;
    let text = text.replace("\\n", "\n");
    if text.contains("$i") || text.contains("$j") {
        return Some((0..count).flat_map(|number| repeat(&text, number).into_bytes()).collect());
    }
    Some(text.repeat(count).into_bytes())
}
