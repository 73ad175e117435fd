//! A DuckDB in memory that writes files; must not know which.

use duckdb::Connection;

/// Opens one. It has one thread: writing must not take the machine from those who ask.
pub fn open(memory: u64) -> Result<Connection, duckdb::Error> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(&format!(
        "SET threads = 1; SET memory_limit = '{memory}B'; SET temp_directory = ''; SET TimeZone = 'UTC';
         SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;
         SET preserve_insertion_order = true; SET parquet_metadata_cache = true;"
    ))?;
    Ok(connection)
}
