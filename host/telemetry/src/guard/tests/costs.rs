//! What would cost too much to parse or to plan is refused before it does; what is like it and small runs.

use coral_contract::AskError;

use super::laboratory::{Laboratory, anyone};

/// Some text many times over, between two others.
fn many(before: &str, times: usize, repeated: &str, after: &str) -> String {
    format!("{before}{}{after}", repeated.repeat(times))
}

/// Something that stands in itself this often.
fn nested(before: &str, times: usize, inside: &str, after: &str) -> String {
    format!("SELECT {}{inside}{}", before.repeat(times), after.repeat(times))
}

/// Queries of a WITH, each made of the one before it, which it calls `PREVIOUS`.
fn chain(links: usize, link: &str) -> String {
    let queries: String =
        (1..=links).map(|n| format!(", q{n} AS ({})", link.replace("PREVIOUS", &format!("q{}", n - 1)))).collect();
    format!("WITH q0 AS (SELECT 1 AS x){queries} SELECT count(*) FROM q{links}")
}

#[test]
fn too_much_is_refused() {
    let laboratory = Laboratory::new();
    let brackets = "levels of brackets and CASE in each other, 100 are allowed: name its parts in a WITH";
    let deep = "levels of subqueries, lambdas and macros, 8 are allowed: name its parts in a WITH";
    let tables = "tables, as often as they are read, 64 are allowed: read each fewer times";
    let sets = "UNION, INTERSECT and EXCEPT, 100 are allowed: ask in several statements";
    let joins = "JOIN, 24 are allowed: ask in several statements";
    let tokens = "words and signs, 8000 are allowed: pass values as parameters";
    let widths = "lists of all columns, 1000 are allowed: name the columns in place of *";
    for (text, message) in [
        (many("SELECT 1", 101, " UNION ALL SELECT 1", ""), format!("has 101 {sets}")),
        (many("FROM slow", 101, " INTERSECT FROM slow", ""), format!("has 101 {sets}")),
        (many("SELECT 1", 4000, ", 1", ""), format!("has 8002 {tokens}")),
        (many("SELECT 1 IN (1", 4000, ", 1", ")"), format!("has 8006 {tokens}")),
        (many("SELECT ", 8000, "- ", "1"), format!("has 8002 {tokens}")),
        (many("SELECT a", 4000, ".a", ""), format!("has 8002 {tokens}")),
        (many("FROM slow", 25, " NATURAL JOIN slow", ""), format!("has 25 {joins}")),
        (nested("(", 101, "1", ")"), format!("has 101 {brackets}")),
        (nested("[", 101, "1", "]"), format!("has 101 {brackets}")),
        (nested("{'a': ", 101, "1", "}"), format!("has 101 {brackets}")),
        (nested("CASE WHEN true THEN ", 101, "1", " END"), format!("has 101 {brackets}")),
        (nested("(SELECT ", 9, "1", ")"), format!("grows into 9 {deep}")),
        (nested("EXISTS (SELECT ", 9, "1", ")"), format!("grows into 9 {deep}")),
        (nested("list_transform([1], lambda x: ", 9, "x", ")"), format!("grows into 9 {deep}")),
        (nested("fmod(", 5, "7", ", 2)"), format!("grows into 10 {deep}")),
        (nested("nullif((SELECT ", 3, "1", "), 2)"), format!("grows into 9 {deep}")),
        (many("SELECT 1 FROM slow", 64, ", slow", ""), format!("grows into 65 {tables}")),
        (chain(6, "SELECT 1 AS x FROM PREVIOUS, PREVIOUS AS again"), String::new()),
        (chain(7, "SELECT 1 AS x FROM slow, PREVIOUS, PREVIOUS AS again"), format!("grows into 127 {tables}")),
        (chain(70, "FROM PREVIOUS UNION ALL FROM PREVIOUS UNION ALL FROM slow"), format!("has 140 {sets}")),
        (
            chain(45, "FROM PREVIOUS UNION ALL FROM PREVIOUS UNION ALL FROM slow"),
            format!("grows into 35184372088831 {tables}"),
        ),
        (chain(12, "SELECT *, * FROM PREVIOUS, range(1)"), format!("grows into 8190 {widths}")),
        (many("SELECT *", 1000, ", *", " FROM slow"), format!("grows into 1001 {widths}")),
    ] {
        if message.is_empty() {
            assert!(laboratory.ask(&anyone(), &text, &[]).is_ok(), "{text:.80}");
            continue;
        }
        let refusal = laboratory.refusal(&anyone(), &text);
        assert_eq!(refusal, AskError::InvalidArgument(format!("the SQL text {message}")), "{text:.80}");
    }
}

#[test]
fn odd_spaces_and_split_strings_are_refused() {
    let laboratory = Laboratory::new();
    for (text, message) in [
        ("SELECT\u{a0}1", "the SQL text holds the space \\u{a0} outside of quotes: write a plain space"),
        (
            "SELECT E'a'\n'b'",
            "an escape string goes on in a second pair of quotes: write it as one, or join the two with ||",
        ),
    ] {
        assert_eq!(laboratory.refusal(&anyone(), text), AskError::InvalidArgument(message.to_owned()), "{text}");
    }
    assert!(laboratory.ask(&anyone(), "SELECT '\u{a0}' /* \u{a0} */", &[]).is_ok());
}

#[test]
fn what_is_like_it_and_small_runs() {
    let laboratory = Laboratory::new();
    for text in [
        many("SELECT 1", 100, " UNION ALL SELECT 1", ""),
        many("SELECT 1 IN (1", 2000, ", 1", ")"),
        many("SELECT 1", 300, " + 1", ""),
        many("SELECT true", 1000, " AND true", ""),
        nested("(", 100, "1", ")"),
        nested("CASE WHEN true THEN ", 100, "1", " END"),
        nested("(SELECT ", 8, "1", ")"),
        nested("fmod(", 4, "7", ", 2)"),
        chain(50, "SELECT x + 1 AS x FROM PREVIOUS WHERE x > 0"),
    ] {
        let answer = laboratory.ask(&anyone(), &text, &[]);
        assert!(answer.is_ok(), "{text:.80}: {answer:?}");
    }
}
