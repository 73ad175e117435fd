//! The tables of a folder as views in SQL of DuckDB's; must not know who asks them.

use crate::{Folder, Listing, Segment, Table};

/// What makes, or makes again, the views of all tables over the segments that count.
#[must_use]
pub fn views(folder: &Folder, listing: &Listing) -> String {
    Table::ALL.into_iter().map(|table| view(folder, listing, table)).collect()
}

/// What makes the view of one table. A table without segments has no rows.
#[must_use]
pub fn view(folder: &Folder, listing: &Listing, table: Table) -> String {
    let segments: Vec<Segment> = listing.of_table(table).copied().collect();
    let (name, columns) = (table.name(), table.column_names());
    if segments.is_empty() {
        let empty: Vec<String> =
            table.columns().iter().map(|(name, kind)| format!("NULL::{kind} AS \"{name}\"")).collect();
        return format!("CREATE OR REPLACE VIEW {name} AS SELECT {} WHERE false;\n", empty.join(", "));
    }
    format!("CREATE OR REPLACE VIEW {name} AS SELECT {columns} FROM {};\n", reading(folder, &segments))
}

/// The rows of some segments, at least one, as a relation.
#[must_use]
pub fn reading(folder: &Folder, segments: &[Segment]) -> String {
    // A folder's path is in UTF-8, and no pattern.
    let quoted = |segment| format!("'{}'", folder.file(segment).display().to_string().replace('\'', "''"));
    format!("read_parquet([{}])", segments.iter().map(quoted).collect::<Vec<_>>().join(", "))
}
