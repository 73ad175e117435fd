//! A script's source maps: from a place in one of its modules, as the engine reports it, to a place in its TypeScript.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::Serialize;

use crate::SCRIPT_MODULE;
use crate::read_map::ReadMap;

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

/// The source map of one module, as JSON of version 3, whose generated columns count as the one who runs the module reports
/// them: QuickJS in UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleMap {
    /// The module's name.
    pub module: String,
    /// The map.
    pub json: String,
}

/// The source maps of a script's modules.
///
/// They are got at the first question, and each is read when it is needed: most runs end without one. A map that cannot be
/// read knows no place.
pub struct SourceMap {
    maps: LazyLock<Maps, Box<dyn FnOnce() -> Maps + Send>>,
    texts: Box<Texts>,
}

/// By the names of their modules, of which a script's text may hold many.
type Maps = BTreeMap<String, LazyMap>;

type Texts = dyn Fn(&str) -> Option<String> + Send + Sync;

struct LazyMap {
    map: ModuleMap,
    read: OnceLock<Option<ReadMap>>,
}

impl LazyMap {
    fn read(&self) -> Option<&ReadMap> {
        self.read.get_or_init(|| ReadMap::of(&self.map.json)).as_ref()
    }
}

impl SourceMap {
    /// The map that the compiler wrote beside a script of one module.
    pub fn new(json: String) -> Self {
        Self::of_modules(move || vec![ModuleMap { module: SCRIPT_MODULE.to_owned(), json }])
    }

    /// The maps of a script's modules, wherever they are kept.
    pub fn of_modules(maps: impl FnOnce() -> Vec<ModuleMap> + Send + 'static) -> Self {
        let lazy = |map: ModuleMap| (map.module.clone(), LazyMap { map, read: OnceLock::new() });
        let maps = move || maps().into_iter().map(lazy).collect();
        Self { maps: LazyLock::new(Box::new(maps)), texts: Box::new(|_| None) }
    }

    /// The same, with the texts of those source files that the maps have not; a file is asked for by its path relative to the
    /// script's root folder.
    #[must_use]
    pub fn with_texts(self, texts: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { texts: Box::new(texts), ..self }
    }

    /// The maps themselves, by the names of their modules.
    pub fn modules(&self) -> impl Iterator<Item = &ModuleMap> {
        self.maps.values().map(|lazy| &lazy.map)
    }

    /// What stands at a place of a module; line and column count from 1, the column in bytes.
    pub fn position(&self, module: &str, line: u32, byte_column: u32) -> Option<Position> {
        let map = self.maps.get(module)?.read()?;
        map.position(line.checked_sub(1)?, byte_column.checked_sub(1)?)
    }

    /// The text of a source file.
    pub fn text(&self, file: &str) -> Option<Cow<'_, str>> {
        let kept = self.maps.values().find_map(|lazy| lazy.read()?.text(file));
        kept.map(Cow::Borrowed).or_else(|| (self.texts)(file).map(Cow::Owned))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "a test fails by panicking")]

    use oxc_sourcemap::{SourceMap as Map, Token};

    use super::{ModuleMap, SourceMap};

    /// A module that is line 3 of a file.
    fn module(name: &str, file: &str, text: Option<&str>) -> ModuleMap {
        let tokens = [Token::new(0, 4, 2, 1, Some(0), None)];
        let map = Map::new(None, vec![], None, vec![file.into()], vec![text.map(Into::into)], tokens.into(), None);
        ModuleMap { module: name.to_owned(), json: map.to_json_string() }
    }

    fn map() -> SourceMap {
        let modules = vec![
            module("coral-file:a.ts", "a.ts", Some("kept")),
            ModuleMap { module: "coral-file:b.ts".to_owned(), json: "damaged".to_owned() },
            module("coral-file:c.ts", "c.ts", None),
        ];
        SourceMap::of_modules(|| modules).with_texts(|file| (file != "none.ts").then(|| format!("the text of {file}")))
    }

    #[test]
    fn each_module_has_a_map_of_its_own() {
        let file = |module| map().position(module, 1, 5).map(|position| (position.file, position.line));
        assert_eq!(file("coral-file:a.ts"), Some(("a.ts".to_owned(), 3)));
        assert_eq!(file("coral-file:c.ts"), Some(("c.ts".to_owned(), 3)));
        assert_eq!(file("coral-file:b.ts"), None);
        assert_eq!(file("function.mjs"), None);
    }

    #[test]
    fn texts_are_asked_for_where_the_maps_have_none() {
        let map = map();
        assert_eq!(map.text("a.ts").as_deref(), Some("kept"));
        assert_eq!(map.text("c.ts").as_deref(), Some("the text of c.ts"));
        assert_eq!(map.text("none.ts"), None);
    }

    #[test]
    fn nothing_is_got_before_the_first_question() {
        let map = SourceMap::of_modules(|| panic!("it was asked for"));
        drop(map.with_texts(|_| panic!("it was asked for")));
    }
}
