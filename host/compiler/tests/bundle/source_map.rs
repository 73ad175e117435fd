//! From a byte of the bundle to the line and the column of the file that it came from.

use coral_compiler::Bundle;
use oxc_sourcemap::SourceMap;

use crate::project::Project;

/// What the engine would report of `marker` (line and byte column, 0-based), looked up in the map: the source, its
/// line and its column, 1-based.
fn origin(bundle: &Bundle, marker: &str) -> (String, u32, u32) {
    origin_at(bundle, marker, str::len)
}

/// The same for whoever counts the columns in front of `marker` by `measure`.
fn origin_at(bundle: &Bundle, marker: &str, measure: impl Fn(&str) -> usize) -> (String, u32, u32) {
    let (line, text) = bundle.code.lines().enumerate().find(|(_, text)| text.contains(marker)).unwrap();
    let column = measure(&text[..text.find(marker).unwrap()]) as u32;
    let map = SourceMap::from_json_string(&bundle.source_map).unwrap();
    let table = map.generate_lookup_table();
    let token = map.lookup_source_view_token(&table, line as u32, column).unwrap();
    assert_eq!(token.get_dst_col(), column, "there is a token at the very byte");
    (token.get_source().unwrap().to_owned(), token.get_src_line() + 1, token.get_src_col() + 1)
}

/// Where `marker` is in `text`: the line and the column in UTF-16 units, 1-based.
fn place(text: &str, marker: &str) -> (u32, u32) {
    let (line, text) = text.lines().enumerate().find(|(_, text)| text.contains(marker)).unwrap();
    (line as u32 + 1, text[..text.find(marker).unwrap()].encode_utf16().count() as u32 + 1)
}

#[tokio::test]
async fn leads_from_bytes_to_utf_16() {
    let files = [
        (
            "src/script.ts",
            "#!/usr/bin/env deno\nimport { a } from \"../lib/a.ts\";\nimport { b } from \"./b.ts\";\nimport { db } from \"jsr:@coral/sdk\";\n\ninterface Gone { x: 1 }\nconst ü: Gone | string = \"😀 ü\"; firstMarker(ü, a, b, db);\n",
        ),
        ("lib/a.ts", "\r\nexport const a = [\"日本語\", \"😀😀\"].map((x: string) => secondMarker(x));\r\n"),
        (
            "src/b.ts",
            "type T = string;\n\n\n/* ü */ export const b = (\"ü\" as T) + `é\n${\"😀\"} ${thirdMarker(1)}`;\n",
        ),
    ];
    let bundle = Project::new(&files).bundle("src/script.ts").await;
    for ((file, text), marker) in files.into_iter().zip(["firstMarker", "secondMarker", "thirdMarker"]) {
        let (line, column) = place(text, marker);
        assert_eq!(origin(&bundle, marker), (file.to_owned(), line, column), "{}", bundle.code);
    }
}

#[tokio::test]
async fn leads_from_utf_16_where_that_is_asked_for() {
    let text = "const ü: string = \"日本語 😀\"; console.log(ü, marker());\nfunction marker() { return 1; }\n";
    let bundle = Project::new(&[("script.ts", text)]).bundle_in_utf16("script.ts").await;
    let (line, column) = place(text, "marker()");
    let found = origin_at(&bundle, "marker()", |before| before.encode_utf16().count());
    assert_eq!(found, ("script.ts".to_owned(), line, column), "{}", bundle.code);
}

#[tokio::test]
async fn names_sources_relative_to_the_root() {
    let files = [
        (
            "src/script.ts",
            "import * as coral from \"jsr:@coral/sdk\";\nimport { a } from \"../lib/a.ts\";\nusing x = a;\nconsole.log(coral[x]);\n",
        ),
        ("lib/a.ts", "export const a = Math.random();\n"),
    ];
    let bundle = Project::new(&files).bundle("src/script.ts").await;
    let map = SourceMap::from_json_string(&bundle.source_map).unwrap();
    let sources: Vec<_> = map.get_sources().collect();
    assert!(sources.contains(&"src/script.ts") && sources.contains(&"lib/a.ts"), "{sources:?}");
    assert!(sources.iter().all(|source| !source.contains("..") && !source.starts_with('/')), "{sources:?}");
    let contents: Vec<_> = map.get_sources().zip(map.get_source_contents()).collect();
    for (file, text) in files {
        assert!(contents.contains(&(file, Some(text))), "{contents:?}");
    }
}
