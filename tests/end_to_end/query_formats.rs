//! How `coral-wasm query` writes cells: in a table for the eyes, in JSON and CSV with nothing lost.

use serde_json::{Value, json};

use crate::program::{Workspace, database};
use crate::pseudo_terminal::on_terminal;

/// The cells of every type.
const CELLS: &str = "SELECT NULL AS nothing, '' AS empty, 9223372036854775807 AS wide, \
    170141183460469231731687303715884105727::HUGEINT AS wider, 1.5::DOUBLE AS half, 'NaN'::DOUBLE AS nan, true AS yes, \
    TIMESTAMP '2024-02-29 23:59:59.5' AS at, DATE '2024-02-29' AS day, [1, NULL, 3] AS list, \
    {'a': 1, 'b': 'x'} AS struct, 'a\"b,c'::VARCHAR AS text, '\\xFF\\x00'::BLOB AS bytes";

/// What is printed of a query in this format.
#[track_caller]
fn printed(format: &str, sql: &str) -> String {
    let finished = Workspace::new().coral(&["query", "--db", database(), "--format", format, sql]).expect_code(0);
    assert_eq!(finished.stderr, "");
    finished.stdout
}

#[test]
fn json_is_an_array_of_objects_with_the_cells_of_the_server() {
    let text = printed("json", CELLS);
    let expected = concat!(
        r#"[{"nothing":null,"empty":"","wide":9223372036854775807,"wider":170141183460469231731687303715884105727,"#,
        r#""half":1.5,"nan":"NaN","yes":true,"at":"2024-02-29T23:59:59.5Z","day":"2024-02-29","list":[1,null,3],"#,
        r#""struct":{"a":1,"b":"x"},"text":"a\"b,c","bytes":"/wA="}]"#,
        "\n"
    );
    assert_eq!(text, expected);
    assert_eq!(printed("json", "SELECT 1 WHERE false"), "[]\n");
    assert_eq!(printed("json", "SELECT range AS n FROM range(2)"), "[{\"n\":0},\n{\"n\":1}]\n");
}

#[test]
fn csv_is_as_rfc_4180_has_it() {
    let text = printed("csv", CELLS);
    let expected = concat!(
        "nothing,empty,wide,wider,half,nan,yes,at,day,list,struct,text,bytes\r\n",
        ",\"\",9223372036854775807,170141183460469231731687303715884105727,1.5,NaN,true,2024-02-29T23:59:59.5Z,",
        "2024-02-29,\"[1,null,3]\",\"{\"\"a\"\":1,\"\"b\"\":\"\"x\"\"}\",\"a\"\"b,c\",/wA=\r\n",
    );
    assert_eq!(text, expected);
    assert_eq!(printed("csv", "SELECT 1 AS \"a,b\", 'x' || chr(10) || 'y' AS c"), "\"a,b\",c\r\n1,\"x\ny\"\r\n");
    assert_eq!(printed("csv", "SELECT 1 AS a WHERE false"), "a\r\n");
    assert_eq!(printed("csv", "SELECT NULL AS a"), "a\r\n\r\n");
}

#[test]
fn a_table_shows_every_type() {
    insta::assert_snapshot!(printed("table", "SELECT NULL AS nothing, 9223372036854775807 AS wide, 1.5 AS half, true AS yes, \
        TIMESTAMP '2024-02-29 23:59:59.5' AS at, [1, NULL] AS list, {'a': 1} AS struct, '\\xFF'::BLOB AS bytes"), @r#"
     nothing |                wide | half | yes  | at                     | list     | struct  | bytes
    ---------+---------------------+------+------+------------------------+----------+---------+-------
        NULL | 9223372036854775807 |  1.5 | true | 2024-02-29T23:59:59.5Z | [1,null] | {"a":1} | /w==
    (1 row)
    "#);
}

#[test]
fn columns_of_one_name_are_all_there() {
    assert_eq!(printed("csv", "SELECT 1 AS a, 2 AS a"), "a,a\r\n1,2\r\n");
    let shown = printed("table", "SELECT 1 AS a, 2 AS a");
    assert!(shown.contains(" a | a\n") && shown.contains(" 1 | 2\n"), "{shown}");
}

#[test]
fn wide_characters_align() {
    let sql = "SELECT * FROM (VALUES ('日本語', 1), ('👩‍👩‍👧', 2), ('e' || chr(769), 3), ('plain', 4)) t(\"名\", n)";
    insta::assert_snapshot!(printed("table", sql), @r"
     名     | n
    --------+---
     日本語 | 1
     👩‍👩‍👧     | 2
     é      | 3
     plain  | 4
    (4 rows)
    ");
}

/// A text with what a terminal would obey in it, as a cell and as the name of a column.
const HOSTILE: &str = "SELECT 'a' || chr(27) || '[2J' || chr(155) || '31m' || chr(8238) || 'b' || chr(10) || 'c' || chr(9) || 'd' AS \"n\u{1b}[1m\", \
    [chr(27) || '[2J', chr(155)] AS list";

#[test]
fn nothing_that_a_terminal_obeys_is_in_a_table() {
    let shown = printed("table", HOSTILE);
    assert!(!shown.chars().any(|character| coral_source::is_unsafe(character) && character != '\n'), "{shown:?}");
    assert!(shown.contains(r"a\u001b[2J\u009b31m\u202eb\nc\td"), "{shown}");
    assert!(shown.contains(r"n\u001b[1m"), "{shown}");
    assert_eq!(shown.lines().count(), 4, "{shown}");
}

#[test]
fn json_escapes_it_and_loses_nothing() {
    let text = printed("json", HOSTILE);
    assert!(!text.trim_end().chars().any(coral_source::is_unsafe), "{text:?}");
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found, json!([{ "n\u{1b}[1m": "a\u{1b}[2J\u{9b}31m\u{202e}b\nc\td", "list": ["\u{1b}[2J", "\u{9b}"] }]));
}

#[test]
fn csv_is_exact_in_a_pipe_and_harmless_on_a_terminal() {
    let text = printed("csv", HOSTILE);
    assert!(text.contains("a\u{1b}[2J\u{9b}31m\u{202e}b\nc\td"), "{text:?}");
    let shown = on_terminal(80, &["query", "--db", database(), "--format", "csv", HOSTILE]);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{9b}') && !shown.contains('\u{202e}'), "{shown:?}");
    assert!(shown.contains("a\u{fffd}[2J"), "{shown:?}");
}

#[test]
fn a_mistake_in_hostile_sql_is_harmless_too() {
    let finished = Workspace::new().coral(&["query", "--db", database(), "SELECT \u{1b}[2J nope"]).expect_code(1);
    assert!(!finished.stderr.contains('\u{1b}'), "{:?}", finished.stderr);
}

#[test]
fn a_table_that_is_wider_than_the_terminal_is_one_column_a_line() {
    let sql = "SELECT trace_id, service_name, http_route FROM otel_spans_local ORDER BY trace_id LIMIT 2";
    let arguments = ["query", "--db", database(), sql];
    let wide = on_terminal(80, &arguments);
    assert!(wide.contains(" trace_id  | service_name | http_route"), "{wide}");
    let narrow = on_terminal(30, &arguments);
    insta::assert_snapshot!(narrow, @r"
    -[ row 1 ]-------------------
    trace_id     | trace-001
    service_name | payments
    http_route   | /api/payments
    -[ row 2 ]-------------------
    trace_id     | trace-002
    service_name | payments
    http_route   | /api/payments
    (2 rows)
    ");
}

#[test]
fn a_long_cell_is_cut_off_in_a_table_with_a_word() {
    let sql = "SELECT repeat('x', 5000) AS long";
    let finished = Workspace::new().coral(&["query", "--db", database(), sql]).expect_code(0);
    assert!(finished.stdout.lines().all(|line| line.chars().count() < 400), "{}", finished.stdout);
    assert!(finished.stdout.contains("xxx…\n"), "{}", finished.stdout);
    insta::assert_snapshot!(finished.stderr, @"note: cells of more than 300 characters are cut off: --format json or csv has them whole");
    assert!(printed("json", sql).contains(&"x".repeat(5000)));
}
