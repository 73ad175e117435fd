//! OTLP over gRPC, by the client that opentelemetry-proto generates; and calls that it would never make.

use std::time::Duration;

use coral_otlp::{Busy, Rows};
use opentelemetry_proto::tonic::collector::logs::v1::logs_service_client::LogsServiceClient;
use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_client::MetricsServiceClient;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use tonic::client::Grpc;
use tonic::codec::CompressionEncoding;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};
use tonic_prost::ProstCodec;
use tonic_types::{StatusExt, pb};

use crate::fixture::Running;
use crate::requests::{metrics, partly_bad_logs, partly_bad_traces, traces};

const TRACES: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

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
    let client = TraceServiceClient::new(channel(&running).await);
    for encoding in [CompressionEncoding::Gzip, CompressionEncoding::Zstd] {
        client.clone().send_compressed(encoding).export(traces("compressed")).await.unwrap();
        let kept = running.kept.take();
        let [Rows::Spans(spans)] = kept.as_slice() else { panic!("{kept:?}") };
        assert_eq!(spans[0].name, "compressed");
    }
    let mut request = Request::new(traces("one"));
    request.metadata_mut().insert("grpc-encoding", "snappy".parse().unwrap());
    let status = client.clone().export(request).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented, "{status:?}");
    assert_eq!(status.metadata().get("grpc-accept-encoding").unwrap(), "gzip, zstd, identity");
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

/// Makes a call with these messages in place of the right one.
async fn call(running: &Running, path: &'static str, messages: Vec<pb::Status>) -> Result<(), Status> {
    let mut grpc = Grpc::new(channel(running).await);
    grpc.ready().await.unwrap();
    let codec = ProstCodec::<pb::Status, pb::Status>::default();
    let request = Request::new(futures::stream::iter(messages));
    grpc.client_streaming(request, PathAndQuery::from_static(path), codec).await.map(drop)
}

#[tokio::test]
async fn what_is_no_call_of_otlp_is_refused() {
    let running = Running::start().await;
    let other = pb::Status { code: 7, ..pb::Status::default() };
    for (path, messages, code) in [
        (TRACES, vec![other.clone()], Code::InvalidArgument),
        (TRACES, vec![other.clone(), other.clone()], Code::InvalidArgument),
        (TRACES, vec![], Code::InvalidArgument),
        ("/opentelemetry.proto.collector.trace.v1.TraceService/Import", vec![other], Code::Unimplemented),
    ] {
        let status = call(&running, path, messages).await.unwrap_err();
        assert_eq!(status.code(), code, "{status:?}");
    }
    assert!(running.counts(r#"otlp_dropped_requests_total{signal="spans",reason="malformed"} 3"#));
    assert_eq!(running.kept.count(), 0);
    running.end().await;
}
