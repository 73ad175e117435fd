//! Who sees the rows of one service learns nothing of any others.

use coral_contract::AskError;

use super::laboratory::{Laboratory, of_service, row_texts, words};
use crate::guard::stand_in;

#[test]
fn stand_ins_end_with_the_transaction_and_are_its_own() {
    let laboratory = Laboratory::new();
    let count = |connection: &duckdb::Connection| -> i64 {
        connection.query_row("SELECT count(*) FROM otel_spans_local", [], |row| row.get(0)).unwrap()
    };
    laboratory.in_transaction(|guard, connection| {
        stand_in::put(connection, &guard.catalog, &of_service(), &[]).unwrap();
        assert_eq!((count(connection), count(&laboratory.another())), (2, 4));
    });
    laboratory.in_transaction(|_, connection| assert_eq!(count(connection), 4));
}

#[test]
fn a_condition_is_not_asked_of_hidden_rows() {
    let laboratory = Laboratory::new();
    for text in [
        "SELECT count(*) AS c FROM otel_spans_local WHERE CASE WHEN http_route <> '/pay' THEN error(http_route) ELSE true END",
        "SELECT count(*) AS c FROM otel_spans_local WHERE CASE http_route WHEN '/pay' THEN 1 ELSE http_route::INTEGER END = 1",
        "SELECT count(*) AS c FROM otel_spans_local a JOIN otel_spans_local b USING (trace_id)
         WHERE 1 / (CASE WHEN a.duration_ns > 20 THEN error('seen') ELSE 1 END) = 1",
        "SELECT count(*) AS c FROM otel_spans_local WHERE duration_ns <= 20 OR error(service_name)",
    ] {
        assert_eq!(words(&laboratory.ask(&of_service(), text, &[]).unwrap()), "c 2", "{text}");
    }
}

#[test]
fn an_error_suggests_no_hidden_name() {
    let laboratory = Laboratory::new();
    // The name of a query, where it does not hold: for DuckDB it is a table's that is not there.
    let text = "SELECT 1 FROM (WITH ledge AS (SELECT 1) FROM ledge), ledge";
    let AskError::QueryFailed(message) = laboratory.refusal(&of_service(), text) else { panic!("{text}") };
    assert!(message.contains("ledge does not exist") && !message.contains("ledger"), "{message}");
}

/// Pieces of SQL, by where they fit: in the place of another of the same kind a statement may still run.
const PIECES: [&[&str]; 4] = [
    &[
        "otel_spans_local",
        "\"OTEL_SPANS_LOCAL\"",
        "main.otel_spans_local",
        "agent.otel_spans_local",
        "temp.otel_spans_local",
        "agent.main.slow",
        "system.main.duckdb_tables",
        "slow",
        "routes",
        "ledger",
        "back.office",
        "\"O'Hara \"\"x\"\"\"",
        "system_metrics_local",
        "sqlite_master",
        "information_schema.columns",
        "duckdb_columns()",
        "books()",
        "query_table('ledger')",
        "a",
        "b",
        "range(2)",
    ],
    &[
        "*",
        "trace_id",
        "service_name",
        "duration_ns",
        "http_route",
        "note",
        "owner",
        "name",
        "rowid",
        "count(*)",
        "max(http_route)",
        "min(trace_id)",
        "sum(duration_ns)",
        "count(DISTINCT service_name)",
        "error(http_route)",
        "http_route::INTEGER",
        "COLUMNS(*)",
        "stats(trace_id)",
        "biggest()",
        "a.http_route",
        "otel_spans_local.trace_id",
        "1",
    ],
    &[
        "UNION ALL",
        "UNION",
        "EXCEPT",
        "INTERSECT",
        "JOIN",
        "CROSS JOIN",
        "NATURAL JOIN",
        "LEFT JOIN",
        "SEMI JOIN",
        "ANTI JOIN",
        "POSITIONAL JOIN",
        ",",
        "LATERAL",
        "USING (service_name)",
        "ON true",
    ],
    &[
        "SELECT",
        "SELECT DISTINCT",
        "FROM",
        "WHERE",
        "HAVING",
        "QUALIFY",
        "GROUP BY",
        "ORDER BY",
        "WITH",
        "WITH RECURSIVE",
        "AS",
        "AS MATERIALIZED",
        "AS NOT MATERIALIZED",
        "AND",
        "OR",
        "NOT",
        "IN",
        "EXISTS",
        "SUMMARIZE",
        "DESCRIBE",
        "TABLE",
        "VALUES",
        "PIVOT",
        "UNPIVOT",
        "CASE WHEN",
        "THEN",
        "ELSE",
        "END",
        "(",
        ")",
        "=",
        "<>",
        ">",
        "'/pay'",
        "20",
    ],
];

/// Statements that run, to be varied.
const STATEMENTS: [&str; 14] = [
    "SELECT trace_id , service_name FROM otel_spans_local WHERE http_route = '/pay'",
    "SELECT service_name , count(*) , max(http_route) FROM otel_spans_local GROUP BY service_name",
    "WITH a AS ( SELECT * FROM slow ) SELECT count(*) FROM a",
    "WITH a AS ( FROM otel_spans_local ) , b AS ( FROM a ) SELECT max(http_route) FROM b",
    "SELECT * FROM otel_spans_local UNION ALL SELECT * FROM slow",
    "SELECT ( SELECT max(http_route) FROM otel_spans_local ) , note FROM \"O'Hara \"\"x\"\"\"",
    "SELECT sum(duration_ns) FROM otel_spans_local JOIN slow USING (service_name)",
    "SUMMARIZE otel_spans_local",
    "DESCRIBE slow",
    "SELECT name FROM system_metrics_local CROSS JOIN slow",
    "FROM otel_spans_local WHERE EXISTS ( FROM slow )",
    "SELECT CASE WHEN duration_ns > 20 THEN error(http_route) ELSE trace_id END FROM otel_spans_local",
    "TABLE slow EXCEPT SELECT * FROM otel_spans_local WHERE duration_ns > 20",
    "PIVOT slow ON http_route IN ( '/pay' ) USING count(*)",
];

/// The same numbers in each run, one after the other.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

fn varied(numbers: &mut Numbers) -> String {
    let mut pieces: Vec<&str> = STATEMENTS[numbers.below(STATEMENTS.len())].split(' ').collect();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(pieces.len());
        let kind = PIECES.iter().find(|kind| kind.contains(&pieces[at]));
        let any = PIECES[numbers.below(PIECES.len())];
        match (numbers.below(8), kind) {
            (0, _) => pieces.insert(at, any[numbers.below(any.len())]),
            (1, _) if pieces.len() > 1 => drop(pieces.remove(at)),
            (2, _) => {
                let other = numbers.below(pieces.len());
                pieces.swap(at, other);
            }
            (_, Some(same)) => pieces[at] = same[numbers.below(same.len())],
            (..) => {}
        }
    }
    pieces.join(" ")
}

/// What a statement is answered, in whatever order its rows come.
fn told(laboratory: &Laboratory, text: &str) -> Result<Vec<String>, String> {
    let rows = laboratory.ask(&of_service(), text, &[]).map_err(|error| error.to_string())?;
    let mut told = row_texts(&rows);
    told.sort();
    told.extend(rows.columns.into_iter().map(|column| column.name));
    Ok(told)
}

/// What a statement is answered is the same whether there are rows of others or not.
#[test]
fn hidden_rows_make_no_difference() {
    let (with, without) = (Laboratory::new(), Laboratory::without_others());
    let mut numbers = Numbers(20);
    let mut answered = 0;
    for _ in 0..6000 {
        let text = varied(&mut numbers);
        let told_of_them = told(&with, &text);
        assert_eq!(told_of_them, told(&without, &text), "{text}");
        answered += usize::from(told_of_them.is_ok());
    }
    assert!(answered > 300, "{answered}");
}
