//! Cells: every type of DuckDB's as it arrives, nulls included.

use coral_contract::{AskError, Cells, Column, SqlParameter, Telemetry};

use crate::fixture::{self, Database, Fixture};

fn database() -> Database {
    Fixture::with_tables("CREATE VIEW every_type AS SELECT * FROM test_all_types()").database()
}

/// The column of a query for one expression, over rows with a number `n` from 0.
async fn column(database: &Database, expression: &str, rows: usize) -> Column {
    let mut answer = fixture::rows(database, &format!("SELECT {expression} AS x FROM range({rows}) t(n)")).await;
    assert_eq!(answer.row_count, rows);
    let column = answer.columns.remove(0);
    assert_eq!((column.name.as_str(), column.cells.len()), ("x", rows));
    column
}

#[tokio::test]
async fn numbers() {
    let database = database();
    for kind in ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT"]
    {
        let column = column(&database, &format!("CASE n WHEN 1 THEN NULL ELSE 100 + n END::{kind}"), 3).await;
        assert_eq!(column.cells, Cells::Int64(vec![100, 0, 102]), "{kind}");
        assert_eq!([0, 1, 2].map(|row| column.nulls.get(row)), [false, true, false], "{kind}");
    }
    for (expression, cells) in [
        ("-9223372036854775808", Cells::Int64(vec![i64::MIN])),
        ("9223372036854775807::UBIGINT", Cells::Int64(vec![i64::MAX])),
        ("'-9223372036854775808'::HUGEINT", Cells::Int64(vec![i64::MIN])),
        ("7::UHUGEINT", Cells::Int64(vec![7])),
        ("1.5::FLOAT", Cells::Double(vec![1.5])),
        ("0.1::DOUBLE", Cells::Double(vec![0.1])),
        ("0.1::DECIMAL(4, 1)", Cells::Double(vec![0.1])),
        ("-12345.67::DECIMAL(18, 2)", Cells::Double(vec![-12345.67])),
        (
            "12345678901234567890123456.123456789012::DECIMAL(38, 12)",
            Cells::Double(vec![12345678901234567890123456.123]),
        ),
        ("5::DECIMAL(38, 0)", Cells::Double(vec![5.0])),
        ("'-inf'::DOUBLE", Cells::Double(vec![f64::NEG_INFINITY])),
        ("true", Cells::Boolean(vec![1])),
    ] {
        assert_eq!(column(&database, expression, 1).await.cells, cells, "{expression}");
    }
    let Cells::Double(nan) = column(&database, "'nan'::DOUBLE", 1).await.cells else { panic!("no double") };
    assert!(nan[0].is_nan());
}

#[tokio::test]
async fn sums_of_integers_are_integers_while_they_fit() {
    let database = database();
    let sum = fixture::rows(&database, "SELECT typeof(sum(n)), sum(n) FROM range(5000) t(n)").await;
    assert_eq!(fixture::texts(&sum, 0), [Some("HUGEINT".to_owned())]);
    assert_eq!(fixture::integers(&sum, 1), [Some(12_497_500)]);
    let beyond = "SELECT sum(n) FROM (VALUES (9223372036854775807), (9223372036854775807)) t(n)";
    let sum = fixture::rows(&database, beyond).await;
    assert!(matches!(sum.columns[0].cells, Cells::Json(_)));
    assert_eq!(fixture::texts(&sum, 0), [Some("18446744073709551614".to_owned())]);
}

#[tokio::test]
async fn integers_of_more_than_64_bits_are_json_with_all_their_digits() {
    let database = database();
    for (kind, value) in [
        ("UBIGINT", "9223372036854775808"),
        ("UBIGINT", "18446744073709551615"),
        ("HUGEINT", "9223372036854775808"),
        ("HUGEINT", "-9223372036854775809"),
        ("HUGEINT", "170141183460469231731687303715884105727"),
        ("HUGEINT", "-170141183460469231731687303715884105728"),
        ("UHUGEINT", "18446744073709551616"),
        ("UHUGEINT", "170141183460469231731687303715884105728"),
        ("UHUGEINT", "340282366920938463463374607431768211455"),
    ] {
        let column = column(&database, &format!("CASE n WHEN 0 THEN '{value}' WHEN 2 THEN '7' END::{kind}"), 3).await;
        let Cells::Json(cells) = &column.cells else { panic!("{kind} {value}: {column:?}") };
        assert_eq!([cells.get(0), cells.get(1), cells.get(2)], [Some(value), Some(""), Some("7")], "{kind}");
        assert_eq!([0, 1, 2].map(|row| column.nulls.get(row)), [false, true, false], "{kind}");
    }
}

#[tokio::test]
async fn a_column_of_huge_integers_is_of_one_type() {
    // The value that does not fit comes in a later chunk than the first.
    let expression = "CASE WHEN n = 5000 THEN 2::HUGEINT ** 100 WHEN n = 1 THEN NULL ELSE -n END::HUGEINT";
    let huge = column(&database(), expression, 6000).await;
    let Cells::Json(cells) = &huge.cells else { panic!("{:?}", huge.cells) };
    let power = (1_i128 << 100).to_string();
    assert_eq!([0, 1, 4999, 5000, 5999].map(|row| cells.get(row)), ["0", "", "-4999", &power, "-5999"].map(Some));
    assert_eq!([0, 1, 2, 5000].map(|row| huge.nulls.get(row)), [false, true, false, false]);
}

#[tokio::test]
async fn timestamps_are_microseconds() {
    let database = database();
    for kind in ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ"] {
        let expression = format!("CASE n WHEN 1 THEN NULL ELSE '2024-02-29 12:34:56' END::{kind}");
        let column = column(&database, &expression, 2).await;
        assert_eq!(column.cells, Cells::Timestamp(vec![1_709_210_096_000_000, 0]), "{kind}");
        assert!(column.nulls.get(1), "{kind}");
    }
    for (expression, micros) in [
        ("'1969-12-31 23:59:59.999999'::TIMESTAMP", -1),
        ("'1969-12-31 23:59:59.9999999'::TIMESTAMP_NS", -1),
        ("'2024-02-29 12:34:56+02'::TIMESTAMPTZ", 1_709_202_896_000_000),
        ("'infinity'::TIMESTAMP", i64::MAX),
        ("'-infinity'::TIMESTAMP", -i64::MAX),
        ("'infinity'::TIMESTAMP_S", i64::MAX),
    ] {
        assert_eq!(column(&database, expression, 1).await.cells, Cells::Timestamp(vec![micros]), "{expression}");
    }
}

#[tokio::test]
async fn texts_are_as_duckdb_writes_them() {
    let database = database();
    for expression in [
        "'plain'",
        "'Zürich ☃'",
        "''",
        "'2024-02-29'::DATE",
        "'0044-03-15 (BC)'::DATE",
        "'infinity'::DATE",
        "'-infinity'::DATE",
        "'5881580-07-10'::DATE",
        "'23:59:59'::TIME",
        "'00:00:00.000001'::TIME",
        "'24:00:00'::TIME",
        "'12:34:56.123456789'::TIME_NS",
        "INTERVAL '14 months 3 days 04:05:06.5'",
        "INTERVAL '-14 months -1 day -04:05:06.000001'",
        "INTERVAL '0 seconds'",
        "INTERVAL '1 year'",
        "'c8f02d5e-3c0b-4d0a-9c54-0d4c1f6f7f60'::UUID",
        "'b'::ENUM ('a', 'b')",
        "'{\"a\": 1}'::JSON",
    ] {
        let both = fixture::rows(&database, &format!("SELECT {expression}, ({expression})::VARCHAR")).await;
        assert_eq!(fixture::texts(&both, 0), fixture::texts(&both, 1), "{expression}");
        assert!(matches!(both.columns[0].cells, Cells::Text(_)), "{expression}");
        let null = fixture::rows(&database, &format!("SELECT nullif({expression}, {expression})")).await;
        assert_eq!(fixture::texts(&null, 0), [None], "{expression}");
    }
    let blob = fixture::rows(&database, "SELECT '\\xFF\\xFB\\x00'::BLOB, NULL").await;
    assert_eq!(fixture::texts(&blob, 0), [Some("//sA".to_owned())]);
    assert!(blob.columns[1].nulls.get(0));
}

#[tokio::test]
async fn nested_values_are_json() {
    let database = database();
    for (expression, json) in [
        ("[1, NULL, 3]", "[1,null,3]"),
        ("[]::INTEGER[]", "[]"),
        ("[[1], [], NULL]", "[[1],[],null]"),
        ("[1, 2]::INTEGER[2]", "[1,2]"),
        ("{'a': 1, 'b': 'x\"y\\z', 'c': NULL}", r#"{"a":1,"b":"x\"y\\z","c":null}"#),
        ("{'a': [{'b': true}]}", r#"{"a":[{"b":true}]}"#),
        ("MAP {'k': 1, 'l': NULL}", r#"{"k":1,"l":null}"#),
        ("MAP {1: 'a'}", r#"{"1":"a"}"#),
        ("MAP {}", "{}"),
        ("union_value(number := 2)", r#"{"number":2}"#),
        ("MAP {'2024-02-29 12:34:56'::TIMESTAMP: 1}", r#"{"2024-02-29T12:34:56Z":1}"#),
        ("MAP {'nan'::DOUBLE: 1, 0.5: 2}", r#"{"NaN":1,"0.5":2}"#),
        ("MAP {[1, 2]: 3}", r#"{"[1,2]":3}"#),
        ("['nan'::DOUBLE, 1.5, 'inf', '-inf']", r#"["\u004eaN",1.5,"\u0049nfinity","\u002dInfinity"]"#),
        ("['nan'::FLOAT, '-inf']", r#"["\u004eaN","\u002dInfinity"]"#),
        ("['NaN', 'Infinity', '-Infinity', '\\u004eaN']", r#"["NaN","Infinity","-Infinity","\\u004eaN"]"#),
        ("[5::DOUBLE, 1e300, '-0']", "[5.0,1e+300,-0.0]"),
        ("[12345678901234567890::DOUBLE]", "[1.2345678901234567e+19]"),
        ("[1.50::DECIMAL(9, 2)]", "[1.50]"),
        ("[5::DECIMAL(18, 0)]", "[5.0]"),
        ("[-9007199254740993::DECIMAL(38, 0)]", "[-9007199254740993.0]"),
        ("[170141183460469231731687303715884105727::HUGEINT]", "[170141183460469231731687303715884105727]"),
        ("[18446744073709551615::UBIGINT]", "[18446744073709551615]"),
        (
            "{'a': [340282366920938463463374607431768211455::UHUGEINT], 'b': MAP {1::HUGEINT: 2::UHUGEINT}}",
            r#"{"a":[340282366920938463463374607431768211455],"b":{"1":2}}"#,
        ),
        ("union_value(wide := 9007199254740993::HUGEINT)", r#"{"wide":9007199254740993}"#),
        ("union_value(d := 5::DECIMAL(38, 0))::UNION(h HUGEINT, d DECIMAL(38, 0))", r#"{"d":5.0}"#),
        ("['2024-02-29 12:34:56.5'::TIMESTAMP]", r#"["2024-02-29T12:34:56.5Z"]"#),
        ("['2024-02-29'::DATE]", r#"["2024-02-29"]"#),
        ("['a'::ENUM ('a', 'b'), NULL]", r#"["a",null]"#),
        ("['\\xFF'::BLOB]", r#"["/w=="]"#),
        ("[NULL]", "[null]"),
    ] {
        let column = column(&database, expression, 2).await;
        let Cells::Json(cells) = &column.cells else { panic!("{expression}: {column:?}") };
        assert_eq!([cells.get(0), cells.get(1)], [Some(json), Some(json)], "{expression}");
    }
    let null = column(&database, "CASE n WHEN 1 THEN NULL ELSE [n] END", 3).await;
    assert_eq!([0, 1, 2].map(|row| null.nulls.get(row)), [false, true, false]);
}

#[tokio::test]
async fn what_has_no_form_names_its_column_and_a_cast() {
    let database = database();
    for (expression, kind) in [
        ("'101'::BIT", "BIT"),
        ("'12:34:56+02'::TIMETZ", "TIMETZ"),
        ("['101'::BIT]", "BIT"),
        ("{'a': [MAP {1: '101'::BIT}]}", "BIT"),
        ("'123'::BIGNUM", "BIGNUM"),
    ] {
        let AskError::QueryFailed(text) = fixture::refusal(&database, &format!("SELECT {expression} AS odd")).await
        else {
            panic!("{expression}")
        };
        assert!(text.contains("\"odd\"") && text.contains(kind) && text.contains("VARCHAR"), "{text}");
    }
    let deep = |depth| format!("SELECT {}1{} AS odd", "[".repeat(depth), "]".repeat(depth));
    let deepest = fixture::rows(&database, &deep(100)).await;
    assert_eq!(fixture::texts(&deepest, 0), [Some(format!("{}1{}", "[".repeat(100), "]".repeat(100)))]);
    let too_deep = Fixture::with_tables(&format!("CREATE TABLE deep (odd INTEGER{})", "[]".repeat(101))).database();
    let AskError::QueryFailed(text) = fixture::refusal(&too_deep, "FROM deep").await else { panic!("too deep") };
    assert!(text.contains("\"odd\"") && text.contains("100 levels") && text.contains("VARCHAR"), "{text}");
    let variant = fixture::refusal(&database, "SELECT 1::VARIANT AS odd").await;
    assert!(matches!(&variant, AskError::QueryFailed(text) if text.contains("cast it")), "{variant:?}");
}

#[tokio::test]
async fn no_type_is_a_reason_to_panic() {
    let database = database();
    let names =
        fixture::rows(&database, "SELECT column_name FROM duckdb_columns() WHERE table_name = 'every_type'").await;
    let names = fixture::texts(&names, 0);
    assert!(names.len() > 40, "{names:?}");
    for name in names.into_iter().flatten() {
        let answer = database.ask(fixture::sql(&format!("SELECT \"{name}\" FROM every_type"), &[])).await;
        match answer {
            Ok(coral_contract::Answer::Rows(rows)) => assert_eq!(rows.columns[0].cells.len(), 3, "{name}"),
            Err(AskError::QueryFailed(text)) => assert!(text.contains("cast it"), "{name}: {text}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn parameters_arrive_as_they_are() {
    let text = "Bobby'; DROP TABLE students; -- ☃ \0 \\";
    let parameters = [
        SqlParameter::Null,
        SqlParameter::Boolean(true),
        SqlParameter::Int64(i64::MIN),
        SqlParameter::Double(0.1),
        SqlParameter::Text(text.to_owned()),
    ];
    let answer = fixture::rows_of(&database(), fixture::sql("SELECT ?, ?, ?, ?, ?", &parameters)).await;
    assert!(answer.columns[0].nulls.get(0));
    assert_eq!(answer.columns[1].cells, Cells::Boolean(vec![1]));
    assert_eq!(answer.columns[2].cells, Cells::Int64(vec![i64::MIN]));
    assert_eq!(answer.columns[3].cells, Cells::Double(vec![0.1]));
    assert_eq!(fixture::texts(&answer, 4), [Some(text.to_owned())]);
}

#[tokio::test]
async fn columns_keep_their_names_and_order() {
    let answer = fixture::rows(&database(), "SELECT 1 AS a, 2 AS \"A b\", 3 AS a, 4 WHERE false").await;
    let names: Vec<&str> = answer.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a", "A b", "a", "4"]);
    assert_eq!(answer.row_count, 0);
    assert!(answer.columns.iter().all(|column| column.cells.is_empty()));
}
