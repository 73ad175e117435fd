//! Which functions SQL may call, however they are spelled.

use coral_contract::AskError;

use super::laboratory::{Laboratory, anyone};

#[test]
fn a_call_is_found_however_it_is_spelled() {
    let laboratory = Laboratory::new();
    for call in [
        "current_setting('memory_limit')",
        "CURRENT_SETTING('memory_limit')",
        "\"Current_Setting\"('memory_limit')",
        "main.current_setting('memory_limit')",
        "system.main.current_setting('memory_limit')",
        "http_route.current_setting()",
        "(http_route).current_setting()",
        "list_transform(['memory_limit'], lambda x: current_setting(x))",
        "list_transform(['memory_limit'], x -> x.current_setting())",
        "[current_setting(x) FOR x IN ['memory_limit']]",
        "max(trace_id) FILTER (WHERE current_setting('memory_limit') = '')",
        "max(trace_id ORDER BY current_setting('memory_limit'))",
        "max(trace_id) OVER (PARTITION BY current_setting('memory_limit'))",
        "COLUMNS(c -> current_setting(c) = '')",
        "CASE WHEN true THEN current_setting('memory_limit') END",
        "current_setting('memory_limit')::VARCHAR",
        "current_setting('memory_limit') LIKE 'x'",
        "now() AT TIME ZONE current_setting('memory_limit')",
        "TRY(current_setting('memory_limit'))",
    ] {
        let text = format!("SELECT {call} FROM otel_spans_local");
        match laboratory.refusal(&anyone(), &text) {
            AskError::Denied(message) => {
                assert_eq!(message, "the function current_setting is not allowed: it tells of the host", "{text}");
            }
            AskError::QueryFailed(message) => assert!(message.starts_with("parser error"), "{text}: {message}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn a_refusal_says_why_and_what_to_do() {
    let laboratory = Laboratory::new();
    for (call, message) in [
        ("setseed(0.5)", "the function setseed is not allowed: it changes what random() gives: draw in the script"),
        ("nextval('numbers')", "the function nextval is not allowed: it writes: number rows with row_number()"),
        ("write_log('x')", "the function write_log is not allowed: it writes: use console.log in the script"),
        ("sleep_ms(1)", "the function sleep_ms is not allowed: it holds up others: wait in the script"),
        ("pg_sleep(1)", "the function pg_sleep is not allowed: it holds up others: wait in the script"),
        (
            "getvariable('x')",
            "the function getvariable is not allowed: there are no variables: pass values as parameters",
        ),
        ("txid_current()", "the function txid_current is not allowed: it tells of others who ask"),
        (
            "stats(1)",
            "the function stats is not allowed: it tells of rows that are not read: use min(), max() and count()",
        ),
        (
            "json_serialize_sql('SELECT 1')",
            "the function json_serialize_sql is not allowed: it takes SQL as a value: ask that SQL as a question of its own",
        ),
        (
            "__internal_compress_string_ubigint('a')",
            "the function __internal_compress_string_ubigint is not allowed: it is DuckDB's own",
        ),
    ] {
        let text = format!("SELECT {call}");
        assert_eq!(laboratory.refusal(&anyone(), &text), AskError::Denied(message.to_owned()), "{text}");
    }
}

#[test]
fn what_only_computes_may_be_called() {
    let laboratory = Laboratory::new();
    for call in [
        "random()",
        "uuid()",
        "version()",
        "now()",
        "current_date",
        "current_database()",
        "biggest()",
        "quantile_cont(duration_ns, 0.99)",
        "strftime(now(), '%Y')",
        "regexp_extract(max(http_route), '[a-z]+')",
        "json_extract('{\"a\": 1}', '$.a')",
        "list_aggregate([1, 2], 'sum')",
        "[x * 2 FOR x IN range(3)]",
        "round(avg(duration_ns), 2)",
        "date_trunc('hour', now())",
        "time_bucket(INTERVAL '1 hour', now())",
        "nullif(max(duration_ns), 0)",
        "split_part(max(http_route), '/', 2)",
    ] {
        let text = format!("SELECT {call} FROM otel_spans_local");
        let text = if call.ends_with("()") || call == "current_date" { format!("SELECT {call}") } else { text };
        let answer = laboratory.ask(&anyone(), &text, &[]);
        assert!(answer.is_ok(), "{text}: {answer:?}");
    }
}
