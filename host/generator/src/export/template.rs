//! A request of spans that is encoded once, and sent again and again under other ids and times; must not know to whom.

use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use prost::Message;
use prost::encoding::{WireType, encode_key, encode_varint};

use crate::export::batch::Batch;
use crate::export::beginning::Beginning;
use crate::export::signal::Signal;
use crate::export::spans;
use crate::simulation::Simulation;
use crate::simulation::schedule::Schedule;

/// The numbers of the fields that hold the next smaller part, the same in `ExportTraceServiceRequest` and in all below it.
///
/// Source: <https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto>.
const RESOURCE_SPANS: u32 = 1;
const SCOPE_SPANS: u32 = 2;
const SPANS: u32 = 2;

/// A request of spans, encoded, and where in it ids and times stand.
pub(crate) struct Template {
    message: Vec<u8>,
    places: Vec<Place>,
}

/// A span of the request: what it says there, and where.
struct Place {
    trace_id: ([u8; 16], usize),
    span_id: ([u8; 8], usize),
    parent_span_id: Option<([u8; 8], usize)>,
    /// In nanoseconds before the last span of all ends.
    start: (u64, usize),
    end: (u64, usize),
}

impl Template {
    /// So many spans of a healthy shop, in whole traces.
    pub(crate) fn new(spans: usize, seed: u64) -> Self {
        let mut shop = Simulation::new(seed, 60, Schedule::healthy());
        let (mut traces, mut missing, mut now) = (Vec::new(), spans, Duration::ZERO);
        while missing > 0 {
            now = now.saturating_add(Duration::from_secs(1));
            for trace in shop.advance(now) {
                if let Some(left) = missing.checked_sub(trace.spans()) {
                    missing = left;
                    traces.push(trace);
                }
            }
        }
        Self::of(spans::export(&traces, Beginning::now()))
    }

    /// The encoding is put together by hand, since that is how it is known where each span comes to stand.
    fn of(request: ExportTraceServiceRequest) -> Self {
        let all =
            request.resource_spans.iter().flat_map(|resource| &resource.scope_spans).flat_map(|scope| &scope.spans);
        let latest = all.map(|span| span.end_time_unix_nano).max().unwrap_or_default();
        let (mut message, mut places) = (Vec::new(), Vec::new());
        for resource in request.resource_spans {
            begin(RESOURCE_SPANS, &resource, &mut message);
            let ResourceSpans { resource, scope_spans, .. } = resource;
            message.extend(ResourceSpans { resource, ..ResourceSpans::default() }.encode_to_vec());
            for scope in scope_spans {
                begin(SCOPE_SPANS, &scope, &mut message);
                let ScopeSpans { scope, spans, .. } = scope;
                message.extend(ScopeSpans { scope, ..ScopeSpans::default() }.encode_to_vec());
                for span in spans {
                    begin(SPANS, &span, &mut message);
                    let at = message.len();
                    message.extend(span.encode_to_vec());
                    places.extend(Place::of(&span, at, latest));
                }
            }
        }
        Self { message, places }
    }

    /// The request anew: other ids that belong together as before, and times of which the last is this one, in nanoseconds since
    /// 1970, UTC.
    pub(crate) fn batch(&mut self, ids: &mut Rng, now: u64) -> Batch {
        let [mut of_traces, mut of_spans] = [[0; 16], [0; 16]];
        ids.fill(&mut of_traces);
        ids.fill(&mut of_spans);
        for place in &self.places {
            put(mixed(place.trace_id.0, of_traces), place.trace_id.1, &mut self.message);
            for (id, at) in [Some(place.span_id), place.parent_span_id].into_iter().flatten() {
                put(mixed(id, of_spans), at, &mut self.message);
            }
            for (before, at) in [place.start, place.end] {
                put(now.saturating_sub(before).to_le_bytes(), at, &mut self.message);
            }
        }
        let message = Bytes::copy_from_slice(&self.message);
        Batch { signal: Signal::Spans, items: self.places.len() as u64, message }
    }
}

impl Place {
    /// Of a span that is encoded from this place on. Fields are encoded in the order of their numbers: what stands before one is as long
    /// as a span that has nothing behind it.
    fn of(span: &Span, at: usize, latest: u64) -> Option<Self> {
        let of_ids = Span { trace_id: span.trace_id.clone(), span_id: span.span_id.clone(), ..Span::default() };
        let to_parent = Span { parent_span_id: span.parent_span_id.clone(), ..of_ids.clone() };
        let to_kind = Span { name: span.name.clone(), kind: span.kind, ..to_parent.clone() };
        let id = |id: &[u8]| id.try_into().ok();
        let before = |length: usize, field: &Span| at + field.encoded_len() - length;
        let times = at + to_kind.encoded_len();
        // A time is its key, a byte, and eight bytes.
        Some(Self {
            trace_id: (span.trace_id.as_slice().try_into().ok()?, at + 2),
            span_id: (id(&span.span_id)?, before(8, &of_ids)),
            parent_span_id: id(&span.parent_span_id).map(|id| (id, before(8, &to_parent))),
            start: (latest.saturating_sub(span.start_time_unix_nano), times + 1),
            end: (latest.saturating_sub(span.end_time_unix_nano), times + 10),
        })
    }
}

/// The key and the length of a part.
fn begin(number: u32, part: &impl Message, message: &mut Vec<u8>) {
    encode_key(number, WireType::LengthDelimited, message);
    encode_varint(part.encoded_len() as u64, message);
}

fn mixed<const N: usize>(id: [u8; N], with: [u8; 16]) -> [u8; N] {
    let mut mixed = id;
    for (byte, other) in mixed.iter_mut().zip(with) {
        *byte ^= other;
    }
    mixed
}

fn put<const N: usize>(bytes: [u8; N], at: usize, message: &mut [u8]) {
    if let Some(place) = message.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
        *place = bytes;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn spans(request: &ExportTraceServiceRequest) -> Vec<Span> {
        let scopes = request.resource_spans.iter().flat_map(|resource| &resource.scope_spans);
        scopes.flat_map(|scope| scope.spans.clone()).collect()
    }

    #[test]
    fn it_is_encoded_as_prost_does() {
        let mut simulation = Simulation::new(1, 60, Schedule::of_seed(1));
        let request = spans::export(&simulation.advance(Duration::from_secs(60)), Beginning::now());
        assert_eq!(Template::of(request.clone()).message, request.encode_to_vec());
    }

    #[test]
    fn each_batch_has_ids_and_times_of_its_own_and_says_the_same() {
        let mut template = Template::new(500, 1);
        let original = ExportTraceServiceRequest::decode(template.message.as_slice()).unwrap();
        let mut ids = Rng::with_seed(1);
        let mut known: BTreeSet<(Vec<u8>, Vec<u8>)> = BTreeSet::new();
        for now in [1_790_000_000_000_000_000, 1_790_000_001_000_000_000] {
            let batch = template.batch(&mut ids, now);
            let sent = spans(&ExportTraceServiceRequest::decode(batch.message).unwrap());
            assert_eq!((batch.items, sent.len()), (500, 500));
            assert_eq!(sent.iter().map(|span| span.end_time_unix_nano).max(), Some(now));
            let here: BTreeSet<_> = sent.iter().map(|span| (span.trace_id.clone(), span.span_id.clone())).collect();
            for (sent, original) in sent.into_iter().zip(spans(&original)) {
                let has_parent = here.contains(&(sent.trace_id.clone(), sent.parent_span_id.clone()));
                assert!(has_parent || sent.parent_span_id.is_empty());
                assert_eq!(sent.parent_span_id.is_empty(), original.parent_span_id.is_empty());
                let lasts = |span: &Span| span.end_time_unix_nano - span.start_time_unix_nano;
                assert_eq!(lasts(&sent), lasts(&original));
                let unnamed = |span: Span| Span {
                    trace_id: Vec::new(),
                    span_id: Vec::new(),
                    parent_span_id: Vec::new(),
                    start_time_unix_nano: 0,
                    end_time_unix_nano: 0,
                    ..span
                };
                assert_eq!(unnamed(sent), unnamed(original));
            }
            known.extend(here);
        }
        assert_eq!(known.len(), 1_000, "no id came twice");
    }
}
