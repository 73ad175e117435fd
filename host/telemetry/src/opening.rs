//! Opens a database file, or the folder of a live database, read-only and hardens the instance; must not know what tables it holds.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use coral_segments::Folder;
use duckdb::{AccessMode, Config, Connection};

use crate::instance::Instance;
use crate::live_views::LiveViews;
use crate::{OpenError, Options};

/// What stands at offset 8 of every DuckDB file.
const MAGIC: [u8; 4] = *b"DUCK";

/// Whose process an instance is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// That of a host, which may work in any folder.
    Hosts,
    /// A worker's own, which works in the folder of a live database.
    Workers,
}

/// Opens a file or a folder for reading, in an instance that reaches nothing else and whose settings no statement can change.
pub(crate) fn read_only(path: &Path, options: &Options, whose: Whose) -> Result<Instance, OpenError> {
    if path.is_dir() {
        return live(path, options, whose);
    }
    inspect(path)?;
    coral_duckdb::load()?;
    let failed = |error: duckdb::Error| OpenError::of_duckdb(path, &error);
    let config = Config::default().access_mode(AccessMode::ReadOnly).map_err(failed)?;
    let config = hardened(config, options).and_then(|config| config.enable_external_access(false)).map_err(failed)?;
    let root = Connection::open_with_flags(path, config).map_err(failed)?;
    lock_down(&root).map_err(failed)?;
    Ok(Instance::new(path, root))
}

/// Opens the folder of a live database.
fn live(path: &Path, options: &Options, whose: Whose) -> Result<Instance, OpenError> {
    let views = LiveViews::of(Folder::open(path).map_err(|error| OpenError::of_folder(path, &error))?);
    coral_duckdb::load()?;
    let failed = |error: duckdb::Error| OpenError::of_duckdb(path, &error);
    let config = hardened(Config::default(), options).map_err(failed)?;
    let root = Connection::open_in_memory_with_flags(config).map_err(failed)?;
    let folder = views.folder().display().to_string().replace('\'', "''");
    // The folder has to be said before all others are closed to it.
    root.execute_batch(&format!(
        "SET GLOBAL allowed_directories = ['{folder}/']; SET GLOBAL enable_external_access = false;
         SET GLOBAL parquet_metadata_cache = true;"
    ))
    .map_err(failed)?;
    lock_down(&root).map_err(failed)?;
    let views = match whose {
        Whose::Hosts => views,
        Whose::Workers => views.of_working_directory().map_err(|error| OpenError::of_system(path, &error))?,
    };
    let instance = Instance::of_live(path, root, views);
    instance.refresh()?;
    Ok(instance)
}

/// Tells apart what is no DuckDB file, before DuckDB sees it: its own texts for these differ from case to case.
pub(crate) fn inspect(path: &Path) -> Result<(), OpenError> {
    let failed = |error: std::io::Error| OpenError::of_system(path, &error);
    let metadata = std::fs::metadata(path).map_err(failed)?;
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
