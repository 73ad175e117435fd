//! `import.meta` of each module: a bundle is one module, and has but one of its own. Knows no engine.
//!
//! Each module that says `import.meta` imports an object of its own in place of it, from a module that exists in the
//! bundler alone.

use std::ops::Range;
use std::path::Path;

/// What the modules begin with that hold the objects.
const MODULE: &str = "coral-meta:";

/// As long as `import.meta` at most, so that what comes behind it stays where it is.
const NAME: &str = "$meta";

/// The specifier of the object of the module `id`.
fn specifier(id: &str) -> String {
    format!("{MODULE}{id}")
}

/// The module that `specifier` means the object of; none for any other specifier.
pub fn subject(specifier: &str) -> Option<&str> {
    specifier.strip_prefix(MODULE)
}

/// Whether a source, as the bundler calls it, is the module of an object.
pub fn is_object(source: &str) -> bool {
    source.contains(MODULE)
}

/// The text of a module with an object of its own wherever it says `import.meta`, at `places`.
pub fn with_own(text: &str, id: &str, places: &[Range<usize>]) -> String {
    let Some(name) = free_name(text) else { return text.to_owned() };
    let mut own = String::with_capacity(text.len() + id.len() + 64);
    let mut end = 0;
    for place in places {
        own.push_str(&text[end..place.start]);
        own.push_str(&name);
        // The same length and the same lines: places in it lead to the text that was written.
        own.extend(text[place.clone()].chars().skip(name.len()).map(|character| match character {
            '\n' => '\n',
            _ => ' ',
        }));
        end = place.end;
    }
    own.push_str(&text[end..]);
    // Imports are hoisted: at the end it moves nothing.
    own.push_str(&format!("\nimport {{ meta as {name} }} from {};\n", serde_json::Value::from(specifier(id))));
    own
}

/// The name that the object has in a module; none where the module has all those that are short enough.
fn free_name(text: &str) -> Option<String> {
    let numbered = (0..100_000).map(|number| format!("{NAME}{number}"));
    std::iter::once(NAME.to_owned()).chain(numbered).find(|name| !text.contains(name.as_str()))
}

/// The text of the module with the object of the module `id`, which lies below `root`.
///
/// It tells where the module lies below the root, and nothing of where the root is.
pub fn source(id: &str, root: &Path, is_entry: bool) -> String {
    let below = Path::new(id).strip_prefix(root).unwrap_or(Path::new(id));
    let path = format!("/{}", below.to_string_lossy());
    let folder = match path.rsplit_once('/') {
        Some((folder, _)) if !folder.is_empty() => folder,
        _ => "/",
    };
    let url = format!("file://{}", percent_encoded(&path));
    let text = |text: &str| serde_json::Value::from(text).to_string();
    format!(
        "export const meta = {{\n  __proto__: null,\n  url: {},\n  main: {is_entry},\n  \
         resolve: (0, (specifier) => new URL(specifier, {}).href),\n  filename: {},\n  dirname: {},\n}};\n",
        text(&url),
        text(&url),
        text(&path),
        text(folder)
    )
}

/// A path as a URL holds it.
fn percent_encoded(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~!$&'()*+,;=:@".contains(&byte);
    path.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{source, subject, with_own};

    #[test]
    fn everything_else_stays_where_it_is() {
        let text = "if (import.meta.main) go(import\n.meta);";
        let own = with_own(text, "/r/a.ts", &[4..15, 25..37]);
        assert_eq!(
            own,
            "if ($meta      .main) go($meta \n     );\nimport { meta as $meta } from \"coral-meta:/r/a.ts\";\n"
        );
    }

    #[test]
    fn a_name_that_the_module_has_is_not_taken() {
        let text = "const $meta = 1, $meta0 = import.meta;";
        let own = with_own(text, "a", std::slice::from_ref(&(26..37)));
        assert!(own.starts_with("const $meta = 1, $meta0 = $meta1     ;"), "{own}");
    }

    #[test]
    fn the_object_tells_nothing_of_the_root() {
        let text = source("/home/someone/project/lib/a b.ts", Path::new("/home/someone/project"), false);
        assert!(text.contains("url: \"file:///lib/a%20b.ts\"") && text.contains("dirname: \"/lib\""), "{text}");
        assert!(!text.contains("someone"), "{text}");
        assert!(source("/p/a.ts", Path::new("/p"), true).contains("dirname: \"/\""));
    }

    #[test]
    fn only_our_specifiers_have_a_subject() {
        assert_eq!(subject("coral-meta:/r/a.ts"), Some("/r/a.ts"));
        assert_eq!(subject("./a.ts"), None);
    }
}
