//! `coral.db.query`: parameters, types and limits of rows.

use insta::assert_snapshot;

use crate::program::printed;

/// What a script prints of the answer to a statement.
fn rows(sql: &str) -> String {
    printed(&format!("import * as coral from 'jsr:@coral/sdk';\nconsole.log((await coral.db.query({sql:?})).rows);"))
}

/// What a script prints with `ask`, which gives an answer or the code and the text of the failure.
fn asked(body: &str) -> String {
    printed(&format!(
        "import * as coral from 'jsr:@coral/sdk';
        const ask = async (sql: any, parameters?: any) => {{
          try {{ return await coral.db.query(sql, parameters); }} catch (error: any) {{ return `${{error.code}}: ${{error.message}}`; }}
        }};
        {body}"
    ))
}

#[test]
fn parameters_are_bound_with_their_types() {
    let body = "const { rows } = await ask('SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e, ? AS f, ? AS g',
        [null, true, 7, 9007199254740993n, 1.5, 'ü😀', '']) as any; console.log(rows[0]);
        const types = await ask('SELECT typeof(?) a, typeof(?) b, typeof(?) c, typeof(?) d, typeof(?) e',
        [true, 7, 9007199254740993n, 1.5, 'x']) as any; console.log(Object.values(types.rows[0]).join());";
    assert_snapshot!(asked(body), @r#"
    {
      a: null,
      b: true,
      c: 7,
      d: 9007199254740993n,
      e: 1.5,
      f: "ü😀",
      g: ""
    }
    BOOLEAN,BIGINT,BIGINT,DOUBLE,VARCHAR
    "#);
}

#[test]
fn a_parameter_is_never_part_of_the_statement() {
    let body = "const evil = \"x' OR 1=1; DROP TABLE otel_spans_local; --\";
        const found = await ask('SELECT * FROM otel_spans_local WHERE service_name = ?', [evil]) as any;
        console.log(found.count, found.rows.length);
        console.log(((await ask('SELECT count(*) AS n FROM otel_spans_local')) as any).rows[0].n);";
    assert_eq!(asked(body), "0 0\n10\n");
}

#[test]
fn at_most_ten_thousand_rows_are_given() {
    let body = "for (const n of [9999, 10000, 10001, 50000]) {
        const { rows, count, truncated } = await ask('SELECT * FROM range(' + n + ')') as any;
        console.log(n, count, rows.length, truncated, rows.at(-1).range); }";
    assert_snapshot!(asked(body), @r"
    9999 9999 9999 false 9998
    10000 10000 10000 false 9999
    10001 10000 10000 true 9999
    50000 10000 10000 true 9999
    ");
}

#[test]
fn whole_numbers_stay_exact() {
    let sql = "SELECT 9007199254740993 AS above, 9007199254740991 AS safe, -9007199254740993 AS below, \
        sum(x) AS total, 1.25::DECIMAL(10,2) AS money FROM range(3) t(x)";
    assert_snapshot!(rows(sql), @r"
    [
      {
        above: 9007199254740993n,
        safe: 9007199254740991,
        below: -9007199254740993n,
        total: 3,
        money: 1.25
      }
    ]
    ");
}

#[test]
fn times_are_iso_texts_and_null_is_null() {
    let sql = "SELECT TIMESTAMP '2024-02-29 12:34:56.789' AS stamp, TIMESTAMPTZ '2024-02-29 12:34:56+02' AS zoned, \
        DATE '2024-02-29' AS day, NULL AS nothing, 'NaN'::DOUBLE AS nan, 'Infinity'::DOUBLE AS inf";
    assert_snapshot!(rows(sql), @r#"
    [
      {
        stamp: "2024-02-29T12:34:56.789Z",
        zoned: "2024-02-29T10:34:56Z",
        day: "2024-02-29",
        nothing: null,
        nan: NaN,
        inf: Infinity
      }
    ]
    "#);
}

#[test]
fn lists_structs_and_maps_are_nested_values() {
    let sql = "SELECT [[1, 2], [3, NULL]] AS lists, {'a': 1, 'b': ['x']} AS struct, MAP {'k': 1} AS map";
    assert_snapshot!(rows(sql), @r#"
    [
      {
        lists: [ [ 1, 2 ], [ 3, null ] ],
        struct: { a: 1, b: [ "x" ] },
        map: { k: 1 }
      }
    ]
    "#);
}

#[test]
fn a_column_may_have_any_name() {
    let body = r#"const { rows } = await ask(`SELECT 1 AS "__proto__", 2 AS "constructor", 3 AS "ü 😀"`) as any;
        console.log(Object.keys(rows[0]).join(), Object.getOwnPropertyDescriptor(rows[0], "__proto__")?.value);
        console.log(({} as any).polluted, rows[0].constructor, rows[0]["ü 😀"]);"#;
    assert_eq!(asked(body), "__proto__,constructor,ü 😀 1\nundefined 2 3\n");
}

#[test]
fn a_column_named_proto_with_an_object_in_it_changes_no_prototype() {
    let body = r#"const { rows } = await ask(`SELECT {'polluted': 1} AS "__proto__"`) as any;
        console.log(rows[0].polluted, ({} as any).polluted, Object.keys(rows[0]).join());"#;
    assert_eq!(asked(body), "undefined undefined __proto__\n");
}

#[test]
fn a_nested_field_named_proto_changes_no_prototype() {
    let body = r#"const { rows } = await ask(`SELECT {'__proto__': {'polluted': 1}} AS s`) as any;
        console.log(rows[0].s.polluted, ({} as any).polluted, Object.keys(rows[0].s).join());"#;
    assert_eq!(asked(body), "undefined undefined __proto__\n");
}

#[test]
fn an_empty_answer_has_no_rows() {
    assert_eq!(rows("SELECT * FROM otel_spans_local WHERE false"), "[]\n");
    assert_eq!(rows("SELECT [1] AS l, 'x' AS t, 1.5 AS d, true AS b WHERE false"), "[]\n");
}

#[test]
fn many_texts_of_many_lengths_arrive_whole() {
    let body =
        "const { rows } = await ask(\"SELECT repeat('ü', CAST(i AS BIGINT)) AS text FROM range(2000) t(i)\") as any;
        console.log(rows.every(({ text }: any, i: number) => text.length === i));";
    assert_eq!(asked(body), "true\n");
}

#[test]
fn statements_that_write_or_reach_files_are_refused() {
    let body = r#"for (const sql of ["DROP TABLE otel_spans_local", "SELECT 1; SELECT 2", "COPY (SELECT 1) TO 'out.csv'",
        "SELECT * FROM read_csv('/etc/passwd')", "ATTACH 'x.db'", "PRAGMA database_list", "SET threads = 1", ""]) {
          console.log(String(await ask(sql)).split(":")[0]);
        }"#;
    assert_snapshot!(asked(body), @r"
    denied
    denied
    denied
    denied
    denied
    denied
    denied
    invalid-argument
    ");
}

#[test]
fn wrong_parameters_are_refused() {
    let body = "console.log(await ask('SELECT ?', [{}]));
        console.log(await ask('SELECT ?', 'x'));
        console.log(String(await ask('SELECT ?', [])).split(':')[0], String(await ask('SELECT 1', [1])).split(':')[0]);
        console.log(String(await ask('SELECT ?', [2n ** 70n])).split(':')[0]);
        console.log(String(await ask(5)).split(':')[0]);";
    assert_snapshot!(asked(body), @r#"
    invalid-argument: Query failed: parameter 1 must be null, a boolean, a number, a bigint or a text, not an object
    invalid-argument: Query failed: parameters must be an array, not "x"
    invalid-argument invalid-argument
    invalid-argument
    invalid-argument
    "#);
}

#[test]
fn a_query_can_be_repeated_without_end() {
    let body = "let sum = 0; for (let i = 0; i < 500; i++) sum += ((await ask('SELECT ? AS n', [i])) as any).rows[0].n; console.log(sum);";
    assert_eq!(asked(body), "124750\n");
}
