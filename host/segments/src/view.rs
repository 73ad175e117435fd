//! The tables of a folder as views in SQL of DuckDB's; must not know who asks them.

use std::fmt::Write;
use std::path::Path;

use crate::{Folder, Listing, Table};

/// What makes, or makes again, the views of all tables over the segments that count.
#[must_use]
pub fn views(folder: &Folder, listing: &Listing) -> String {
    Table::ALL.into_iter().map(|table| view(folder, listing, table)).collect()
}

/// What makes the view of one table. A table without segments has no rows.
#[must_use]
pub fn view(folder: &Folder, listing: &Listing, table: Table) -> String {
    let mut files = String::new();
    for segment in listing.of_table(table) {
        let between = if files.is_empty() { "" } else { ", " };
        // Writing to a text does not fail.
        let _infallible = write!(files, "{between}{}", quoted(&folder.file(segment)));
    }
    let (name, columns) = (table.name(), table.column_names());
    if files.is_empty() {
        let empty: Vec<String> =
            table.columns().iter().map(|(name, kind)| format!("NULL::{kind} AS \"{name}\"")).collect();
        return format!("CREATE OR REPLACE VIEW {name} AS SELECT {} WHERE false;\n", empty.join(", "));
    }
    format!("CREATE OR REPLACE VIEW {name} AS SELECT {columns} FROM read_parquet([{files}]);\n")
}

/// A path as a text of SQL's. DuckDB takes paths for patterns, in which brackets would be a choice of letters.
pub(crate) fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "''"))
}
