//! How the queries of a statement stand in each other, and how much they grow into; must not know what they read.
//!
//! A text of 700 bytes can ask for a million joins: each query of a WITH reads the one before it twice. DuckDB
//! replaces names by queries while it binds, before any limit of its own holds.

use std::collections::HashMap;

/// How a statement's queries stand in each other. It is built from the outside to the inside, as its syntax is read.
#[derive(Debug)]
pub(crate) struct QueryTree {
    /// The statement's own first, and each after the one that it stands in.
    parts: Vec<Query>,
    /// The parts that have begun and not ended.
    open: Vec<usize>,
    levels: usize,
    deepest: usize,
}

#[derive(Debug, Default)]
struct Query {
    outer: usize,
    /// The name that a WITH gives it.
    name: Option<String>,
    is_recursive: bool,
    stars: u64,
    tables: u64,
    inner: Vec<usize>,
    reads: Vec<String>,
    /// The queries that its WITH defines, in order.
    defines: Vec<usize>,
}

/// What a statement's queries grow into, names replaced by what they stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Growth {
    /// Tables that are read.
    pub(crate) tables: u64,
    /// Tables again, each as often as `*` lists its columns.
    pub(crate) widths: u64,
}

impl Default for QueryTree {
    fn default() -> Self {
        Self { parts: vec![Query::default()], open: vec![0], levels: 0, deepest: 0 }
    }
}

impl QueryTree {
    /// A query of a WITH begins; it counts where it is read.
    pub(crate) fn define(&mut self, name: &str) -> usize {
        let part = self.push(Query { name: Some(name.to_owned()), ..Query::default() });
        let outer = self.parts[part].outer;
        self.parts[outer].defines.push(part);
        part
    }

    /// A query begins.
    pub(crate) fn begin(&mut self, is_recursive: bool) -> usize {
        let part = self.push(Query { is_recursive, ..Query::default() });
        let outer = self.parts[part].outer;
        self.parts[outer].inner.push(part);
        self.parts[outer].is_recursive |= is_recursive;
        part
    }

    fn push(&mut self, query: Query) -> usize {
        let part = self.parts.len();
        self.parts.push(Query { outer: self.current(), ..query });
        self.open.push(part);
        part
    }

    /// A query ends, with all that began in it.
    pub(crate) fn end(&mut self, part: usize) {
        if let Some(place) = self.open.iter().rposition(|open| *open == part) {
            self.open.truncate(place);
        }
    }

    fn current(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    /// The current query lists all columns once more.
    pub(crate) fn star(&mut self) {
        let current = self.current();
        self.parts[current].stars += 1;
    }

    /// The current query reads from a function.
    pub(crate) fn table(&mut self) {
        let current = self.current();
        self.parts[current].tables += 1;
    }

    /// The current query reads a table, or a query of a WITH if that is what the plain name stands for.
    pub(crate) fn read(&mut self, name: Option<String>) {
        let current = self.current();
        match name {
            Some(name) => self.parts[current].reads.push(name),
            None => self.parts[current].tables += 1,
        }
    }

    /// What follows stands further inside, by this many levels.
    pub(crate) fn descend(&mut self, levels: usize) {
        self.levels += levels;
        self.deepest = self.deepest.max(self.levels);
    }

    /// What follows stands less far inside.
    pub(crate) fn ascend(&mut self, levels: usize) {
        self.levels = self.levels.saturating_sub(levels);
    }

    /// Levels of what the planner goes through again for each level around it.
    pub(crate) fn depth(&self) -> usize {
        self.deepest
    }

    /// What the statement grows into.
    pub(crate) fn growth(&self) -> Growth {
        // No call of its own for what a query needs: chains are long. A query of a WITH knows only those before it, so
        // that nothing ever needs itself.
        let mut known: HashMap<usize, Growth> = HashMap::new();
        let mut waiting = vec![0];
        while let Some(part) = waiting.last().copied() {
            let query = &self.parts[part];
            let needed: Vec<usize> = query
                .inner
                .iter()
                .copied()
                .chain(query.reads.iter().filter_map(|name| self.definition(part, name)))
                .collect();
            let missing: Vec<usize> = needed.iter().copied().filter(|other| !known.contains_key(other)).collect();
            if missing.is_empty() {
                let named = needed.len() - query.inner.len();
                let own = query.tables + (query.reads.len() - named) as u64;
                let sum =
                    needed.iter().map(|other| known[other]).fold(Growth { tables: own, widths: own }, |sum, other| {
                        Growth {
                            tables: sum.tables.saturating_add(other.tables),
                            widths: sum.widths.saturating_add(other.widths),
                        }
                    });
                known.insert(part, Growth { widths: sum.widths.saturating_mul(query.stars.max(1)), ..sum });
                waiting.pop();
            } else {
                waiting.extend(missing);
            }
        }
        known[&0]
    }

    /// The query of a WITH that a name stands for in a part; none for a table, and for a query that reads itself.
    fn definition(&self, part: usize, name: &str) -> Option<usize> {
        let (mut scope, mut before) = (part, usize::MAX);
        loop {
            let query = &self.parts[scope];
            let is_it = |defined: &&usize| **defined < before && self.parts[**defined].name.as_deref() == Some(name);
            if let Some(found) = query.defines.iter().rev().find(is_it) {
                return Some(*found);
            }
            if scope == 0 || (query.is_recursive && query.name.as_deref() == Some(name)) {
                return None;
            }
            // A query of a WITH knows those before it.
            before = if query.name.is_some() { scope } else { usize::MAX };
            scope = query.outer;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A query that reads these names, one after the other.
    fn reading(tree: &mut QueryTree, names: &[&str]) {
        let query = tree.begin(false);
        tree.star();
        names.iter().for_each(|name| tree.read(Some((*name).to_owned())));
        tree.end(query);
    }

    fn defining(tree: &mut QueryTree, name: &str, names: &[&str]) {
        let definition = tree.define(name);
        reading(tree, names);
        tree.end(definition);
    }

    #[test]
    fn names_count_as_what_they_stand_for() {
        let mut tree = QueryTree::default();
        let outer = tree.begin(false);
        defining(&mut tree, "a", &["t", "t"]);
        defining(&mut tree, "b", &["a", "a", "u"]);
        // It reads the table, not itself.
        defining(&mut tree, "u", &["u"]);
        tree.star();
        tree.star();
        tree.read(Some("b".to_owned()));
        tree.read(None);
        tree.end(outer);
        assert_eq!(tree.growth(), Growth { tables: 6, widths: 12 });
    }

    #[test]
    fn the_innermost_name_counts() {
        let mut tree = QueryTree::default();
        let outer = tree.begin(false);
        defining(&mut tree, "a", &["t", "t"]);
        let inner = tree.begin(false);
        defining(&mut tree, "a", &["a", "a"]);
        tree.read(Some("a".to_owned()));
        tree.end(inner);
        tree.read(Some("a".to_owned()));
        tree.end(outer);
        assert_eq!(tree.growth().tables, 6);
    }

    #[test]
    fn what_reads_itself_counts_once() {
        let mut tree = QueryTree::default();
        let outer = tree.begin(false);
        let definition = tree.define("r");
        let steps = tree.begin(true);
        reading(&mut tree, &["r", "r"]);
        tree.end(steps);
        tree.end(definition);
        tree.read(Some("r".to_owned()));
        tree.end(outer);
        assert_eq!(tree.growth().tables, 2);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let mut tree = QueryTree::default();
        let outer = tree.begin(false);
        defining(&mut tree, "q0", &["t", "t"]);
        for step in 1..2000 {
            let before = format!("q{}", step - 1);
            defining(&mut tree, &format!("q{step}"), &[&before, &before]);
        }
        tree.read(Some("q1999".to_owned()));
        tree.end(outer);
        assert_eq!(tree.growth().tables, u64::MAX);
    }
}
