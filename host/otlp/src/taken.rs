//! What of a request is taken, whichever kind of row it brings; must not know how a row is made.

use prost::Message;
use serde::de::DeserializeOwned;

use crate::{BodyError, Encoding, Refusal, Refused, Window};

/// A kind of row: a [`Span`](crate::Span), a [`Point`](crate::Point) or a [`Log`](crate::Log).
pub trait Row: Sized {
    /// The message of OTLP's that brings such rows.
    type Request: Message + Default + DeserializeOwned;

    /// Makes rows of a request.
    fn take(request: Self::Request, window: Window, taken: &mut Taken<Self>);
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
    /// Reads the body of a request.
    pub fn read(body: &[u8], encoding: Encoding, window: Window) -> Result<Self, BodyError> {
        Ok(Self::of(encoding.decode(body)?, window))
    }

    /// Takes a request that was read.
    #[must_use]
    pub fn of(request: R::Request, window: Window) -> Self {
        let mut taken = Self { rows: Vec::new(), refused: Refused::default() };
        R::take(request, window, &mut taken);
        taken
    }

    pub(crate) fn add(&mut self, row: Result<R, Refusal>) {
        match row {
            Ok(row) => self.rows.push(row),
            Err(refusal) => self.refused.add(refusal),
        }
    }
}
