//! Opening: every way it fails, and the zone of the session.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use coral_telemetry::{Database, OpenError, Options};

use crate::fixture::{self, Fixture, SCHEMA};

/// Tells the test that runs in a child process which file to lock.
const LOCK: &str = "CORAL_TEST_LOCK";

/// Another process that has a file open for writing, until this is dropped.
pub struct LockHolder {
    child: Child,
    /// Read no further, and kept open: the child writes to it at its end.
    _output: Lines<BufReader<ChildStdout>>,
}

impl LockHolder {
    pub fn of(path: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "opening::holds_a_lock", "--nocapture"])
            .env(LOCK, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("locked")), "the child did not lock the file");
        Self { child, _output: lines }
    }
}

impl Drop for LockHolder {
    fn drop(&mut self) {
        // At the end of its input the child lets go.
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

/// The body of the child process, which has the name of a file to lock; without one there is nothing to do.
#[test]
fn holds_a_lock() {
    let Some(path) = std::env::var_os(LOCK) else { return };
    let _connection = duckdb::Connection::open(path).unwrap();
    println!("\nlocked");
    std::io::stdin().lines().for_each(drop);
}

fn error(path: &Path) -> OpenError {
    let error = Database::open_read_only(path, Options::default()).err().unwrap();
    let text = error.to_string();
    assert!(!text.contains('\n'), "one line: {text}");
    assert!(text.contains(path.to_str().unwrap()), "names the file: {text}");
    error
}

#[test]
fn a_missing_file_names_both_remedies() {
    let fixture = Fixture::empty();
    let missing = error(&fixture.path);
    assert_eq!(missing, OpenError::Missing { path: fixture.path.clone() });
    assert!(missing.to_string().contains("coral-wasm demo init") && missing.to_string().contains("--db PATH"));
}

#[test]
fn a_directory_is_no_database() {
    let fixture = Fixture::empty();
    let directory = fixture.path.parent().unwrap();
    assert_eq!(error(directory), OpenError::Directory { path: directory.to_owned() });
}

#[test]
fn other_files_are_no_databases() {
    let fixture = Fixture::empty();
    for content in ["", "short", "SQLite format 3\0 and more of it, and more of it, and more of it"] {
        std::fs::write(&fixture.path, content).unwrap();
        assert_eq!(error(&fixture.path), OpenError::NotDuckDb { path: fixture.path.clone() });
    }
    assert_eq!(error(Path::new("/dev/null")), OpenError::NotDuckDb { path: "/dev/null".into() });
}

#[test]
fn a_damaged_file_gives_duckdbs_reason() {
    let fixture = Fixture::with_tables("");
    let mut content = std::fs::read(&fixture.path).unwrap();
    content[100..4096].fill(0xAA);
    std::fs::write(&fixture.path, content).unwrap();
    assert!(matches!(error(&fixture.path), OpenError::Failed { .. }));
}

#[test]
fn a_locked_file_names_the_process() {
    let fixture = Fixture::with_tables("");
    let holder = LockHolder::of(&fixture.path);
    let OpenError::Locked { holder: named, .. } = error(&fixture.path) else { panic!("not told apart") };
    assert!(named.contains(&holder.child.id().to_string()), "{named}");
    drop(holder);
    fixture.database();
}

#[cfg(unix)]
#[test]
fn a_file_of_someone_else_is_told_apart() {
    use std::os::unix::fs::PermissionsExt;

    let fixture = Fixture::with_tables("");
    std::fs::set_permissions(&fixture.path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Nothing is forbidden to root.
    if std::fs::File::open(&fixture.path).is_err() {
        assert_eq!(error(&fixture.path), OpenError::PermissionDenied { path: fixture.path.clone() });
    }
}

#[test]
fn a_file_of_a_later_duckdb_is_told_apart() {
    let fixture = Fixture::with_tables("");
    let mut content = std::fs::read(&fixture.path).unwrap();
    // The version of the format, behind a checksum and the magic word.
    content[12..20].copy_from_slice(&9999_u64.to_le_bytes());
    let checksum = checksum(&content[8..4096]);
    content[..8].copy_from_slice(&checksum.to_le_bytes());
    std::fs::write(&fixture.path, content).unwrap();
    let unsupported = error(&fixture.path);
    let OpenError::UnsupportedVersion { library, .. } = &unsupported else { panic!("not told apart: {unsupported}") };
    assert!(library.starts_with("DuckDB v1."), "{library}");
}

/// DuckDB's checksum of a block whose length is a multiple of 8.
fn checksum(block: &[u8]) -> u64 {
    let words = block.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().unwrap()));
    words.fold(5381, |sum, word| sum ^ word.wrapping_mul(0xbf58_476d_1ce4_e5b9))
}

#[test]
fn a_database_without_the_tables_names_the_one_it_lacks() {
    let fixture = Fixture::of("CREATE TABLE t (a INTEGER)");
    let spans = OpenError::MissingTable { path: fixture.path.clone(), table: "otel_spans_local".to_owned() };
    assert_eq!(error(&fixture.path), spans);
    let fixture = Fixture::with_tables("DROP TABLE system_metrics_local");
    let metrics = OpenError::MissingTable { path: fixture.path.clone(), table: "system_metrics_local".to_owned() };
    assert_eq!(error(&fixture.path), metrics);
}

#[test]
fn a_table_without_columns_names_them_all() {
    let fixture = Fixture::with_tables(
        "ALTER TABLE otel_spans_local DROP duration_ns; ALTER TABLE otel_spans_local RENAME start_time TO timestamp",
    );
    let missing = error(&fixture.path);
    let columns = vec!["duration_ns".to_owned(), "start_time".to_owned()];
    let table = "otel_spans_local".to_owned();
    assert_eq!(missing, OpenError::MissingColumns { path: fixture.path.clone(), table, columns });
    assert!(missing.to_string().contains("duration_ns, start_time"), "{missing}");
}

#[test]
fn views_and_names_in_capitals_will_do() {
    let schema = SCHEMA.replace("otel_spans_local", "base");
    let fixture = Fixture::of(&format!("{schema} CREATE VIEW OTEL_Spans_Local AS SELECT * FROM base"));
    fixture.database();
}

#[tokio::test]
async fn sessions_are_in_utc() {
    let spans = "INSERT INTO otel_spans_local (service_name, duration_ns, start_time)
        SELECT 'a', 1, (now() AT TIME ZONE 'UTC') - to_minutes(age) FROM (VALUES (1), (4), (6), (400)) ages(age)";
    let database = Fixture::with_tables(spans).database();
    let zoned = fixture::rows(&database, "SELECT '2024-07-01 12:00:00+02'::TIMESTAMPTZ::VARCHAR").await;
    assert_eq!(fixture::texts(&zoned, 0), [Some("2024-07-01 10:00:00+00".to_owned())]);
    // A TIMESTAMP against now(), which has a zone: the comparison that goes wrong in any other zone.
    let recent = "SELECT count(*) FROM otel_spans_local WHERE start_time > now() - INTERVAL '5 minutes'";
    assert_eq!(fixture::integers(&fixture::rows(&database, recent).await, 0), [Some(2)]);
}

#[test]
fn the_zone_of_the_host_does_not_matter() {
    for zone in ["Pacific/Kiritimati", "America/St_Johns"] {
        for test in
            ["opening::sessions_are_in_utc", "sample::its_figures_are_round", "typed_questions::windows_end_now"]
        {
            let child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", test])
                .env("TZ", zone)
                .output()
                .unwrap();
            let output = String::from_utf8_lossy(&child.stdout);
            assert!(child.status.success() && output.contains("1 passed"), "{zone} {test}: {output}");
        }
    }
}
