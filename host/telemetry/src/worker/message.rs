//! What host and worker say to each other: the opening, questions, stop, and replies. Must not know who waits for whom.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;
use std::sync::Arc;

use coral_contract::{AskError, ExceededBudget, ResultSet, Selection, SqlParameter};

use super::rows;
use super::wire::{Decoder, Encoder, Garbled};
use crate::guard::Access;

/// Changes whenever the form of a message does.
const VERSION: u64 = 1;

const OPENING: u8 = 1;
const QUERY: u8 = 2;
const STOP: u8 = 3;
const READY: u8 = 4;
const FAILED: u8 = 5;
const ROWS: u8 = 6;

/// Bytes of a question with its parameters.
const LARGEST_QUERY: usize = 64 * 1024 * 1024;

/// Bytes of a reply besides cells and names: the texts of an error, and the heads of the columns, of which a text within
/// its limit has no more than this has room for.
const REPLY_HEAD: usize = 4 * 1024 * 1024;

/// What a worker opens, and what it may take: the first message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    /// The database file, as it is to be named in errors.
    pub(crate) path: PathBuf,
    /// Bytes of memory that the process may write to.
    pub(crate) memory: u64,
    /// Bytes of memory that its DuckDB may use.
    pub(crate) memory_limit: u64,
    /// Threads that its DuckDB may use.
    pub(crate) threads: usize,
    /// Bytes of a SQL text.
    pub(crate) sql_bytes: usize,
}

/// One question in SQL.
#[derive(Debug, PartialEq)]
pub(crate) struct Query {
    /// The statement, as a script wrote it.
    pub(crate) text: String,
    /// The values of its parameters.
    pub(crate) parameters: Vec<SqlParameter>,
    /// Rows of the answer.
    pub(crate) rows: usize,
    /// Bytes of the answer's cells and names.
    pub(crate) bytes: u64,
    /// What it may read.
    pub(crate) access: Access,
}

/// What a host says.
#[derive(Debug, PartialEq)]
pub(crate) enum Order {
    /// Open a database: the first.
    Open(Opening),
    /// Answer the question of a number.
    Ask(u64, Arc<Query>),
    /// Stop answering the question of a number.
    Stop(u64),
}

/// What a worker says.
#[derive(Debug, PartialEq)]
pub(crate) enum Reply {
    /// The database is open.
    Ready,
    /// The database could not be opened, or the question not answered.
    Failed(AskError),
    /// The answer.
    Rows(ResultSet),
}

impl Order {
    /// The order as a frame; none where it is too long for a worker.
    pub(crate) fn encode(&self) -> Option<Vec<u8>> {
        let frame = match self {
            Self::Open(opening) => {
                let mut encoder = Encoder::new(OPENING);
                encoder.bytes(opening.path.as_os_str().as_bytes());
                encoder.number(opening.memory);
                encoder.number(opening.memory_limit);
                encoder.number(opening.threads as u64);
                encoder.number(opening.sql_bytes as u64);
                encoder
            }
            Self::Ask(number, query) => {
                let mut encoder = Encoder::new(QUERY);
                encoder.number(*number);
                encoder.bytes(query.text.as_bytes());
                encoder.number(query.parameters.len() as u64);
                query.parameters.iter().for_each(|parameter| encode_parameter(parameter, &mut encoder));
                encoder.number(query.rows as u64);
                encoder.number(query.bytes);
                encode_selection(&query.access.tables, &mut encoder);
                encode_selection(&query.access.services, &mut encoder);
                encoder
            }
            Self::Stop(number) => {
                let mut encoder = Encoder::new(STOP);
                encoder.number(*number);
                encoder
            }
        };
        frame.finish().filter(|frame| frame.len() <= LARGEST_QUERY)
    }

    /// The order of a frame.
    pub(crate) fn decode(frame: &[u8]) -> Result<Self, Garbled> {
        let (kind, mut decoder) = Decoder::of(frame)?;
        let order = match kind {
            OPENING => Self::Open(Opening {
                path: OsString::from_vec(decoder.bytes()?.to_vec()).into(),
                memory: decoder.number()?,
                memory_limit: decoder.number()?,
                threads: decoder.size()?,
                sql_bytes: decoder.size()?,
            }),
            QUERY => {
                let number = decoder.number()?;
                let text = decoder.text()?.to_owned();
                let parameters =
                    (0..decoder.size()?).map(|_| decode_parameter(&mut decoder)).collect::<Result<_, _>>()?;
                let (rows, bytes) = (decoder.size()?, decoder.number()?);
                let tables = decode_selection(&mut decoder)?;
                let services = decode_selection(&mut decoder)?;
                let access = Access { tables, services };
                Self::Ask(number, Arc::new(Query { text, parameters, rows, bytes, access }))
            }
            STOP => Self::Stop(decoder.number()?),
            _ => return Err(Garbled),
        };
        decoder.finish().map(|()| order)
    }
}

impl Reply {
    /// The reply as a frame, and whether the worker goes on after it.
    pub(crate) fn encode(&self, goes_on: bool) -> Option<Vec<u8>> {
        let kind = match self {
            Self::Ready => READY,
            Self::Failed(_) => FAILED,
            Self::Rows(_) => ROWS,
        };
        let mut encoder = Encoder::new(kind);
        encoder.byte(goes_on.into());
        match self {
            Self::Ready => encoder.number(VERSION),
            Self::Failed(error) => encode_error(error, &mut encoder),
            Self::Rows(rows) => rows::encode(rows, &mut encoder),
        }
        encoder.finish()
    }

    /// The reply of a frame, which has at most as many rows as were asked for, and whether the worker goes on after it.
    pub(crate) fn decode(frame: &[u8], rows: usize) -> Result<(Self, bool), Garbled> {
        let (kind, mut decoder) = Decoder::of(frame)?;
        let goes_on = decoder.flag()?;
        let reply = match kind {
            READY if decoder.number()? == VERSION => Self::Ready,
            FAILED => Self::Failed(decode_error(&mut decoder)?),
            ROWS => Self::Rows(rows::decode(&mut decoder, rows)?),
            _ => return Err(Garbled),
        };
        decoder.finish().map(|()| (reply, goes_on))
    }

    /// Bytes of the longest reply that a question for so many bytes of cells may have. A cell takes at least one of them,
    /// and at most one bit more for whether it is null.
    pub(crate) fn longest(bytes: u64) -> usize {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        bytes.saturating_add(bytes / 8).saturating_add(REPLY_HEAD)
    }
}

fn encode_parameter(parameter: &SqlParameter, encoder: &mut Encoder) {
    match parameter {
        SqlParameter::Null => encoder.byte(0),
        SqlParameter::Boolean(value) => {
            encoder.byte(1);
            encoder.byte((*value).into());
        }
        SqlParameter::Int64(value) => {
            encoder.byte(2);
            encoder.number(value.cast_unsigned());
        }
        SqlParameter::Double(value) => {
            encoder.byte(3);
            encoder.number(value.to_bits());
        }
        SqlParameter::Text(value) => {
            encoder.byte(4);
            encoder.bytes(value.as_bytes());
        }
    }
}

fn decode_parameter(decoder: &mut Decoder<'_>) -> Result<SqlParameter, Garbled> {
    Ok(match decoder.byte()? {
        0 => SqlParameter::Null,
        1 => SqlParameter::Boolean(decoder.flag()?),
        2 => SqlParameter::Int64(decoder.number()?.cast_signed()),
        3 => SqlParameter::Double(f64::from_bits(decoder.number()?)),
        4 => SqlParameter::Text(decoder.text()?.to_owned()),
        _ => return Err(Garbled),
    })
}

fn encode_selection(selection: &Selection, encoder: &mut Encoder) {
    match selection {
        Selection::Any => encoder.byte(0),
        Selection::Only(names) => {
            encoder.byte(1);
            encoder.number(names.len() as u64);
            names.iter().for_each(|name| encoder.bytes(name.as_bytes()));
        }
    }
}

fn decode_selection(decoder: &mut Decoder<'_>) -> Result<Selection, Garbled> {
    if !decoder.flag()? {
        return Ok(Selection::Any);
    }
    let names = (0..decoder.size()?).map(|_| decoder.text().map(str::to_owned)).collect::<Result<_, _>>()?;
    Ok(Selection::Only(names))
}

fn encode_error(error: &AskError, encoder: &mut Encoder) {
    let (tag, text) = match error {
        AskError::BudgetExceeded(budget) => {
            encoder.byte(0);
            encoder.bytes(budget.name.as_bytes());
            encoder.number(budget.limit);
            encoder.number(budget.used);
            return;
        }
        AskError::Denied(text) => (1, text),
        AskError::InvalidArgument(text) => (2, text),
        AskError::NotFound(text) => (3, text),
        AskError::QueryFailed(text) => (4, text),
        AskError::TimedOut(text) => (5, text),
        AskError::Unavailable(text) => (6, text),
        AskError::Busy { .. } => (6, &error.to_string()),
    };
    encoder.byte(tag);
    encoder.bytes(text.as_bytes());
}

fn decode_error(decoder: &mut Decoder<'_>) -> Result<AskError, Garbled> {
    let tag = decoder.byte()?;
    let text = decoder.text()?.to_owned();
    Ok(match tag {
        0 => {
            let (limit, used) = (decoder.number()?, decoder.number()?);
            AskError::BudgetExceeded(ExceededBudget { name: text, limit, used })
        }
        1 => AskError::Denied(text),
        2 => AskError::InvalidArgument(text),
        3 => AskError::NotFound(text),
        4 => AskError::QueryFailed(text),
        5 => AskError::TimedOut(text),
        6 => AskError::Unavailable(text),
        _ => return Err(Garbled),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn again(order: &Order) -> Result<Order, Garbled> {
        Order::decode(&order.encode().unwrap()[4..])
    }

    #[test]
    fn orders_come_out_as_they_went_in() {
        let opening = Opening { path: "a.db".into(), memory: 1, memory_limit: 2, threads: 3, sql_bytes: 4 };
        let parameters = vec![
            SqlParameter::Null,
            SqlParameter::Boolean(true),
            SqlParameter::Int64(-1),
            SqlParameter::Double(0.5),
            SqlParameter::Text("ä".to_owned()),
        ];
        let access = Access { tables: Selection::Any, services: Selection::only(["a", "b"]) };
        let query = Query { text: "SELECT 1".to_owned(), parameters, rows: 5, bytes: u64::MAX, access };
        for order in [Order::Open(opening), Order::Ask(9, Arc::new(query)), Order::Stop(9)] {
            assert_eq!(again(&order), Ok(order));
        }
    }

    #[test]
    fn replies_come_out_as_they_went_in() {
        let text = || "told".to_owned();
        let errors = [
            AskError::Denied(text()),
            AskError::InvalidArgument(text()),
            AskError::NotFound(text()),
            AskError::QueryFailed(text()),
            AskError::BudgetExceeded(ExceededBudget { name: text(), limit: 1, used: 2 }),
            AskError::TimedOut(text()),
            AskError::Unavailable(text()),
        ];
        for reply in errors.map(Reply::Failed).into_iter().chain([Reply::Ready, Reply::Rows(ResultSet::default())]) {
            for goes_on in [false, true] {
                let frame = reply.encode(goes_on).unwrap();
                let (again, goes_on_again) = Reply::decode(&frame[4..], 0).unwrap();
                assert_eq!((&again, goes_on_again), (&reply, goes_on));
                assert_eq!(Reply::decode(&frame[4..frame.len() - 1], 0), Err(Garbled));
            }
        }
        assert_eq!(Reply::decode(&[99, 1], 0), Err(Garbled));
    }
}
