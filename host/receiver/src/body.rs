//! Takes the body of a request from its connection, within bounds; must not know what it says.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::Limits;
use crate::rejection::Rejection;

/// How much of a body that is not taken is read all the same, and for how long, before its client is cut off.
const MOST_DROPPED_BYTES: usize = 256 * 1024 * 1024;
const LINGER: Duration = Duration::from_secs(5);

/// A body, and the permission to hold that many bytes.
pub(crate) struct Held {
    pub(crate) bytes: Bytes,
    pub(crate) permit: Option<OwnedSemaphorePermit>,
}

/// The whole body. `in_flight` has a permit for each byte that may be held.
pub(crate) async fn read(mut body: Body, limits: &Limits, in_flight: &Arc<Semaphore>) -> Result<Held, Rejection> {
    let read = tokio::time::timeout(limits.body_deadline, collect(&mut body, limits.sent_bytes, in_flight)).await;
    let read = read.unwrap_or(Err(Rejection::TimedOut(limits.body_deadline)));
    if matches!(read, Err(Rejection::TooLarge(_) | Rejection::Crowded)) {
        // A client that is still sending reads no answer: what is left is taken and dropped.
        let _ = tokio::time::timeout(LINGER, drop_rest(&mut body)).await;
    }
    read
}

async fn collect(body: &mut Body, most: usize, in_flight: &Arc<Semaphore>) -> Result<Held, Rejection> {
    let mut kept = BytesMut::new();
    let mut held: Option<OwnedSemaphorePermit> = None;
    while body.size_hint().lower() <= (most - kept.len()) as u64 {
        let Some(frame) = body.frame().await else { return Ok(Held { bytes: kept.freeze(), permit: held }) };
        let Ok(data) = frame.map_err(Rejection::CutOff)?.into_data() else { continue };
        if data.len() > most - kept.len() {
            break;
        }
        // Byte by byte as it comes, since a client may promise more than it sends.
        let count = u32::try_from(data.len()).map_err(|_| Rejection::TooLarge(most))?;
        let permit = Arc::clone(in_flight).try_acquire_many_owned(count).map_err(|_| Rejection::Crowded)?;
        match &mut held {
            Some(held) => held.merge(permit),
            None => held = Some(permit),
        }
        kept.extend_from_slice(&data);
    }
    Err(Rejection::TooLarge(most))
}

/// Takes what is left of a body, but no endless one.
async fn drop_rest(body: &mut Body) {
    let mut dropped = 0;
    while let Some(Ok(frame)) = body.frame().await {
        dropped += frame.data_ref().map_or(0, Bytes::len);
        if dropped > MOST_DROPPED_BYTES {
            return;
        }
    }
}
