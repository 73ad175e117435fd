//! What of a request is taken, whichever kind of row it brings; must not know how a row is made.

use opentelemetry_proto::tonic::resource::v1::Resource;
use prost::Message;
use serde::de::DeserializeOwned;

use crate::protobuf::messages;
use crate::resource::Sender;
use crate::{BodyError, Encoding, Refusal, Refused, Window, json};

/// The most rows of one request; clients send some hundreds, collectors some thousands.
const MOST_ROWS: usize = 100_000;

/// The most bytes of a resource or an item in protobuf, where each may take some fifty times as much once it is read.
const ITEM_BYTES: usize = 4 * 1024 * 1024;

/// A kind of row: a [`Span`](crate::Span), a [`Point`](crate::Point) or a [`Log`](crate::Log).
///
/// In protobuf, the three requests have the same numbers for resources, scopes and items.
pub trait Row: Sized {
    /// The message of OTLP's that brings such rows.
    type Request: Message + Default + DeserializeOwned;

    /// What it brings them as.
    type Item: Message + Default;

    /// The items of a request, by their resources.
    fn items(request: Self::Request) -> impl Iterator<Item = (Option<Resource>, impl Iterator<Item = Self::Item>)>;

    /// Makes rows of an item.
    fn take(item: Self::Item, sender: &Sender, window: Window, taken: &mut Taken<Self>);
}

/// The rows of a request.
#[derive(Debug, PartialEq)]
pub struct Taken<R> {
    /// In the order in which they were sent.
    pub rows: Vec<R>,
    /// What else there was.
    pub refused: Refused,
}

impl<R: Row> Taken<R> {
    /// Reads the body of a request, in bounded memory whatever it says.
    pub fn read(body: &[u8], encoding: Encoding, window: Window) -> Result<Self, BodyError> {
        match encoding {
            Encoding::Protobuf => Self::read_protobuf(body, window),
            Encoding::Json => Ok(Self::of(json::message(body)?, window)),
        }
    }

    /// Takes a request that was read.
    #[must_use]
    pub fn of(request: R::Request, window: Window) -> Self {
        let mut taken = Self::nothing();
        for (resource, items) in R::items(request) {
            let sender = Sender::of(resource.as_ref());
            for item in items {
                R::take(item, &sender, window, &mut taken);
            }
        }
        taken
    }

    fn read_protobuf(body: &[u8], window: Window) -> Result<Self, BodyError> {
        let mut taken = Self::nothing();
        for of_resource in messages(body, 1) {
            let of_resource = of_resource?;
            let resource = messages(of_resource, 1).last().transpose()?.map(item).transpose()?;
            let sender = Sender::of(resource.as_ref());
            for of_scope in messages(of_resource, 2) {
                for bytes in messages(of_scope?, 2) {
                    R::take(item(bytes?)?, &sender, window, &mut taken);
                    if taken.rows.len() > MOST_ROWS {
                        return Err(BodyError::Rows { most: MOST_ROWS });
                    }
                }
            }
        }
        Ok(taken)
    }

    fn nothing() -> Self {
        Self { rows: Vec::new(), refused: Refused::default() }
    }

    pub(crate) fn add(&mut self, row: Result<R, Refusal>) {
        match row {
            Ok(row) => self.rows.push(row),
            Err(refusal) => self.refused.add(refusal),
        }
    }
}

fn item<M: Message + Default>(bytes: &[u8]) -> Result<M, BodyError> {
    if bytes.len() > ITEM_BYTES {
        return Err(BodyError::Item { most: ITEM_BYTES });
    }
    Ok(M::decode(bytes)?)
}
