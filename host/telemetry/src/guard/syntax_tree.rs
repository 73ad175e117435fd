//! What a statement names and holds, read out of DuckDB's own syntax tree; must not know what of it is allowed.
//!
//! The tree is what `json_serialize_sql` tells. Its parts are known by their fields: whatever has a `function_name` is
//! a call, a `BASE_TABLE` is a table's or a view's name, a `SHOW_REF` describes something, and so on. It says all of
//! a statement as long as the instance has the latest `storage_compatibility_version`.

use super::json_reader::{JsonReader, Part};
use super::query_tree::QueryTree;

/// What a statement names.
#[derive(Debug, Default)]
pub(crate) struct SyntaxTree {
    /// How many statements the text holds.
    pub(crate) statements: usize,
    /// The functions, aggregates, macros and operators that are called, in lower case.
    pub(crate) functions: Vec<String>,
    /// The functions that are read from like a table, in lower case.
    pub(crate) table_functions: Vec<String>,
    /// The tables and views that are read, and the queries with names, where these are read.
    pub(crate) tables: Vec<TableName>,
    /// The names that the statement gives to queries of its own, in lower case.
    pub(crate) queries: Vec<String>,
    /// Whether it asks what there is, like SHOW TABLES.
    pub(crate) shows_catalog: bool,
    /// How its queries stand in each other.
    pub(crate) query_tree: QueryTree,
}

/// The name of something that is read, each part as the statement spells it and empty where it says none.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct TableName {
    pub(crate) catalog: String,
    pub(crate) schema: String,
    pub(crate) table: String,
}

/// Why there is no tree.
#[derive(Debug)]
pub(crate) enum NoTree {
    /// DuckDB's parser refuses the text, with the kind of its error and its words.
    Refused { kind: String, message: String },
    /// It is no tree.
    Garbled,
}

/// An object or array that has begun and not ended.
#[derive(Default)]
struct Open {
    /// The name under which it stands; an array's elements have none.
    role: String,
    /// The name that was read last: the role of the value that follows.
    next_role: String,
    kind: String,
    function: Option<String>,
    name: TableName,
    /// What of the query tree it began.
    part: Option<usize>,
    has_query: bool,
    levels: usize,
}

impl SyntaxTree {
    /// Reads a tree; `is_macro` tells which functions are macros.
    pub(crate) fn read(json: &str, is_macro: impl Fn(&str) -> bool) -> Result<Self, NoTree> {
        let mut tree = Self::default();
        let mut refusal = None::<String>;
        let mut message = String::new();
        let mut open: Vec<Open> = Vec::new();
        let mut reader = JsonReader::of(json);
        for part in reader.by_ref() {
            match part {
                Part::Begin => {
                    let role = open.last_mut().map(|outer| std::mem::take(&mut outer.next_role)).unwrap_or_default();
                    if let Some(outer) = open.last_mut().filter(|_| role == "query") {
                        outer.has_query = true;
                    }
                    if open.len() == 2 {
                        tree.statements += usize::from(open[1].role == "statements");
                    }
                    open.push(Open { role, ..Open::default() });
                }
                Part::Name(name) => {
                    let innermost = open.last_mut().ok_or(NoTree::Garbled)?;
                    innermost.next_role.clear();
                    innermost.next_role.push_str(&name);
                }
                Part::Other => {
                    open.last_mut().ok_or(NoTree::Garbled)?.next_role.clear();
                }
                Part::Text(text) => {
                    let depth = open.len();
                    let is_definition = depth > 2 && open[depth - 2].role == "map" && open[depth - 3].role == "cte_map";
                    let innermost = open.last_mut().ok_or(NoTree::Garbled)?;
                    let role = std::mem::take(&mut innermost.next_role);
                    match role.as_str() {
                        "error_type" if depth == 1 => refusal = Some(text.into_owned()),
                        "error_message" if depth == 1 => message = text.into_owned(),
                        "key" if is_definition => {
                            let name = text.to_ascii_lowercase();
                            innermost.part = Some(tree.query_tree.define(&name));
                            tree.queries.push(name);
                        }
                        _ => tree.note(innermost, &role, text.into_owned(), &is_macro),
                    }
                }
                Part::End => {
                    let ended = open.pop().ok_or(NoTree::Garbled)?;
                    tree.end(ended);
                }
            }
        }
        if !reader.is_done() || !open.is_empty() {
            return Err(NoTree::Garbled);
        }
        match refusal {
            Some(kind) => Err(NoTree::Refused { kind, message }),
            None => Ok(tree),
        }
    }

    /// Takes down a field of an object that has begun.
    fn note(&mut self, object: &mut Open, field: &str, text: String, is_macro: &impl Fn(&str) -> bool) {
        match field {
            "class" if matches!(&*text, "SUBQUERY" | "LAMBDA") => self.descend(object, 1),
            "class" if text == "STAR" => self.query_tree.star(),
            "type" => {
                if text.ends_with("_NODE") {
                    object.part = Some(self.query_tree.begin(text == "RECURSIVE_CTE_NODE"));
                }
                object.kind = text;
            }
            "function_name" => {
                let name = text.to_ascii_lowercase();
                if is_macro(&name) {
                    self.descend(object, 2);
                }
                object.function = Some(name);
            }
            "catalog_name" => object.name.catalog = text,
            "schema_name" => object.name.schema = text,
            "table_name" => object.name.table = text,
            _ => {}
        }
    }

    fn descend(&mut self, object: &mut Open, levels: usize) {
        object.levels += levels;
        self.query_tree.descend(levels);
    }

    fn end(&mut self, ended: Open) {
        if let Some(name) = ended.function {
            // Only what is read like a table has a call as its `function`.
            if ended.role == "function" {
                self.query_tree.table();
                self.table_functions.push(name);
            } else {
                self.functions.push(name);
            }
        }
        match ended.kind.as_str() {
            "BASE_TABLE" => {
                let is_plain = ended.name.catalog.is_empty() && ended.name.schema.is_empty();
                self.query_tree.read(is_plain.then(|| ended.name.table.to_ascii_lowercase()));
                self.tables.push(ended.name);
            }
            "SHOW_REF" => self.shows_catalog |= !ended.has_query,
            _ => {}
        }
        self.query_tree.ascend(ended.levels);
        if let Some(part) = ended.part {
            self.query_tree.end(part);
        }
    }
}
