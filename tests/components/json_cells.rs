//! Cells of JSON, as the engine reads them: each number as it is, and an exception where the host sent something else.

use coral_contract::{
    Answer, Asker, Cells, Column, Health, Nulls, PendingAnswer, PendingHealth, Question, ResultSet, Telemetry,
    TextCells,
};
use coral_policy::Policy;
use coral_run::Ending;

use crate::laboratory::LABORATORY;

/// Answers every question with one cell of JSON.
struct OneCell(String);

impl Telemetry for OneCell {
    fn ask_as(&self, _asker: &Asker, _question: Question) -> PendingAnswer {
        let mut cells = TextCells::new();
        assert!(cells.push(&self.0));
        let column = Column { name: "x".to_owned(), cells: Cells::Json(cells), nulls: Nulls::none() };
        let answer = Answer::Rows(ResultSet { row_count: 1, columns: vec![column], truncated: false });
        Box::pin(async move { Ok(answer) })
    }

    fn health(&self) -> PendingHealth {
        Box::pin(async { Ok(Health::default()) })
    }
}

/// What a script prints of a cell, or of the exception that it is given in its place.
async fn printed(cell: &str) -> String {
    let source = r#"
        import * as coral from "jsr:@coral/sdk";
        try {
            const { rows } = await coral.db.query("SELECT 1");
            console.log(Deno.inspect(rows[0].x, { depth: 5, compact: 3, breakLength: 1000 }));
        } catch (error) {
            console.log((error as Error).message);
        }
    "#;
    let mut result = LABORATORY.run(source, OneCell(cell.to_owned()), Policy::default()).await;
    assert_eq!(result.outcome.ending, Ending::Completed, "{cell}");
    result.console.remove(0)
}

fn lists(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

#[tokio::test]
async fn a_cell_is_what_its_text_says() {
    for (cell, expected) in [
        ("null", "null"),
        ("[true,false,null]", "[ true, false, null ]"),
        ("9007199254740991", "9007199254740991"),
        ("-9007199254740991", "-9007199254740991"),
        ("9007199254740992", "9007199254740992n"),
        ("[-9223372036854775808,-9223372036854775809]", "[ -9223372036854775808n, -9223372036854775809n ]"),
        ("18446744073709551615", "18446744073709551615n"),
        ("340282366920938463463374607431768211455", "340282366920938463463374607431768211455n"),
        ("-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728n"),
        ("[1.5,-0.0,1e+300,5e-324,9007199254740993.0]", "[ 1.5, -0, 1e+300, 5e-324, 9007199254740992 ]"),
        (r#"["\u004eaN","\u0049nfinity","\u002dInfinity"]"#, "[ NaN, Infinity, -Infinity ]"),
        (r#"["NaN","-Infinity","\\u004eaN"]"#, r#"[ "NaN", "-Infinity", "\\u004eaN" ]"#),
        (r#""\"\\\/\b\f\n\r\t\u0001é☃😀""#, r#"'"\\/\b\f\n\r\t\x01é☃😀'"#),
        (r#"{"a":{},"b":[[]],"":1}"#, r#"{ a: {}, b: [ [] ], "": 1 }"#),
        (r#"{"__proto__":1,"2":3,"a":1,"a":2}"#, r#"{ "2": 3, ['__proto__']: 1, a: 2 }"#),
    ] {
        assert_eq!(printed(cell).await, expected, "{cell}");
    }
    let deepest: String = printed(&lists(100)).await.split_whitespace().collect();
    assert_eq!(deepest, "[[[[[[[Array]]]]]]]");
}

#[tokio::test]
async fn what_is_no_json_is_an_exception() {
    let malformed = [
        "",
        " ",
        "x",
        "nul",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[1 ]",
        "[,1]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1,}",
        "{a:1}",
        "\"",
        "\"a",
        "\"\\",
        "\"\\u",
        "\"\\u12\"",
        "\"\\u12é\"",
        "\"\\ud83d\\ude00\"",
        "\"\\x\"",
        "\"\\é\"",
        "1 2",
        "[]]",
    ];
    for cell in malformed {
        assert_eq!(printed(cell).await, "Query failed: the host sent a cell that is no JSON", "{cell:?}");
    }
    for cell in ["-", "1-2", "--1", "1e", "1.2.3", "+", "1234567890123456789012345-6", "-n"] {
        let text = printed(cell).await;
        assert!(text.starts_with("Query failed: "), "{cell:?}: {text}");
    }
    assert_eq!(printed(&lists(101)).await, "Query failed: the host sent a cell that is no JSON");
}
