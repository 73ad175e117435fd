//! Clients that send too much, too slowly, or not to the end; after each the receiver goes on.

use std::io::Write;
use std::time::Duration;

use coral_receiver::Limits;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use prost::Message;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tonic::Code;

use crate::fixture::{Answer, JSON, PROTOBUF, Running, gzip, zstd};
use crate::grpc::{TRACES, call, channel, framed};
use crate::requests::{TRACES_JSON, traces};

const CHUNKED: &[u8] =
    b"POST /v1/traces HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
    transfer-encoding: chunked\r\n\r\n";

/// More than any limit.
const HUGE: usize = 100 * 1024 * 1024;

async fn goes_on(running: &Running) {
    assert_eq!(running.post("/v1/traces", &[JSON], TRACES_JSON.as_bytes()).await.status, 200);
    TraceServiceClient::new(channel(running).await).export(traces("one")).await.unwrap();
    assert_eq!(running.kept.count(), 2);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let running = Running::start().await;
    let answer = running.post("/v1/traces", &[PROTOBUF], &vec![0; HUGE]).await;
    assert_eq!(answer.status, 413);
    assert!(running.counts(r#"otlp_dropped_requests_total{signal="spans",reason="too-large"} 1"#));
    let mut client = TraceServiceClient::new(channel(&running).await);
    let status = client.export(traces(&"x".repeat(HUGE))).await.unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted, "{status:?}");
    goes_on(&running).await;
    running.end().await;
}

#[tokio::test]
async fn a_body_of_unknown_length_is_held_to_the_same() {
    let running = Running::start().await;
    let spaces = format!("100000\r\n{}\r\n", " ".repeat(0x10_0000));
    let last = format!("{:x}\r\n{TRACES_JSON}\r\n0\r\n\r\n", TRACES_JSON.len());
    for (count, status) in [(0, 200), (10, 200), (20, 413)] {
        let (mut from, mut to) = TcpStream::connect(running.http).await.unwrap().into_split();
        let sending = async {
            to.write_all(CHUNKED).await.unwrap();
            for _ in 0..count {
                to.write_all(spaces.as_bytes()).await.unwrap();
            }
            to.write_all(last.as_bytes()).await.unwrap();
        };
        let (answer, ()) = futures::join!(Answer::read(&mut from), sending);
        assert_eq!(answer.status, status, "{count} MiB: {answer:?}");
    }
    assert_eq!(running.kept.count(), 2);
    running.end().await;
}

#[tokio::test]
async fn a_body_that_becomes_too_large_is_refused() {
    let running = Running::start().await;
    let zeros = vec![0; 2 * HUGE];
    for (name, bomb) in [("gzip", gzip(&zeros)), ("zstd", zstd(&zeros))] {
        assert!(bomb.len() < 16 * 1024 * 1024, "{name} must not be refused as it is sent");
        let answer = running.post("/v1/traces", &[PROTOBUF, ("content-encoding", name)], &bomb).await;
        assert_eq!(answer.status, 413, "{name} {answer:?}");
        let (status, _) = call(&running, TRACES, name, framed(1, &bomb)).await;
        assert_eq!(status.code(), Code::ResourceExhausted, "{name} {status:?}");
    }
    assert!(running.counts(r#"otlp_dropped_requests_total{signal="spans",reason="too-large"} 4"#));
    goes_on(&running).await;
    running.end().await;
}

#[tokio::test]
async fn a_body_that_asks_for_a_large_window_is_refused() {
    let running = Running::start().await;
    let body = traces("one").encode_to_vec();
    for (window_log, status) in [(23, 200), (24, 400), (27, 400)] {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(window_log).unwrap();
        encoder.write_all(&body).unwrap();
        let body = encoder.finish().unwrap();
        let answer = running.post("/v1/traces", &[PROTOBUF, ("content-encoding", "zstd")], &body).await;
        assert_eq!(answer.status, status, "{window_log} {answer:?}");
    }
    assert_eq!(running.kept.count(), 1);
    running.end().await;
}

#[tokio::test]
async fn bytes_beyond_those_in_flight_are_told_to_come_back() {
    let running = Running::with(Limits { bytes_in_flight: 1_000, ..Limits::default() }).await;
    let body = traces(&"x".repeat(2_000)).encode_to_vec();
    let answer = running.post("/v1/traces", &[PROTOBUF], &body).await;
    assert_eq!(answer.status, 503);
    assert!(answer.has("retry-after: 1"), "{answer:?}");
    assert!(running.counts(r#"otlp_dropped_requests_total{signal="spans",reason="crowded"} 1"#));
    goes_on(&running).await;
    running.end().await;
}

const HALF: &[u8] =
    b"POST /v1/traces HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
    content-length: 1000\r\n\r\n{";

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let running = Running::with(Limits { body_deadline: Duration::from_millis(100), ..Limits::default() }).await;
    let mut stream = TcpStream::connect(running.http).await.unwrap();
    stream.write_all(HALF).await.unwrap();
    assert_eq!(Answer::read(&mut stream).await.status, 408);
    goes_on(&running).await;
    running.end().await;
}

#[tokio::test]
async fn a_client_that_leaves_half_way_leaves_nothing() {
    let running = Running::start().await;
    let mut stream = TcpStream::connect(running.http).await.unwrap();
    stream.write_all(HALF).await.unwrap();
    drop(stream);
    goes_on(&running).await;
    running.end().await;
}
