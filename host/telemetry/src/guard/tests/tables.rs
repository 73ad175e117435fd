//! Which tables and views SQL may name, and what it is told of others.

use coral_contract::{AskError, Selection};

use super::laboratory::{Laboratory, anyone, of_service, of_tables, words};
use crate::guard::Access;

fn denial(laboratory: &Laboratory, access: &Access, text: &str) -> String {
    match laboratory.refusal(access, text) {
        AskError::Denied(message) => message,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_is_not_allowed_is_named_with_what_is() {
    let laboratory = Laboratory::new();
    let of_tables = of_tables();
    for (text, message) in [
        ("FROM ledger", "the table ledger is not allowed: read from otel_spans_local, slow"),
        ("FROM \"LEDGER\"", "the table LEDGER is not allowed: read from otel_spans_local, slow"),
        // Whether there is such a table is no business of the script's.
        ("FROM nowhere", "the table nowhere is not allowed: read from otel_spans_local, slow"),
        ("FROM 'data.csv'", "the table data.csv is not allowed: read from otel_spans_local, slow"),
        (
            "FROM system_metrics_local",
            "the table system_metrics_local is not allowed: read from otel_spans_local, slow",
        ),
        ("FROM pg_class", "the table pg_class is not allowed: read from otel_spans_local, slow"),
        (
            "FROM back.office",
            "the name back.office is not allowed: write a table's name alone, without its schema: read from \
             otel_spans_local, slow",
        ),
        (
            "FROM agent.main.otel_spans_local",
            "the name agent.main.otel_spans_local is not allowed: write a table's name alone, without its schema: read \
             from otel_spans_local, slow",
        ),
        (
            "WITH ledger AS (SELECT 1) FROM ledger",
            "a WITH must not call its query ledger: there is a table or view of that name which may not be read: give \
             the query another name",
        ),
        (
            "SHOW TABLES",
            "SHOW without a table's name is not allowed: it lists more than this script may read: read from \
             otel_spans_local, slow",
        ),
        (
            "FROM duckdb_tables()",
            "the table function duckdb_tables is not allowed: read from tables, or from generate_series, json_each, \
             json_tree, range, repeat, repeat_row, unnest; to see a table's columns, DESCRIBE it",
        ),
        (
            "SELECT biggest()",
            "the function biggest is not allowed: the database's macros may read what is kept from this script: write \
             out what it does",
        ),
        (
            "FROM books()",
            "the table function books is not allowed: read from tables, or from generate_series, json_each, json_tree, \
             range, repeat, repeat_row, unnest",
        ),
    ] {
        assert_eq!(denial(&laboratory, &of_tables, text), message, "{text}");
    }
    let of_none = Access { tables: Selection::only([""; 0]), services: Selection::Any };
    assert_eq!(
        denial(&laboratory, &of_none, "FROM ledger"),
        "the table ledger is not allowed: there is none that may be read"
    );
}

#[test]
fn a_table_without_services_is_kept_from_who_sees_one() {
    let laboratory = Laboratory::new();
    let of_service = of_service();
    for (text, message) in [
        (
            "FROM ledger",
            "the table ledger is not allowed: it does not say of which service its rows are, and this script sees the \
             rows of payments only: read from \"O'Hara \"\"x\"\"\", otel_spans_local, slow, system_metrics_local",
        ),
        (
            "FROM routes",
            "the table routes is not allowed: it does not say of which service its rows are, and this script sees the \
             rows of payments only: read from \"O'Hara \"\"x\"\"\", otel_spans_local, slow, system_metrics_local",
        ),
        (
            "FROM nowhere",
            "the table nowhere is not allowed: read from \"O'Hara \"\"x\"\"\", otel_spans_local, slow, \
             system_metrics_local",
        ),
    ] {
        assert_eq!(denial(&laboratory, &of_service, text), message, "{text}");
    }
    let of_both = Access { tables: Selection::only(["ledger", "slow"]), services: Selection::only(["payments"]) };
    assert_eq!(
        denial(&laboratory, &of_both, "FROM otel_spans_local"),
        "the table otel_spans_local is not allowed: read from slow"
    );
}

#[test]
fn what_tells_of_the_host_is_kept_from_everyone() {
    let laboratory = Laboratory::new();
    for view in ["pragma_database_list", "duckdb_databases", "pg_settings", "system.main.duckdb_logs"] {
        let message = denial(&laboratory, &anyone(), &format!("FROM {view}"));
        assert_eq!(
            message,
            format!(
                "the view {} is not allowed: it tells of the host: read duckdb_tables() or duckdb_columns()",
                view.trim_start_matches("system.main.")
            )
        );
    }
}

/// Wherever a statement can name a table, it is found: `json_serialize_sql` leaves nothing out.
#[test]
fn a_name_is_found_wherever_it_stands() {
    let laboratory = Laboratory::new();
    for text in [
        "SELECT (SELECT max(owner) FROM ledger)",
        "SELECT 1 WHERE EXISTS (FROM ledger)",
        "SELECT 1 WHERE 'x' IN (SELECT owner FROM ledger)",
        "SELECT 1 WHERE 'x' = ANY (SELECT owner FROM ledger)",
        "SELECT 1 ORDER BY (SELECT owner FROM ledger)",
        "SELECT 1 LIMIT (SELECT amount FROM ledger)",
        "SELECT 1 OFFSET (SELECT amount FROM ledger)",
        "SELECT 1 LIMIT (SELECT amount FROM ledger) %",
        "SELECT DISTINCT ON ((SELECT owner FROM ledger)) 1",
        "SELECT count(*) FROM otel_spans_local GROUP BY (SELECT owner FROM ledger)",
        "SELECT count(*) FROM otel_spans_local GROUP BY ROLLUP ((SELECT owner FROM ledger))",
        "SELECT count(*) FROM otel_spans_local HAVING count(*) > (SELECT amount FROM ledger)",
        "SELECT row_number() OVER () AS n FROM otel_spans_local QUALIFY n > (SELECT amount FROM ledger)",
        "SELECT sum(1) FILTER (WHERE EXISTS (FROM ledger)) FROM otel_spans_local",
        "SELECT list(1 ORDER BY (SELECT owner FROM ledger)) FROM otel_spans_local",
        "SELECT sum(1) OVER (PARTITION BY (SELECT owner FROM ledger)) FROM otel_spans_local",
        "SELECT sum(1) OVER (ORDER BY (SELECT owner FROM ledger)) FROM otel_spans_local",
        "SELECT sum(1) OVER (ROWS (SELECT amount FROM ledger) PRECEDING) FROM otel_spans_local",
        "SELECT sum(1) OVER w FROM otel_spans_local WINDOW w AS (ORDER BY (SELECT owner FROM ledger))",
        "SELECT lag(1, (SELECT amount FROM ledger)) OVER () FROM otel_spans_local",
        "SELECT CASE (SELECT owner FROM ledger) WHEN 'a' THEN 1 ELSE 2 END",
        "SELECT CASE WHEN true THEN (SELECT owner FROM ledger) END",
        "SELECT (SELECT owner FROM ledger)::VARCHAR",
        "SELECT [(SELECT owner FROM ledger)]",
        "SELECT {'a': (SELECT owner FROM ledger)}",
        "SELECT MAP {'a': (SELECT owner FROM ledger)}",
        "SELECT ARRAY(SELECT owner FROM ledger)",
        "SELECT [1, 2][(SELECT amount FROM ledger)]",
        "SELECT list_transform([1], lambda x: (SELECT max(owner) FROM ledger))",
        "SELECT [(SELECT max(owner) FROM ledger) FOR x IN [1]]",
        "SELECT [x FOR x IN [1] IF EXISTS (FROM ledger)]",
        "SELECT TRY((SELECT owner FROM ledger))",
        "SELECT COALESCE(NULL, (SELECT owner FROM ledger))",
        "SELECT 'x' LIKE (SELECT owner FROM ledger)",
        "SELECT 1 BETWEEN 0 AND (SELECT amount FROM ledger)",
        "SELECT (SELECT owner FROM ledger) COLLATE nocase",
        "SELECT now() AT TIME ZONE (SELECT owner FROM ledger)",
        "SELECT COLUMNS(c -> c = (SELECT owner FROM ledger)) FROM otel_spans_local",
        "SELECT * REPLACE ((SELECT owner FROM ledger) AS trace_id) FROM otel_spans_local",
        "SELECT a: (SELECT owner FROM ledger)",
        "FROM otel_spans_local, ledger",
        "FROM otel_spans_local CROSS JOIN ledger",
        "FROM otel_spans_local NATURAL JOIN ledger",
        "FROM otel_spans_local SEMI JOIN ledger ON true",
        "FROM otel_spans_local ANTI JOIN ledger ON true",
        "FROM otel_spans_local POSITIONAL JOIN ledger",
        "FROM otel_spans_local ASOF JOIN ledger ON duration_ns >= amount",
        "FROM otel_spans_local JOIN slow ON EXISTS (FROM ledger)",
        "FROM otel_spans_local, LATERAL (SELECT owner FROM ledger)",
        "FROM otel_spans_local, (SELECT * FROM (FROM ledger))",
        "FROM (otel_spans_local JOIN ledger ON true)",
        "FROM range((SELECT amount FROM ledger))",
        "FROM unnest((SELECT [owner] FROM ledger))",
        "FROM (VALUES ((SELECT owner FROM ledger)))",
        "VALUES ((SELECT owner FROM ledger))",
        "TABLE ledger",
        "FROM ledger AS otel_spans_local",
        "FROM otel_spans_local UNION ALL BY NAME FROM ledger",
        "FROM otel_spans_local EXCEPT FROM ledger",
        "(FROM ledger)",
        "WITH a AS (FROM ledger) SELECT 1",
        "WITH a AS MATERIALIZED (FROM ledger) FROM a",
        "WITH a AS (WITH b AS (FROM ledger) FROM b) FROM a",
        "WITH otel_spans_local AS (FROM ledger) FROM otel_spans_local",
        "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT amount FROM a, ledger) FROM a",
        "WITH RECURSIVE a(n) USING KEY (n) AS (SELECT 1 UNION SELECT amount FROM a, ledger) FROM a",
        "PIVOT ledger ON owner IN ('a') USING count(*)",
        "PIVOT otel_spans_local ON service_name IN ('a') USING max((SELECT owner FROM ledger))",
        "UNPIVOT ledger ON amount",
        "FROM otel_spans_local PIVOT (max((SELECT owner FROM ledger)) FOR service_name IN ('a'))",
        "DESCRIBE ledger",
        "DESCRIBE SELECT * FROM ledger",
        "SUMMARIZE ledger",
        "SHOW ledger",
        "SELECT * FROM (DESCRIBE ledger)",
        "SELECT * FROM (SUMMARIZE ledger)",
        "FROM ledger TABLESAMPLE 1 ROWS",
        "FROM ledger AT (VERSION => 1)",
        "FROM otel_spans_local AT (VERSION => (SELECT amount FROM ledger))",
    ] {
        match laboratory.ask(&of_tables(), text, &[]) {
            Err(AskError::Denied(message)) => {
                assert!(message.starts_with("the table ledger is not"), "{text}: {message}")
            }
            // Not in DuckDB's grammar: no way in either.
            Err(AskError::QueryFailed(message)) => assert!(message.starts_with("parser error"), "{text}: {message}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn what_is_allowed_runs() {
    let laboratory = Laboratory::new();
    for (access, text, told) in [
        (of_tables(), "SELECT count(*) FROM \"OTEL_Spans_Local\"", "count_star() 4"),
        (of_tables(), "SELECT max(duration_ns) AS d FROM slow AS ledger", "d 40"),
        (of_tables(), "WITH a AS (FROM slow), b AS (FROM a) SELECT count(*) AS c FROM b, a", "c 9"),
        (of_tables(), "WITH slow AS (FROM slow LIMIT 1) SELECT count(*) AS c FROM slow", "c 1"),
        (of_tables(), "SELECT column_name AS c FROM (DESCRIBE slow) LIMIT 1", "c trace_id"),
        (of_tables(), "SELECT count(*) AS c FROM range(3) AS ledger", "c 3"),
        (of_service(), "SELECT count(*) AS c FROM otel_spans_local", "c 2"),
        (of_service(), "SELECT max(trace_id) AS t FROM slow", "t t2"),
        (of_service(), "SELECT note FROM \"o'hara \"\"X\"\"\"", "note mine"),
        (of_service(), "SELECT name FROM system_metrics_local", "name cpu"),
        (of_service(), "SELECT max(max) AS m FROM (SUMMARIZE otel_spans_local)", "m t2"),
    ] {
        assert_eq!(words(&laboratory.ask(&access, text, &[]).unwrap()), told, "{text}");
    }
    // A view may be read without what it reads.
    let of_view = Access { tables: Selection::only(["slow"]), services: Selection::Any };
    assert_eq!(laboratory.ask(&of_view, "FROM slow", &[]).unwrap().row_count, 3);
    let of_nobody = Access { tables: Selection::Any, services: Selection::only([""; 0]) };
    assert_eq!(laboratory.ask(&of_nobody, "FROM otel_spans_local", &[]).unwrap().row_count, 0);
    let of_quotes = Access { tables: Selection::Any, services: Selection::only(["'; DROP", "secret"]) };
    assert_eq!(laboratory.ask(&of_quotes, "FROM otel_spans_local", &[]).unwrap().row_count, 1);
}
