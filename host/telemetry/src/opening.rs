//! Opens a database file read-only and hardens the instance; must not know what tables it holds.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use duckdb::{AccessMode, Config, Connection};

use crate::instance::Instance;
use crate::{OpenError, Options};

/// What stands at offset 8 of every DuckDB file.
const MAGIC: [u8; 4] = *b"DUCK";

/// Opens a file for reading, in an instance that reaches nothing else and whose settings no statement can change.
pub(crate) fn read_only(path: &Path, options: &Options) -> Result<Instance, OpenError> {
    inspect(path)?;
    coral_duckdb::load()?;
    let failed = |error: duckdb::Error| OpenError::of_duckdb(path, &error);
    let config = Config::default().access_mode(AccessMode::ReadOnly).map_err(failed)?;
    let config = hardened(config, options).map_err(failed)?;
    let root = Connection::open_with_flags(path, config).map_err(failed)?;
    lock_down(&root).map_err(failed)?;
    Ok(Instance::new(path, root))
}

/// Tells apart what is no DuckDB file, before DuckDB sees it: its own texts for these differ from case to case.
pub(crate) fn inspect(path: &Path) -> Result<(), OpenError> {
    let failed = |error: std::io::Error| OpenError::of_system(path, &error);
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(OpenError::Directory { path: path.to_owned() });
    }
    let mut start = Vec::new();
    // Opening a pipe would wait for its writer.
    if metadata.is_file() {
        File::open(path).and_then(|file| file.take(12).read_to_end(&mut start)).map_err(failed)?;
    }
    match start.get(8..) {
        Some(magic) if magic == MAGIC => Ok(()),
        _ => Err(OpenError::NotDuckDb { path: path.to_owned() }),
    }
}

/// The settings that hold from the start.
fn hardened(config: Config, options: &Options) -> Result<Config, duckdb::Error> {
    config
        // Without a place to spill to, a query cannot fill the disk. DuckDB takes this setting only while external
        // access is still on, and would otherwise leave that place open to file functions.
        .with("temp_directory", "")?
        .enable_external_access(false)?
        .enable_autoload_extension(false)?
        .with("allow_community_extensions", "false")?
        .max_memory(&format!("{}B", options.memory_limit))?
        .with("threads", options.threads.max(1).to_string())?
        // `json_serialize_sql` leaves out what an older storage version lacks, and the guard has to see everything.
        .with("storage_compatibility_version", "latest")
}

/// The settings that need a running instance: the zone is one of ICU's, and after the lock nothing can be set.
fn lock_down(root: &Connection) -> Result<(), duckdb::Error> {
    // Global, so that every connection has it, whatever the TZ of this process says: the tables hold UTC without a
    // zone, and DuckDB compares them with now() in the session's zone.
    root.execute_batch("SET GLOBAL TimeZone = 'UTC'; SET GLOBAL lock_configuration = true;")
}
