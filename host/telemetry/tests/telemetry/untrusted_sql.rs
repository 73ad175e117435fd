//! SQL of scripts: what is refused, and how much is read of what is not.

use coral_contract::{AskError, SqlParameter, Telemetry};
use coral_telemetry::{Limits, Options};

use crate::fixture::{self, Database, Fixture};

fn database() -> Database {
    Fixture::with_tables("CREATE SEQUENCE numbers").database()
}

#[tokio::test]
async fn whatever_is_no_single_select_is_denied() {
    let database = database();
    for text in [
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE otel_spans_local",
        "DROP TABLE otel_spans_local; SELECT 1",
        "/* SELECT */ DROP TABLE otel_spans_local",
        "CREATE TABLE t (a INTEGER)",
        "CREATE TEMP TABLE t (a INTEGER)",
        "CREATE TABLE t AS SELECT 1",
        "CREATE MACRO m() AS 1",
        "INSERT INTO otel_spans_local DEFAULT VALUES",
        "UPDATE otel_spans_local SET is_error = true",
        "DELETE FROM otel_spans_local",
        "COPY otel_spans_local TO '/tmp/coral-test.csv'",
        "COPY (SELECT 1) TO '/tmp/coral-test.csv'",
        "EXPORT DATABASE '/tmp/coral-test'",
        "IMPORT DATABASE '/tmp/coral-test'",
        "ATTACH '/tmp/coral-test.duckdb'",
        "DETACH test",
        "USE memory",
        "SET threads = 64",
        "SET SESSION TimeZone = 'Asia/Tokyo'",
        "RESET threads",
        "PRAGMA database_list",
        "PRAGMA enable_profiling",
        "  -- a comment\n PRAGMA show_tables",
        "CALL pragma_version()",
        "CALL enable_logging('QueryLog')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CHECKPOINT",
        "VACUUM",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM READ_BLOB('/etc/passwd')",
        "SELECT * FROM \"read_text\"('/etc/passwd')",
        "SELECT * FROM system.main.read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT (SELECT count(*) FROM read_text('/etc/passwd'))",
        "WITH a AS (FROM parquet_scan('/x')) FROM a",
        "SELECT row_number(ORDER BY (SELECT content FROM read_text('/etc/passwd'))) OVER ()",
        "SELECT 1 ORDER BY (SELECT content FROM read_text('/etc/passwd'))",
        "SELECT 1 LIMIT (SELECT size FROM read_text('/etc/passwd'))",
        "PIVOT (FROM read_text('/etc/passwd')) ON filename IN ('x') USING count(*)",
        "SUMMARIZE FROM read_text('/etc/passwd')",
        "DESCRIBE FROM read_csv('/etc/passwd')",
        "FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
        "FROM query_table('otel_spans_local')",
        "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        // Selecting from this one leaves an instance without external access useless.
        "SELECT * FROM enable_logging(storage := 'file', storage_path := '/tmp/coral-test')",
        "SELECT * FROM checkpoint()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT nextval('numbers')",
        // What tells of the host, disturbs others, or takes SQL as a value.
        "FROM pragma_database_list",
        "SELECT path FROM duckdb_databases",
        "SELECT current_setting('threads')",
        "SELECT system.main.\"Current_Setting\"('threads')",
        "SELECT setseed(0.5)",
        "SELECT sleep_ms(1)",
        "SELECT json_serialize_sql('SELECT 1')",
        "SELECT json_serialize_plan('SELECT 1')",
    ] {
        let error = fixture::refusal(&database, text).await;
        assert!(matches!(error, AskError::Denied(_)), "{text}: {error:?}");
    }
    assert_eq!(fixture::integers(&fixture::rows(&database, "SELECT 1").await, 0), [Some(1)]);
}

#[tokio::test]
async fn what_looks_like_a_select_and_writes_fails() {
    let database = database();
    for text in [
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM 'data.csv'",
        "WITH t AS (INSERT INTO otel_spans_local DEFAULT VALUES RETURNING *) SELECT * FROM t",
        "SELECT * INTO t FROM otel_spans_local",
        "SELECT getenv('HOME')",
    ] {
        let error = fixture::refusal(&database, text).await;
        assert!(matches!(error, AskError::Denied(_) | AskError::QueryFailed(_)), "{text}: {error:?}");
    }
}

#[tokio::test]
async fn every_form_of_select_runs() {
    let database = database();
    for text in [
        "SELECT 1;",
        "  -- a comment\n /* another */ select 1 -- and one more",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT * FROM t",
        "FROM otel_spans_local",
        "VALUES (1), (2)",
        "TABLE otel_spans_local",
        "(SELECT 1) UNION ALL (SELECT 2)",
        "DESCRIBE otel_spans_local",
        "SHOW TABLES",
        "SUMMARIZE otel_spans_local",
        "PIVOT otel_spans_local ON is_error IN (true, false) USING count(*) GROUP BY service_name",
        "SELECT * FROM range(3), generate_series(1, 2), unnest([1, 2])",
        "SELECT 'read_text(''/etc/passwd'')' AS \"function\"",
        "SELECT 'PRAGMA database_list; DROP TABLE x'",
        "SELECT table_name FROM information_schema.tables",
        "SELECT (SELECT max(x) FROM unnest([1, 2]) t(x))",
    ] {
        let answer = database.ask(fixture::sql(text, &[])).await;
        assert!(answer.is_ok(), "{text}: {answer:?}");
    }
    let deep = format!("SELECT {}1", "1 + ".repeat(500));
    assert_eq!(fixture::integers(&fixture::rows(&database, &deep).await, 0), [Some(501)]);
}

#[tokio::test]
async fn bad_sql_fails_with_duckdbs_own_words() {
    let database = database();
    for (text, words) in [
        ("SELEC 1", "syntax error at or near \"SELEC\""),
        ("SELECT nope FROM otel_spans_local", "\"nope\" not found in FROM clause"),
        ("SELECT * FROM nowhere", "Table with name nowhere does not exist"),
        ("SELECT 'x'::INTEGER", "Could not convert string 'x' to INT32"),
        ("SELECT error('told')", "told"),
    ] {
        let AskError::QueryFailed(message) = fixture::refusal(&database, text).await else { panic!("{text}") };
        assert!(message.contains(words), "{text}: {message}");
    }
    let long = format!("SELECT '{}' FROM nowhere", "x".repeat(50_000));
    let AskError::QueryFailed(message) = fixture::refusal(&database, &long).await else { panic!("ran") };
    assert!(message.len() < 3000, "{}", message.len());
}

#[tokio::test]
async fn texts_that_are_empty_too_long_or_no_text_are_invalid() {
    let database = database();
    let long = format!("SELECT '{}'", "x".repeat(64 * 1024));
    for text in ["", "   ", "-- only a comment", ";;", "SELECT 1\0", &long] {
        let error = fixture::refusal(&database, text).await;
        assert!(matches!(error, AskError::InvalidArgument(_)), "{text:.20}: {error:?}");
    }
}

#[tokio::test]
async fn each_parameter_has_one_value() {
    let database = database();
    let one = [SqlParameter::Int64(1)];
    for (text, parameters) in [("SELECT ?", &[][..]), ("SELECT ?, ?", &one), ("SELECT 1", &one)] {
        let error = database.ask(fixture::sql(text, parameters)).await.unwrap_err();
        let AskError::InvalidArgument(message) = error else { panic!("{text}: {error:?}") };
        assert!(message.contains(&format!("{} values", parameters.len())), "{message}");
    }
    let mixed = fixture::refusal(&database, "SELECT $1, $name").await;
    assert!(matches!(&mixed, AskError::QueryFailed(text) if text.contains("named and positional")), "{mixed:?}");
    let twice = fixture::rows_of(&database, fixture::sql("SELECT $1 + $1", &one)).await;
    assert_eq!(fixture::integers(&twice, 0), [Some(2)]);
}

#[tokio::test]
async fn rows_are_capped_and_only_a_further_row_truncates() {
    let database = database();
    for (rows, taken, truncated) in
        [(0, 0, false), (9999, 9999, false), (10_000, 10_000, false), (10_001, 10_000, true)]
    {
        let answer = fixture::rows(&database, &format!("SELECT n FROM range({rows}) t(n)")).await;
        assert_eq!((answer.row_count, answer.truncated), (taken, truncated), "{rows}");
        assert_eq!(answer.columns[0].cells.len(), taken);
    }
    let limits = Limits { rows: 4096, ..Limits::default() };
    let database = Fixture::with_tables("").database_with(Options { limits, ..Options::default() });
    // A cap at the very end of a chunk.
    for (rows, truncated) in [(4096, false), (4097, true)] {
        let answer = fixture::rows(&database, &format!("SELECT n FROM range({rows}) t(n)")).await;
        assert_eq!((answer.row_count, answer.truncated), (4096, truncated), "{rows}");
    }
}

#[tokio::test]
async fn rows_beyond_the_cap_are_not_computed() {
    // Ten billion rows take minutes, and 80 GB, when all of them are made.
    let answer = fixture::rows(&database(), "SELECT * FROM range(10000000000)").await;
    assert_eq!((answer.row_count, answer.truncated), (10_000, true));
}

#[tokio::test]
async fn bytes_are_capped() {
    let database = database();
    for text in [
        "SELECT repeat('x', 10000) FROM range(10000)",
        "SELECT repeat('x', 17000000)",
        "SELECT range(3000000)",
        "SELECT [repeat('x', 1000000) FOR x IN range(20)]",
    ] {
        let error = fixture::refusal(&database, text).await;
        let AskError::BudgetExceeded(budget) = error else { panic!("{text}: {error:?}") };
        assert_eq!((budget.name.as_str(), budget.limit), ("query-bytes", 16 * 1024 * 1024), "{text}");
        assert!(budget.used > budget.limit, "{text}");
    }
    let columns: Vec<String> = (0..250).map(|column| format!("n + {column}")).collect();
    let wide = format!("SELECT {} FROM range(10000) t(n)", columns.join(", "));
    let error = fixture::refusal(&database, &wide).await;
    assert!(matches!(error, AskError::BudgetExceeded(_)), "{error:?}");
    assert_eq!(fixture::rows(&database, "SELECT repeat('x', 16000000)").await.row_count, 1);
}

#[tokio::test]
async fn memory_is_bounded_and_nothing_spills() {
    let options = Options { memory_limit: 64 * 1024 * 1024, threads: 1, ..Options::default() };
    let fixture = Fixture::with_tables("");
    let database = fixture.database_with(options);
    let error = fixture::refusal(&database, "SELECT count(DISTINCT hash(n)) FROM range(20000000) t(n)").await;
    assert!(matches!(&error, AskError::BudgetExceeded(budget) if budget.name == "query-memory"), "{error:?}");
    assert_eq!(std::fs::read_dir(fixture.path.parent().unwrap()).unwrap().count(), 1);
    assert_eq!(fixture::integers(&fixture::rows(&database, "SELECT 1").await, 0), [Some(1)]);
}
