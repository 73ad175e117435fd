//! OTLP over HTTP: each encoding and compression, what is told, and each error.

use coral_otlp::{Busy, Rows};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message;
use serde_json::json;
use tonic_types::pb;

use crate::fixture::{JSON, PROTOBUF, Running, gzip, zstd};
use crate::requests::{TRACES_JSON, metrics, partly_bad_logs, partly_bad_traces, traces};

#[tokio::test]
async fn every_signal_is_taken_and_answered_in_its_encoding() {
    let running = Running::start().await;
    for (path, body) in [("/v1/traces", traces("one").encode_to_vec()), ("/v1/metrics", metrics().encode_to_vec())] {
        let answer = running.post(path, &[PROTOBUF], &body).await;
        assert_eq!((answer.status, answer.body.len()), (200, 0), "{path}");
        assert!(answer.has("content-type: application/x-protobuf"), "{answer:?}");
    }
    let logs = br#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1790000000000000000"}]}]}]}"#;
    let answer = running.post("/v1/logs", &[("content-type", "Application/JSON; charset=utf-8")], logs).await;
    assert_eq!((answer.status, answer.json()), (200, json!({})));
    let kept = running.kept.take();
    assert!(matches!(kept.as_slice(), [Rows::Spans(_), Rows::Points(_), Rows::Logs(_)]), "{kept:?}");
    assert!(running.counts(r#"otlp_accepted_items_total{signal="points"} 1"#));
    running.end().await;
}

#[tokio::test]
async fn every_compression_is_read_in_both_encodings() {
    let running = Running::start().await;
    let protobuf = traces("GET /users").encode_to_vec();
    for (kind, body) in [(PROTOBUF, protobuf.as_slice()), (JSON, TRACES_JSON.as_bytes())] {
        let two_frames = |compress: &dyn Fn(&[u8]) -> Vec<u8>| {
            let (first, second) = body.split_at(body.len() / 2);
            [compress(first), compress(second)].concat()
        };
        for (name, body) in [
            ("", body.to_vec()),
            ("identity", body.to_vec()),
            ("gzip", gzip(body)),
            ("gzip", two_frames(&gzip)),
            ("zstd", zstd(body)),
            ("ZSTD", two_frames(&zstd)),
        ] {
            let answer = running.post("/v1/traces", &[kind, ("content-encoding", name)], &body).await;
            assert_eq!(answer.status, 200, "{name:?} {answer:?}");
            let kept = running.kept.take();
            let [Rows::Spans(spans)] = kept.as_slice() else { panic!("{kept:?}") };
            assert_eq!(spans[0].name, "GET /users");
        }
    }
    running.end().await;
}

#[tokio::test]
async fn what_is_not_taken_is_told_and_counted() {
    let running = Running::start().await;
    let answer = running.post("/v1/traces", &[PROTOBUF], &partly_bad_traces().encode_to_vec()).await;
    assert_eq!(answer.status, 200);
    let told = ExportTraceServiceResponse::decode(answer.body.as_slice()).unwrap().partial_success.unwrap();
    assert_eq!(told.rejected_spans, 2);
    assert!(told.error_message.starts_with("2 not taken: a span id must be 8 bytes"), "{told:?}");
    assert_eq!(running.kept.count(), 1);
    assert!(running.counts(r#"otlp_refused_items_total{signal="spans",reason="span-id"} 2"#));

    let logs = serde_json::to_vec(&partly_bad_logs()).unwrap();
    let answer = running.post("/v1/logs", &[JSON], &logs).await;
    let told = answer.json();
    assert_eq!(told["partialSuccess"]["rejectedLogRecords"], "1", "{told}");
    assert!(told["partialSuccess"]["errorMessage"].as_str().unwrap().contains("older than what is kept"), "{told}");
    running.end().await;
}

#[tokio::test]
async fn a_request_of_which_nothing_can_be_kept_is_not_offered() {
    let running = Running::start().await;
    running.kept.set_busy(Some(Busy::QueueFull));
    let body = br#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"no id"}]}]}]}"#;
    let answer = running.post("/v1/traces", &[JSON], body).await;
    assert_eq!((answer.status, &answer.json()["partialSuccess"]["rejectedSpans"]), (200, &json!("1")));
    running.end().await;
}

#[tokio::test]
async fn a_busy_intake_is_told_with_a_time_to_come_back_and_nothing_is_taken() {
    let running = Running::start().await;
    for (busy, wait) in [(Busy::QueueFull, 1), (Busy::DiskFull, 60), (Busy::Ending, 5)] {
        running.kept.set_busy(Some(busy));
        let answer = running.post("/v1/traces", &[PROTOBUF], &partly_bad_traces().encode_to_vec()).await;
        assert_eq!(answer.status, 503);
        assert!(answer.has(&format!("retry-after: {wait}")), "{answer:?}");
        let status = pb::Status::decode(answer.body.as_slice()).unwrap();
        assert_eq!((status.code, status.message), (14, busy.to_string()));
        let line = format!(r#"otlp_dropped_requests_total{{signal="spans",reason="{}"}} 1"#, busy.label());
        assert!(running.counts(&line), "{line}");
    }
    assert!(!running.counts(r#"otlp_refused_items_total{signal="spans",reason="span-id"} 2"#), "it comes again");
    running.kept.set_busy(None);
    assert_eq!(running.post("/v1/traces", &[JSON], TRACES_JSON.as_bytes()).await.status, 200);
    running.end().await;
}

#[tokio::test]
async fn what_is_no_request_of_otlp_is_refused_in_its_encoding() {
    let running = Running::start().await;
    let whole = traces("one").encode_to_vec();
    for (path, headers, body, status) in [
        ("/v1/traces", vec![JSON], b"{".as_slice(), 400),
        ("/v1/traces", vec![JSON], b"", 400),
        ("/v1/traces", vec![JSON], b"[]", 400),
        ("/v1/traces", vec![JSON, ("content-encoding", "gzip")], TRACES_JSON.as_bytes(), 400),
        ("/v1/traces", vec![JSON, ("content-encoding", "zstd")], TRACES_JSON.as_bytes(), 400),
        ("/v1/traces", vec![JSON, ("content-encoding", "br")], TRACES_JSON.as_bytes(), 415),
        ("/v1/traces", vec![JSON, ("content-encoding", "gzip, zstd")], TRACES_JSON.as_bytes(), 415),
        ("/v1/traces", vec![("content-type", "text/plain")], TRACES_JSON.as_bytes(), 415),
        ("/v1/traces", vec![], TRACES_JSON.as_bytes(), 415),
        ("/v1/profiles", vec![JSON], b"{}", 404),
        ("/v1/traces/", vec![JSON], b"{}", 404),
    ] {
        let answer = running.post(path, &headers, body).await;
        assert_eq!(answer.status, status, "{path} {headers:?} {answer:?}");
        let told = answer.json();
        assert!(told["code"].is_number() && !told["message"].as_str().unwrap().is_empty(), "{told}");
    }
    let answer = running.post("/v1/traces", &[PROTOBUF], &whole[..whole.len() - 1]).await;
    let told = pb::Status::decode(answer.body.as_slice()).unwrap();
    assert_eq!((answer.status, told.code), (400, 3));
    assert!(told.message.starts_with("the body is no message of OTLP in protobuf"), "{told:?}");
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let answer = running.ask(method, "/v1/traces", &[JSON], b"").await;
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.has("allow: post"), "{answer:?}");
    }
    assert_eq!(running.kept.count(), 0);
    assert!(running.counts(r#"otlp_dropped_requests_total{signal="spans",reason="content-type"} 2"#));
    running.end().await;
}

#[tokio::test]
async fn pages_on_the_web_can_send_nothing() {
    let running = Running::start().await;
    for header in [
        ("host", "evil.example"),
        ("host", "192.0.2.7:4318"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let answer = running.post("/v1/traces", &[JSON, header], TRACES_JSON.as_bytes()).await;
        assert_eq!(answer.status, 403, "{header:?}");
        assert_eq!(answer.json()["code"], 7);
    }
    assert_eq!(running.kept.count(), 0);
    for host in ["localhost:4318", "127.0.0.1:1", "[::1]", "Collector.Example"] {
        let answer = running.post("/v1/traces", &[JSON, ("host", host)], TRACES_JSON.as_bytes()).await;
        assert_eq!(answer.status, 200, "{host}");
    }
    running.end().await;
}
