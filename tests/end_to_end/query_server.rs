//! `coral-wasm query` and `services` over a running server: the same rows, its limits, its tokens and its failures.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use insta::assert_snapshot;

use crate::http::Served;
use crate::live::Live;
use crate::program::{Finished, PATIENCE, Workspace, database};

const SECRET: &str = "first-secret-0123456789";

fn url(served: &Served) -> String {
    format!("http://localhost:{}", served.port)
}

/// What comes of these arguments over a server at an address.
fn ask(address: &str, arguments: &[&str]) -> Finished {
    Workspace::new().coral(&[arguments, &["--server", address]].concat())
}

fn with_token(workspace: &Workspace, address: &str, token: &str) -> Command {
    let mut command = workspace.command();
    command.args(["query", "SELECT 1 AS one", "--format", "csv", "--server", address]).env("CORAL_SDK_TOKEN", token);
    command
}

/// What is said of a server that does not answer as one of Coral's: one line, and exit code 1.
#[track_caller]
fn refusal(address: &str) -> String {
    let finished = ask(address, &["query", "SELECT 1"]).expect_code(1);
    assert_eq!((finished.stdout.as_str(), finished.stderr.lines().count()), ("", 1), "{finished:#?}");
    finished.stderr
}

/// A server of another kind on a free port, which answers each request with these bytes.
fn other_server(answer: impl Into<Vec<u8>>) -> String {
    let (listener, answer) = (TcpListener::bind("127.0.0.1:0").unwrap(), answer.into());
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            // The whole of a small request is there at once.
            let _ = stream.read(&mut [0; 16 * 1024]);
            let _ = stream.write_all(&answer);
        }
    });
    address
}

#[test]
fn a_server_gives_the_rows_that_its_file_gives() {
    let served = Served::shared();
    let cells = "SELECT NULL AS nothing, '' AS empty, 9223372036854775807 AS wide, (-1)::HUGEINT AS small, \
        170141183460469231731687303715884105727::HUGEINT AS wider, 1.0::DOUBLE AS whole, '-Infinity'::DOUBLE AS low, \
        false AS no, TIMESTAMP '2024-02-29 23:59:59.5' AS at, TIMESTAMP '-0044-03-15 00:00:00' AS ides, \
        'infinity'::TIMESTAMP AS never, [1, NULL] AS list, {'a': 'x'} AS struct, 'a\"b,c\n\u{e9}' AS text, 1 AS a, 2 AS a";
    for format in ["table", "json", "csv"] {
        for sql in [cells, "SELECT 1 AS one WHERE false", "SELECT range, range % 3 = 0 AS third FROM range(500)"] {
            let over_file = Workspace::new().coral(&["query", "--db", database(), "--format", format, sql]);
            let over_server = ask(&url(&served), &["query", "--format", format, sql]);
            assert_eq!(over_server.stderr, "", "{format} {sql}");
            assert_eq!(over_server.expect_code(0).stdout, over_file.expect_code(0).stdout, "{format} {sql}");
        }
    }
}

#[test]
fn parameters_travel_with_their_types() {
    let served = Served::shared();
    let sql = "SELECT typeof(?) AS a, typeof(?) AS b, typeof(?) AS c, typeof(?) AS d, ? IS NULL AS e";
    let found =
        ask(&url(&served), &["query", "--format", "csv", sql, "9007199254740993", "5.0", "true", "text", "null"]);
    assert_eq!(found.expect_code(0).stdout, "a,b,c,d,e\r\nBIGINT,DOUBLE,BOOLEAN,VARCHAR,true\r\n");
}

#[test]
fn the_server_may_be_named_by_the_environment_of_the_sdk() {
    let served = Served::shared();
    let workspace = Workspace::new();
    let command = |arguments: &[&str]| {
        let mut command = workspace.command();
        command.args(["query", "SELECT count(*) AS n FROM otel_spans_local", "--format", "csv"]).args(arguments);
        command.env("CORAL_SDK_URL", url(&served));
        command
    };
    assert_eq!(Finished::of(command(&[])).expect_code(0).stdout, "n\r\n10\r\n");
    // A flag says more than the environment.
    let said = Finished::of(command(&["--db", "missing.db"])).expect_code(1).stderr;
    assert!(said.contains("no database at missing.db"), "{said}");
    let mut with_file = command(&[]);
    with_file.env("CORAL_WASM_DB", "missing.db");
    let said = Finished::of(with_file).expect_code(1).stderr;
    assert!(said.contains("no database at missing.db"), "what a run would ask: {said}");
}

#[test]
fn a_file_and_a_server_at_once_are_one_too_many() {
    let finished = ask("http://localhost:1", &["query", "SELECT 1", "--db", database()]).expect_code(2);
    assert!(finished.stderr.contains("--db") && finished.stderr.contains("--server"), "{}", finished.stderr);
    for flag in [["--table", "otel_spans_local"], ["--service", "payments"], ["--query-bytes", "1KiB"]] {
        let finished = ask("http://localhost:1", &[&["query", "SELECT 1"], &flag as &[&str]].concat()).expect_code(2);
        assert!(finished.stderr.contains(flag[0]) && finished.stderr.contains("--server"), "{}", finished.stderr);
    }
}

#[test]
fn a_token_lets_in_and_is_never_told() {
    let served = Served::start(&["--token", SECRET, "--token", "monitor@orders:second-secret-0123456789"]);
    let workspace = Workspace::new();
    let (address, wrong) = (url(&served), "wrong-secret-0123456789");
    let right = Finished::of(with_token(&workspace, &address, SECRET)).expect_code(0);
    assert_eq!(right.stdout, "one\r\n1\r\n");

    let without = ask(&address, &["query", "SELECT 1"]).expect_code(118);
    assert_eq!(
        without.stderr,
        format!("error: {address} lets in only who brings a token: set CORAL_SDK_TOKEN to it\n")
    );
    let refused = Finished::of(with_token(&workspace, &address, wrong)).expect_code(118);
    assert_eq!(
        refused.stderr,
        format!("error: {address} does not know the token in CORAL_SDK_TOKEN: ask who runs it for another\n")
    );
    let broken = Finished::of(with_token(&workspace, &address, "line\nbreak-secret")).expect_code(2);
    assert!(broken.stderr.contains("CORAL_SDK_TOKEN") && !broken.stderr.contains("break-secret"), "{}", broken.stderr);
    for text in [without.stderr, refused.stderr, right.stderr] {
        assert!(!text.contains(SECRET) && !text.contains(wrong), "{text}");
    }
    let mut help = workspace.command();
    help.args(["query", "--help"])
        .env("CORAL_SDK_TOKEN", SECRET)
        .env("CORAL_SDK_URL", format!("http://me:{SECRET}@localhost"));
    assert!(!Finished::of(help).stdout.contains(SECRET));
}

#[test]
fn a_token_for_one_service_sees_that_one() {
    let served = Served::start(&["--token", "monitor@orders:second-secret-0123456789"]);
    let workspace = Workspace::new();
    let mut command = workspace.command();
    command.args(["services", "--format", "json", "--server", &url(&served)]);
    command.env("CORAL_SDK_TOKEN", "second-secret-0123456789");
    let found: serde_json::Value = serde_json::from_str(&Finished::of(command).expect_code(0).stdout).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found[0]["service_name"], "orders");
}

#[test]
fn the_limits_of_the_server_hold() {
    let served = Served::start(&["--query-rows", "5"]);
    let address = url(&served);
    let finished = ask(&address, &["query", "--format", "csv", "FROM range(10)"]).expect_code(0);
    assert_eq!(finished.stdout.lines().count(), 6);
    assert_snapshot!(finished.stderr, @"note: these are the first 5 rows, and there are more: the server gives no more at once, narrow the SQL or page with LIMIT and OFFSET");
    let asked = ask(&address, &["query", "--format", "csv", "--rows", "1000", "FROM range(10)"]).expect_code(0);
    assert!(asked.stderr.contains("the server gives no more at once"), "{}", asked.stderr);
    let fewer = ask(&address, &["query", "--format", "csv", "--rows", "2", "FROM range(10)"]).expect_code(0);
    assert_eq!(fewer.stdout, "range\r\n0\r\n1\r\n");
    assert_snapshot!(fewer.stderr, @"note: these are the first 2 rows, and there are more: raise --rows, or narrow the SQL");
}

#[test]
fn what_the_server_refuses_is_told_as_over_a_file() {
    let served = Served::shared();
    for (code, sql) in [
        (1, "SELECT nope FROM otel_spans_local"),
        (1, "SELEC 1"),
        (118, "SELECT 1; SELECT 2"),
        (118, "DELETE FROM sample_spans"),
        (119, "SELECT repeat('x', 100000000)"),
    ] {
        let over_file = Workspace::new().coral(&["query", "--db", database(), sql]).expect_code(code);
        let over_server = ask(&url(&served), &["query", sql]).expect_code(code);
        assert_eq!(over_server.stderr, over_file.stderr, "{sql}");
        assert_eq!(over_server.stdout, "", "{sql}");
    }
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let said = refusal(&format!("http://127.0.0.1:{port}"));
    assert_eq!(
        said,
        format!(
            "error: http://127.0.0.1:{port} cannot be reached (Connection refused): start `coral-wasm serve`, or name another server with --server URL\n"
        )
    );
    let said = refusal("http://no-such-host.invalid:9003");
    assert!(said.starts_with("error: http://no-such-host.invalid:9003 cannot be reached ("), "{said}");
}

#[test]
fn what_is_no_server_of_ours_is_named() {
    let html = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\n<html>\x1b[2J</html>";
    for answer in [
        html,
        "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\nConnection: close\r\n\r\n404",
        "HTTP/1.1 302 Found\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{\"rows\":[",
        "HTTP/1.1 200 OK\r\nContent-Length: 84\r\nConnection: close\r\n\r\n{\"rows\":[{\"b\":1}],\"count\":1,\"truncated\":false,\"columns\":[{\"name\":\"a\",\"type\":\"int64\"}]}",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "",
    ] {
        let address = other_server(answer);
        let said = refusal(&address);
        assert!(said.starts_with(&format!("error: {address} ")), "{answer:?}: {said}");
        assert!(said.contains("--server URL") && !said.contains('\u{1b}'), "{answer:?}: {said}");
    }
}

#[test]
fn an_address_that_is_none_is_wrong_usage() {
    let refusal = |address: &str| {
        let finished = ask(address, &["query", "SELECT 1"]).expect_code(2);
        assert_eq!(finished.stdout, "");
        finished.stderr
    };
    for address in [
        "",
        "localhost:9003",
        "nonsense",
        "ftp://localhost",
        "http://",
        "http://localhost:99999",
        "http://localhost/?q=1",
    ] {
        let said = refusal(address);
        assert!(said.contains("--server") && said.contains("http://localhost:9003"), "{address:?}: {said}");
    }
    assert!(refusal("https://localhost:9003").contains("http://"), "https");
    let said = refusal(&format!("http://me:{SECRET}@localhost:9003"));
    assert!(said.contains("CORAL_SDK_TOKEN") && !said.contains(SECRET), "{said}");
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let finished = ask(&address, &["query", "SELECT 1", "--query-time", "300ms"]).expect_code(124);
    assert!(finished.stderr.starts_with(&format!("error: {address} ")), "{}", finished.stderr);
    assert!(finished.stderr.contains("--query-time"), "{}", finished.stderr);
    drop(listener);
}

#[test]
fn ctrl_c_ends_a_question_and_the_server_stops_working_on_it() {
    let served = Served::start(&[]);
    let workspace = Workspace::new();
    let mut command = workspace.command();
    command.args([
        "query",
        "SELECT count(*) FROM range(1000000000000) a, range(1000000) b WHERE a.range % 7 = b.range % 5",
    ]);
    command.args(["--server", &url(&served)]);
    let live = Live::start(command);
    // The server may be busy with its own start before.
    std::thread::sleep(Duration::from_millis(500));
    served.wait_until_busy(1);
    live.signal("INT");
    let (finished, took) = live.finish();
    assert_eq!(finished.expect_code(130).stderr, "error: interrupted\n");
    assert!(took < PATIENCE / 10, "it took {took:?}");
    served.wait_until_busy(0);
}
