//! Reads the body of a request, within bounds; must not know what it says.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use http_body_util::BodyExt;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::refusal::Refusal;

/// The most bytes that a body may have.
pub(crate) const MAX_BYTES: usize = 1024 * 1024;

/// How much of a body that is too large is taken, and for how long, before the caller is cut off.
const MAX_DROPPED_BYTES: usize = 64 * MAX_BYTES;
const LINGER: Duration = Duration::from_secs(1);

/// How long a body may take to arrive.
const DEADLINE: Duration = Duration::from_secs(30);

/// The whole body.
pub(crate) async fn read(mut body: Body) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(DEADLINE, collect(&mut body)).await {
        Ok(Ok(Some(bytes))) => Ok(bytes),
        Ok(Ok(None)) => {
            // A caller that is still sending reads no answer: some of what is left is taken and dropped.
            let _ = tokio::time::timeout(LINGER, drop_rest(&mut body)).await;
            Err(too_large())
        }
        Ok(Err(error)) => Err(Refusal::invalid(format!("Invalid request: the body ended early: {error}"))),
        Err(_) => Err(Refusal::new(
            StatusCode::REQUEST_TIMEOUT,
            "timed-out",
            format!("the body did not arrive within {DEADLINE:?}"),
        )),
    }
}

/// The bytes of a body; none as soon as it is clear that there are too many.
async fn collect(body: &mut Body) -> Result<Option<Bytes>, axum::Error> {
    let mut kept = BytesMut::new();
    while body.size_hint().lower() <= (MAX_BYTES - kept.len()) as u64 {
        let Some(frame) = body.frame().await else { return Ok(Some(kept.freeze())) };
        let Ok(data) = frame?.into_data() else { continue };
        if data.len() > MAX_BYTES - kept.len() {
            break;
        }
        kept.extend_from_slice(&data);
    }
    Ok(None)
}

/// Takes what is left of a body, but no endless one.
async fn drop_rest(body: &mut Body) {
    let mut dropped = 0;
    while let Some(Ok(frame)) = body.frame().await {
        dropped += frame.data_ref().map_or(0, Bytes::len);
        if dropped > MAX_DROPPED_BYTES {
            return;
        }
    }
}

/// What a JSON body says, which must be an object.
pub(crate) async fn read_json<T: DeserializeOwned>(body: Body) -> Result<T, Refusal> {
    let bytes = read(body).await?;
    match serde_json::from_slice(&bytes) {
        Ok(Object(value)) => Ok(value),
        Err(error) => Err(Refusal::invalid(format!("Invalid request: {error}"))),
    }
}

/// A value that stands as an object: serde by itself would also take an array for the fields in their order.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields))
    }
}

fn too_large() -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "invalid-argument",
        format!("the body is larger than {MAX_BYTES} bytes: send less at once"),
    )
}
