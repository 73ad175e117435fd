//! A script's source map: from a place in its bundle, as the engine reports it, to a place in its TypeScript.

use std::sync::OnceLock;

use serde::Serialize;

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The file, relative to the script's root folder, with forward slashes.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 units, as editors count.
    pub column: u32,
}

/// A source map of version 3, whose generated columns count as the one who runs the bundle reports them: QuickJS in
/// UTF-8 bytes.
///
/// It is read at the first question: most runs end without one. One that cannot be read knows no place.
pub struct SourceMap {
    json: String,
    map: OnceLock<Option<oxc_sourcemap::SourceMap<'static>>>,
}

impl SourceMap {
    /// The map that the compiler wrote beside a bundle.
    pub fn new(json: String) -> Self {
        Self { json, map: OnceLock::new() }
    }

    /// Its JSON.
    pub fn json(&self) -> &str {
        &self.json
    }

    fn map(&self) -> Option<&oxc_sourcemap::SourceMap<'static>> {
        let read = || oxc_sourcemap::SourceMap::from_json_string(&self.json).ok().map(|map| map.into_owned());
        self.map.get_or_init(read).as_ref()
    }

    /// What stands at a place of the bundle; line and column count from 1, the column in bytes.
    pub fn position(&self, line: u32, byte_column: u32) -> Option<Position> {
        let map = self.map()?;
        let table = map.generate_lookup_table();
        let token = map.lookup_token(&table, line.checked_sub(1)?, byte_column.checked_sub(1)?)?;
        let file = map.get_source(token.get_source_id()?)?;
        Some(Position { file: file.to_owned(), line: token.get_src_line() + 1, column: token.get_src_col() + 1 })
    }

    /// The text of a source file.
    pub fn text(&self, file: &str) -> Option<&str> {
        let map = self.map()?;
        let id = map.get_sources().position(|source| source == file)?;
        map.get_source_content(u32::try_from(id).ok()?)
    }
}
