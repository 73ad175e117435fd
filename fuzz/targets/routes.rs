//! Requests of whoever reaches the server. The input is a request as text: a line with method and target, headers, an empty
//! line, the body. The header `x-answer` says how the telemetry answers, with an error of each kind or with rows.

#![no_main]

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use coral_contract::{
    Answer, AskError, Asker, Cells, Column, ErrorRate, Event, ExceededBudget, Health, Memory, Nulls, PendingAnswer,
    PendingHealth, Question, ResultSet, Telemetry, TextCells,
};
use coral_policy::{PolicyInForce, Preset};
use coral_run::{Level, Observer, RunFacts, RunId, Session, SessionOptions};
use coral_server::{Callers, Server, ServerOptions};
use http_body_util::BodyExt;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime without threads")
});

/// The most bytes of an answer, whatever is asked of a telemetry whose answers are small.
const MOST_BYTES: usize = 4 << 20;

fuzz_target!(|input: &[u8]| {
    let Some(request) = request(input) else { return };
    let answer = request.headers().get("x-answer").and_then(|value| value.as_bytes().first()).copied();
    let is_head = request.method() == "HEAD";
    RUNTIME.block_on(async {
        let response = server(answer.unwrap_or_default()).answer(request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.expect("a body that is taken at once").to_bytes();
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(body.len() <= MOST_BYTES);
        if !is_head {
            check(status, &headers, &body);
        }
    });
});

/// Whether an answer is what its headers say, and a refusal says what is wrong.
fn check(status: StatusCode, headers: &HeaderMap, body: &[u8]) {
    let kind = headers.get("content-type").map(|kind| kind.to_str().expect("a type in ASCII"));
    let text = str::from_utf8(body).expect("a text");
    let json = || -> Value { serde_json::from_str(text).expect("JSON") };
    match kind {
        Some("application/json") => {
            let value = json();
            if !status.is_success() {
                let error = value.get("error").unwrap_or(&value);
                assert!(error["code"].is_string() && error["message"].is_string(), "{status} {text}");
            }
        }
        Some(_) => assert!(!text.trim().is_empty(), "{status} {headers:?}"),
        None => assert!(body.is_empty(), "{status} {headers:?}"),
    }
}

/// The request that a text is, if hyper could have read it.
fn request(input: &[u8]) -> Option<Request<Body>> {
    let end = input.windows(2).position(|window| window == b"\n\n")?;
    let (head, body) = (&input[..end], &input[end + 2..]);
    let mut lines = head.split(|byte| *byte == b'\n');
    let mut line = lines.next()?.splitn(2, |byte| *byte == b' ');
    let mut request = Request::builder().method(line.next()?).uri(line.next()?);
    for header in lines {
        let colon = header.iter().position(|byte| *byte == b':')?;
        request = request.header(&header[..colon], header[colon + 1..].trim_ascii());
    }
    request.body(Body::from(body.to_vec())).ok()
}

fn server(answer: u8) -> Server {
    let telemetry = Arc::new(Fake { answer });
    let session = Arc::new(Session::new(SessionOptions {
        facts: RunFacts {
            script: "fuzzed".to_owned(),
            id: RunId::generate().expect("random bytes"),
            parameters: Vec::new(),
        },
        policy: PolicyInForce::of_preset(Preset::Server).policy(),
        keep_events: false,
        telemetry: telemetry.clone(),
        observer: Box::new(Silent),
    }));
    let callers = Callers::anyone(Arc::clone(&session)).with_token("secret", session);
    Server::new(ServerOptions { callers, telemetry, grace: Duration::ZERO })
}

struct Silent;

impl Observer for Silent {
    fn console(&mut self, _level: Level, _text: &str) {}
    fn event(&mut self, _event: &Event) {}
}

/// A telemetry that answers every question of a kind in the same way, or as one must not.
struct Fake {
    answer: u8,
}

impl Telemetry for Fake {
    fn ask_as(&self, _asker: &Asker, question: Question) -> PendingAnswer {
        let answer = self.answer_to(&question);
        Box::pin(async { answer })
    }

    fn health(&self) -> PendingHealth {
        let health = match self.answer {
            b'u' => Err(AskError::Unavailable("it cannot be reached".to_owned())),
            _ => Ok(Health::default()),
        };
        Box::pin(async { health })
    }
}

impl Fake {
    fn answer_to(&self, question: &Question) -> Result<Answer, AskError> {
        // What a question says comes back in errors.
        let text = || format!("{question:?}");
        match self.answer {
            b'd' => Err(AskError::Denied(text())),
            b'i' => Err(AskError::InvalidArgument(text())),
            b'n' => Err(AskError::NotFound(text())),
            b'q' => Err(AskError::QueryFailed(text())),
            b'b' => Err(AskError::BudgetExceeded(ExceededBudget { name: "queries".to_owned(), limit: 1, used: 2 })),
            b't' => Err(AskError::TimedOut(text())),
            b'u' => Err(AskError::Unavailable(text())),
            b'w' => Err(AskError::Busy { waited: Duration::from_secs(10) }),
            // Not what was asked.
            b'x' => Ok(Answer::Memory(Memory { used: 1, total: 2 })),
            _ => Ok(match question {
                Question::Percentile(query) => Answer::Number(query.percentile),
                Question::Cpu => Answer::Number(f64::NAN),
                Question::ErrorRate(_) => {
                    Answer::ErrorRate(ErrorRate { rate: 0.5, request_count: u64::MAX, error_count: 1 })
                }
                Question::Memory => Answer::Memory(Memory { used: u64::MAX, total: u64::MAX }),
                _ => Answer::Rows(rows()),
            }),
        }
    }
}

/// Cells of every type, the largest and the oddest of each.
fn rows() -> ResultSet {
    let mut nulls = Nulls::none();
    nulls.set(1);
    let texts = |cells: [&str; 2]| {
        let mut texts = TextCells::new();
        assert!(cells.iter().all(|cell| texts.push(cell)));
        texts
    };
    let column = |name: &str, cells| Column { name: name.to_owned(), cells, nulls: nulls.clone() };
    ResultSet {
        row_count: 2,
        columns: vec![
            column("service_name", Cells::Text(texts(["pay\"\u{2028}\u{1b}ments", ""]))),
            column("request_count", Cells::Int64(vec![i64::MIN, 0])),
            column("value", Cells::Double(vec![f64::NEG_INFINITY, 0.0])),
            column("is_error", Cells::Boolean(vec![1, 0])),
            column("last_seen", Cells::Timestamp(vec![i64::MIN, 0])),
            column("j", Cells::Json(texts(["{\"a\":[18446744073709551616]}", "null"]))),
        ],
        truncated: true,
    }
}
