//! What a request may take: rows, bytes, time, a place in the queue; and callers that stop half-way.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::http::{Answer, Served};

// It needs time and no memory, so that many of them fit.
const ENDLESS: &str = "SELECT sum(range % 7) FROM range(1000000000000000)";

fn body(sql: &str) -> String {
    json!({ "sql": sql }).to_string()
}

#[test]
fn a_query_that_takes_too_long_is_interrupted_and_answered() {
    let served = Served::start(&["--query-time", "300ms"]);
    let answer = served.query(ENDLESS).expect(504);
    assert!(answer.body.contains("longer than 300ms"), "{answer:?}");
    served.wait_until_busy(0);
    served.query("SELECT 1").expect(200);
}

#[test]
fn a_caller_that_goes_away_takes_its_query_along() {
    let served = Served::start(&[]);
    let stream = served.begin("/db/query", &body(ENDLESS));
    served.wait_until_busy(1);
    drop(stream);
    served.wait_until_busy(0);
    served.wait_for_log(|line| line["outcome"] == "caller-left");
}

#[test]
fn more_queries_than_can_be_answered_wait_and_then_are_sent_away() {
    let served = Served::start(&["--queue-timeout", "300ms", "--query-time", "60s"]);
    let endless: Vec<_> = (0..20).map(|_| served.begin("/db/query", &body(ENDLESS))).collect();
    // Until these have turned out long, short ones of the same caller are answered.
    let mut answer = served.query("SELECT 1");
    served.wait_until(|| {
        answer = served.query("SELECT 1");
        answer.status != 200
    });
    let answer = answer.expect(503);
    assert!(answer.head.contains("retry-after: 1"), "{answer:?}");
    assert!(answer.body.contains("busy for 300ms"), "{answer:?}");
    // A database that is busy is not ill.
    served.get("/health").expect(200);
    drop(endless);
    served.wait_until_busy(0);
    served.query("SELECT 1").expect(200);
}

#[test]
fn a_query_waits_for_its_turn() {
    let served = Served::start(&["--queue-timeout", "60s", "--query-time", "60s"]);
    let endless: Vec<_> = (0..20).map(|_| served.begin("/db/query", &body(ENDLESS))).collect();
    served.wait_until(|| served.busy_connections() > 0);
    let mut waiting = served.begin("/db/query", &body("SELECT 42 AS answer"));
    drop(endless);
    let mut answer = [0; 15];
    waiting.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
}

#[test]
fn callers_take_turns_so_that_none_holds_up_the_others() {
    let served = Served::start(&[
        "--token",
        "greedy:greedy-0123456789",
        "--token",
        "modest:modest-0123456789",
        "--query-time",
        "60s",
    ]);
    let begin = |token: &str, sql: &str| {
        let body = body(sql);
        let mut stream = served.connect();
        let head =
            format!("POST /db/query HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}");
        stream.write_all(format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
        stream
    };
    let endless: Vec<_> = (0..50).map(|_| begin("greedy-0123456789", ENDLESS)).collect();
    served.wait_until(|| served.get("/metrics").body.contains("coral_http_active_requests 51"));
    served.wait_until(|| served.busy_connections() > 0);
    for _ in 0..5 {
        assert_eq!(Answer::read(begin("modest-0123456789", "SELECT 1 AS one")).expect(200).json()["count"], 1);
    }
    drop(endless);
}

#[test]
fn bodies_and_results_are_bounded() {
    let served = Served::start(&[]);
    let long = json!({ "sql": "x".repeat(1024 * 1024) }).to_string();
    served.post("/db/query", &long).expect(413);
    let announced =
        "POST /emit HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 99999999999\r\n\r\n";
    served.send(announced).expect(413);
    let wide = "SELECT repeat('x', 1000000) AS text FROM range(20)";
    let answer = served.post_with("/db/query", "Accept: application/json", &body(wide)).expect(429).json();
    assert_eq!(answer["error"]["code"], "budget-exceeded");
    assert_eq!(answer["error"]["budget"]["name"], "query-bytes");
    assert_eq!(answer["error"]["budget"]["limit"], 16 << 20);
    let event = json!({ "name": "big", "data": { "text": "x".repeat(70_000) } }).to_string();
    served.post("/emit", &event).expect(429);
    // A long column name, ten thousand times: much more than its cells, and never in memory at once.
    let name = "n".repeat(5_000);
    let rows = served.query(&format!("SELECT range AS {name} FROM range(10000)")).expect(200);
    assert!(rows.body.len() > 50_000_000);
}

#[test]
fn slow_callers_cost_nothing_lasting() {
    let served = Served::start(&[]);
    let mut silent = served.connect();
    let mut half_a_head = served.connect();
    half_a_head.write_all(b"GET /health HTTP/1.1\r\nHost: local").unwrap();
    let mut half_a_body = served.connect();
    half_a_body.write_all(b"POST /emit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{").unwrap();
    let mut idle = served.connect();
    idle.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    served.wait_until(|| served.get("/metrics").body.contains("coral_http_connections 5"));
    served.get("/health").expect(200);

    let started = Instant::now();
    for stream in [&mut silent, &mut half_a_head, &mut half_a_body, &mut idle] {
        stream.set_read_timeout(Some(Duration::from_secs(90))).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(started.elapsed() < Duration::from_secs(90), "the connection stays open");
    }
    served.wait_until(|| served.get("/metrics").body.contains("coral_http_connections 1"));
}

#[test]
fn an_answer_that_nobody_takes_is_given_up() {
    let served = Served::start(&[]);
    let sql = format!("SELECT range AS {} FROM range(10000)", "n".repeat(5_000));
    let _lazy = served.begin("/db/query", &body(&sql));
    served.wait_until(|| served.log().iter().any(|line| line["path"] == "/db/query"));
    served.wait_until(|| served.get("/metrics").body.contains("coral_http_connections 1"));
}
