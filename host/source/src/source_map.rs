//! A script's source map: from a place in its bundle, as the engine reports it, to a place in its TypeScript.

use serde::Serialize;

/// Why a source map cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the script's source map cannot be read: {0}")]
pub struct SourceMapError(#[from] oxc_sourcemap::Error);

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

/// A source map of version 3 whose generated columns count UTF-8 bytes, as QuickJS reports them.
pub struct SourceMap {
    map: oxc_sourcemap::SourceMap<'static>,
}

impl SourceMap {
    /// Reads the map that the compiler wrote beside a bundle.
    pub fn parse(json: &str) -> Result<Self, SourceMapError> {
        Ok(Self { map: oxc_sourcemap::SourceMap::from_json_string(json)?.into_owned() })
    }

    /// What stands at a place of the bundle; line and column count from 1, the column in bytes.
    pub fn position(&self, line: u32, byte_column: u32) -> Option<Position> {
        let table = self.map.generate_lookup_table();
        let token = self.map.lookup_token(&table, line.checked_sub(1)?, byte_column.checked_sub(1)?)?;
        let file = self.map.get_source(token.get_source_id()?)?;
        Some(Position { file: file.to_owned(), line: token.get_src_line() + 1, column: token.get_src_col() + 1 })
    }

    /// The text of a source file.
    pub fn text(&self, file: &str) -> Option<&str> {
        let id = self.map.get_sources().position(|source| source == file)?;
        self.map.get_source_content(u32::try_from(id).ok()?)
    }
}
