//! OTLP over gRPC, by the client that opentelemetry-proto generates; and calls that it would never make.

use std::time::Duration;

use bytes::{BufMut, Bytes};
use coral_otlp::{Busy, Rows};
use http_body_util::{BodyExt, Full};
use opentelemetry_proto::tonic::collector::logs::v1::logs_service_client::LogsServiceClient;
use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_client::MetricsServiceClient;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use prost::Message;
use tonic::body::Body;
use tonic::client::GrpcService;
use tonic::codegen::http::{HeaderMap, Request};
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::fixture::{Running, gzip, zstd};
use crate::requests::{metrics, partly_bad_logs, partly_bad_traces, traces};

pub const TRACES: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

/// A message in its frame.
pub fn framed(flag: u8, message: &[u8]) -> Bytes {
    let mut frame = vec![flag];
    frame.put_u32(message.len() as u32);
    frame.put_slice(message);
    frame.into()
}

/// Makes a call with these bytes, whatever they are.
pub async fn call(running: &Running, path: &str, encoding: &str, body: Bytes) -> (Status, HeaderMap) {
    let mut channel = channel(running).await;
    futures::future::poll_fn(|context| channel.poll_ready(context)).await.unwrap();
    let request = Request::post(format!("http://{}{path}", running.grpc));
    let request = request.header("content-type", "application/grpc").header("grpc-encoding", encoding);
    let answer = channel.call(request.body(Body::new(Full::new(body))).unwrap()).await.unwrap();
    let headers = answer.headers().clone();
    let answer = answer.into_body().collect().await.unwrap();
    let status = Status::from_header_map(&headers).or_else(|| Status::from_header_map(answer.trailers()?));
    (status.unwrap(), headers)
}

pub async fn channel(running: &Running) -> Channel {
    Endpoint::from_shared(format!("http://{}", running.grpc)).unwrap().connect().await.unwrap()
}

#[tokio::test]
async fn every_signal_is_taken() {
    let running = Running::start().await;
    let channel = channel(&running).await;
    let answer = TraceServiceClient::new(channel.clone()).export(traces("one")).await.unwrap().into_inner();
    assert_eq!(answer.partial_success, None);
    let answer = MetricsServiceClient::new(channel.clone()).export(metrics()).await.unwrap().into_inner();
    assert_eq!(answer.partial_success, None);
    let answer = LogsServiceClient::new(channel).export(partly_bad_logs()).await.unwrap().into_inner();
    assert_eq!(answer.partial_success.unwrap().rejected_log_records, 1);
    let kept = running.kept.take();
    assert!(matches!(kept.as_slice(), [Rows::Spans(_), Rows::Points(_), Rows::Logs(_)]), "{kept:?}");
    assert!(running.counts(r#"otlp_accepted_items_total{signal="logs"} 1"#));
    running.end().await;
}

#[tokio::test]
async fn every_compression_is_read() {
    let running = Running::start().await;
    let message = traces("compressed").encode_to_vec();
    for (encoding, flag, body) in [
        ("identity", 0, message.clone()),
        ("gzip", 1, gzip(&message)),
        ("gzip", 0, message.clone()),
        ("zstd", 1, zstd(&message)),
    ] {
        let (status, headers) = call(&running, TRACES, encoding, framed(flag, &body)).await;
        assert_eq!(status.code(), Code::Ok, "{encoding} {status:?}");
        assert_eq!(headers.get("grpc-accept-encoding").unwrap(), "gzip, zstd, identity");
        let kept = running.kept.take();
        let [Rows::Spans(spans)] = kept.as_slice() else { panic!("{kept:?}") };
        assert_eq!(spans[0].name, "compressed");
    }
    running.end().await;
}

#[tokio::test]
async fn what_is_not_taken_is_told() {
    let running = Running::start().await;
    let mut client = TraceServiceClient::new(channel(&running).await);
    let told = client.export(partly_bad_traces()).await.unwrap().into_inner().partial_success.unwrap();
    assert_eq!(told.rejected_spans, 2);
    assert!(told.error_message.contains("a span id must be 8 bytes"), "{told:?}");
    assert_eq!(running.kept.count(), 1);
    running.end().await;
}

#[tokio::test]
async fn a_busy_intake_is_unavailable_with_a_time_to_come_back() {
    let running = Running::start().await;
    let mut client = TraceServiceClient::new(channel(&running).await);
    running.kept.set_busy(Some(Busy::DiskFull));
    let status = client.export(traces("one")).await.unwrap_err();
    assert_eq!((status.code(), status.message()), (Code::Unavailable, Busy::DiskFull.to_string().as_str()));
    assert_eq!(status.get_details_retry_info().unwrap().retry_delay, Some(Duration::from_secs(60)));
    running.kept.set_busy(None);
    client.export(traces("one")).await.unwrap();
    assert_eq!(running.kept.count(), 1);
    running.end().await;
}

#[tokio::test]
async fn what_is_no_call_of_otlp_is_refused() {
    let running = Running::start().await;
    let message = traces("one").encode_to_vec();
    let good = framed(0, &message);
    let unknown = TRACES.replace("Export", "Import");
    for (path, encoding, body, code) in [
        (TRACES, "identity", framed(0, b"\xff"), Code::InvalidArgument),
        (TRACES, "identity", Bytes::new(), Code::InvalidArgument),
        (TRACES, "identity", good.slice(..good.len() - 1), Code::InvalidArgument),
        (TRACES, "identity", [good.clone(), good.clone()].concat().into(), Code::InvalidArgument),
        (TRACES, "identity", framed(1, &message), Code::InvalidArgument),
        (TRACES, "identity", framed(2, &message), Code::InvalidArgument),
        (TRACES, "gzip", framed(1, &message), Code::InvalidArgument),
        (TRACES, "snappy", good.clone(), Code::Unimplemented),
        (unknown.as_str(), "identity", good.clone(), Code::Unimplemented),
    ] {
        let (status, _) = call(&running, path, encoding, body).await;
        assert_eq!(status.code(), code, "{path} {encoding} {status:?}");
        assert!(!status.message().is_empty());
    }
    assert!(running.counts(r#"otlp_dropped_requests_total{signal="spans",reason="malformed"} 7"#));
    assert_eq!(running.kept.count(), 0);
    running.end().await;
}
