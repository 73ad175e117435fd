//! What a client is told of a request that was taken; must not know how it is sent.

use coral_otlp::Refused;
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTracePartialSuccess, ExportTraceServiceResponse};
use prost::Message;
use serde_json::json;

use crate::signal::Signal;

/// As protobuf, where the answers of the three signals differ in their names alone.
pub(crate) fn protobuf(refused: &Refused) -> Vec<u8> {
    let partial_success = (refused.count() > 0).then(|| ExportTracePartialSuccess {
        rejected_spans: i64::try_from(refused.count()).unwrap_or(i64::MAX),
        error_message: refused.to_string(),
    });
    ExportTraceServiceResponse { partial_success }.encode_to_vec()
}

/// As JSON, in which numbers of 64 bits are texts.
pub(crate) fn json<S: Signal>(refused: &Refused) -> Vec<u8> {
    let answer = match refused.count() {
        0 => json!({}),
        count => json!({
            "partialSuccess": { S::REJECTED: count.to_string(), "errorMessage": refused.to_string() }
        }),
    };
    answer.to_string().into_bytes()
}
