//! The tables of a folder as views in SQL of DuckDB's; must not know who asks them.

use std::path::Path;

use crate::{Segment, Table};

/// What makes the view of a table, or makes it again, over the files of some segments in a folder. Without any it has no rows.
#[must_use]
pub fn view(folder: &Path, segments: &[Segment], table: Table) -> String {
    let (name, columns) = (table.name(), table.column_names());
    if segments.is_empty() {
        let empty: Vec<String> =
            table.columns().iter().map(|(name, kind)| format!("NULL::{kind} AS \"{name}\"")).collect();
        return format!("CREATE OR REPLACE VIEW {name} AS SELECT {} WHERE false;\n", empty.join(", "));
    }
    format!("CREATE OR REPLACE VIEW {name} AS SELECT {columns} FROM {};\n", reading(folder, segments))
}

/// The rows of some segments in a folder, at least one, as a relation.
#[must_use]
pub fn reading(folder: &Path, segments: &[Segment]) -> String {
    // The path of a folder of segments is in UTF-8, and no pattern.
    let quoted =
        |segment: &Segment| format!("'{}'", folder.join(segment.to_string()).display().to_string().replace('\'', "''"));
    format!("read_parquet([{}])", segments.iter().map(quoted).collect::<Vec<_>>().join(", "))
}
