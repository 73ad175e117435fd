//! The answer to a statement as a JSON body, written piece by piece as the caller takes it: rows of objects would
//! otherwise take many times the memory of their cells. Must not know the statement.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use coral_contract::{ResultSet, WideIntegers};
use http_body::Frame;
use tokio::time::Instant;

use crate::cells;

/// Some bytes are sent once there are this many.
const PIECE_BYTES: usize = 64 * 1024;

/// How long a caller may take over an answer. One who takes longer gets a body that ends early.
const DEADLINE: Duration = Duration::from_secs(60);

/// `{"rows": […], "count": n, "truncated": …, "columns": […]}`.
pub(crate) fn body(rows: ResultSet, wide: WideIntegers) -> Body {
    let names = rows.columns.iter().map(|column| {
        let mut name = Vec::new();
        cells::append_text(&mut name, &column.name);
        name.push(b':');
        name
    });
    let mut rows = Rows { names: names.collect(), rows, wide, state: State::Begin, expires: Instant::now() + DEADLINE };
    let mut first = Vec::new();
    rows.write(&mut first);
    if rows.state == State::End {
        return Body::from(first);
    }
    Body::new(Pieces { first: Some(first.into()), rest: rows })
}

struct Rows {
    /// Each column's name as JSON, and the colon behind it.
    names: Vec<Vec<u8>>,
    rows: ResultSet,
    wide: WideIntegers,
    state: State,
    expires: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Begin,
    /// In front of the cell in this row and column.
    Cell(usize, usize),
    End,
}

impl Rows {
    /// Writes the next piece: up to some bytes more than [`PIECE_BYTES`].
    fn write(&mut self, out: &mut Vec<u8>) {
        if self.state == State::Begin {
            out.extend_from_slice(b"{\"rows\":[");
            self.state = State::Cell(0, 0);
        }
        while let State::Cell(row, column) = self.state {
            if row == self.rows.row_count {
                self.write_end(out);
                self.state = State::End;
                return;
            }
            if out.len() >= PIECE_BYTES {
                return;
            }
            self.write_cell(out, row, column);
            let is_last = column + 1 >= self.names.len();
            self.state = if is_last { State::Cell(row + 1, 0) } else { State::Cell(row, column + 1) };
        }
    }

    fn write_cell(&self, out: &mut Vec<u8>, row: usize, index: usize) {
        if index == 0 {
            out.extend_from_slice(if row == 0 { b"{" } else { b",{" });
        } else {
            out.push(b',');
        }
        if let (Some(name), Some(column)) = (self.names.get(index), self.rows.columns.get(index)) {
            out.extend_from_slice(name);
            column.write_json(out, row, self.wide);
        }
        if index + 1 >= self.names.len() {
            out.push(b'}');
        }
    }

    fn write_end(&self, out: &mut Vec<u8>) {
        let (count, truncated) = (self.rows.row_count, self.rows.truncated);
        out.extend_from_slice(format!("],\"count\":{count},\"truncated\":{truncated},\"columns\":[").as_bytes());
        for (index, column) in self.rows.columns.iter().enumerate() {
            out.extend_from_slice(if index == 0 { b"{\"name\":" } else { b",{\"name\":" });
            cells::append_text(out, &column.name);
            out.extend_from_slice(format!(",\"type\":\"{}\"}}", column.cells.type_name()).as_bytes());
        }
        out.extend_from_slice(b"]}\n");
    }
}

/// A body of several pieces, each made when the one before it was taken.
struct Pieces {
    first: Option<Bytes>,
    rest: Rows,
}

/// The caller took too long over a body.
#[derive(Debug, thiserror::Error)]
#[error("the answer was not taken within {DEADLINE:?}")]
struct Expired;

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Expired;

    fn poll_frame(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Expired>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        if self.rest.state == State::End {
            return Poll::Ready(None);
        }
        if Instant::now() > self.rest.expires {
            return Poll::Ready(Some(Err(Expired)));
        }
        let mut piece = Vec::with_capacity(PIECE_BYTES * 2);
        self.rest.write(&mut piece);
        Poll::Ready(Some(Ok(Frame::data(piece.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_none() && self.rest.state == State::End
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use coral_contract::{Cells, Column, Nulls, TextCells};
    use http_body_util::BodyExt;

    use super::*;

    fn column(name: &str, cells: Cells) -> Column {
        Column { name: name.to_owned(), cells, nulls: Nulls::none() }
    }

    async fn text(rows: ResultSet, wide: WideIntegers) -> String {
        String::from_utf8(body(rows, wide).collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn every_type_has_its_form() {
        let mut nulls = Nulls::none();
        nulls.set(1);
        let mut texts = TextCells::new();
        assert!(texts.push("a\"\n<é>") && texts.push(""));
        let mut nested = TextCells::new();
        assert!(nested.push("18446744073709551616") && nested.push(r#"["\u004eaN"]"#));
        let rows = ResultSet {
            row_count: 2,
            columns: vec![
                column("i", Cells::Int64(vec![1, i64::MAX])),
                column("d", Cells::Double(vec![1.0, f64::NAN])),
                column("b", Cells::Boolean(vec![0, 1])),
                column("t", Cells::Timestamp(vec![0, 1_500_000])),
                Column { nulls, ..column("s\"", Cells::Text(texts)) },
                column("j", Cells::Json(nested)),
            ],
            truncated: true,
        };
        let columns = r#""columns":[{"name":"i","type":"int64"},{"name":"d","type":"double"},"#.to_owned()
            + r#"{"name":"b","type":"boolean"},{"name":"t","type":"timestamp"},{"name":"s\"","type":"text"},"#
            + r#"{"name":"j","type":"json"}]}"#;
        let first = r#"{"i":1,"d":1.0,"b":false,"t":"1970-01-01T00:00:00Z","s\"":"a\"\n<é>","j":18446744073709551616}"#;
        let second =
            r#"{"i":9223372036854775807,"d":"NaN","b":true,"t":"1970-01-01T00:00:01.5Z","s\"":null,"j":["\u004eaN"]}"#;
        let expected = format!(r#"{{"rows":[{first},{second}],"count":2,"truncated":true,{columns}"#) + "\n";
        assert_eq!(text(rows.clone(), WideIntegers::Number).await, expected);
        let wide = expected.replace("9223372036854775807", "\"9223372036854775807\"");
        assert_eq!(text(rows, WideIntegers::Text).await, wide);
    }

    #[tokio::test]
    async fn no_rows_and_many_rows_are_whole() {
        assert_eq!(
            text(ResultSet::default(), WideIntegers::Number).await,
            "{\"rows\":[],\"count\":0,\"truncated\":false,\"columns\":[]}\n"
        );
        let numbers: Vec<i64> = (0..100_000).collect();
        let columns = vec![column("n", Cells::Int64(numbers.clone()))];
        let rows = ResultSet { row_count: numbers.len(), columns, truncated: false };
        let parsed: serde_json::Value = serde_json::from_str(&text(rows, WideIntegers::Number).await).unwrap();
        let found: Vec<i64> = parsed["rows"].as_array().unwrap().iter().map(|row| row["n"].as_i64().unwrap()).collect();
        assert_eq!(found, numbers);
    }
}
