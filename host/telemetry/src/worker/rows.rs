//! A result set as the values of a frame: its columns, each as one run of bytes. Must not know where it travels.

use coral_contract::{Cells, Column, Nulls, ResultSet, TextCells};

use super::wire::{Decoder, Encoder, Garbled};

const INT64: u8 = 0;
const DOUBLE: u8 = 1;
const BOOLEAN: u8 = 2;
const TIMESTAMP: u8 = 3;
const TEXT: u8 = 4;
const JSON: u8 = 5;

/// Appends a result set to a frame.
pub(crate) fn encode(rows: &ResultSet, encoder: &mut Encoder) {
    encoder.number(rows.row_count as u64);
    encoder.byte(rows.truncated.into());
    encoder.number(rows.columns.len() as u64);
    for column in &rows.columns {
        encoder.bytes(column.name.as_bytes());
        encoder.bytes(column.nulls.bitmap());
        match &column.cells {
            Cells::Int64(cells) => {
                encoder.byte(INT64);
                encoder.all(cells, i64::to_le_bytes);
            }
            Cells::Double(cells) => {
                encoder.byte(DOUBLE);
                encoder.all(cells, f64::to_le_bytes);
            }
            Cells::Boolean(cells) => {
                encoder.byte(BOOLEAN);
                encoder.all(cells, u8::to_le_bytes);
            }
            Cells::Timestamp(cells) => {
                encoder.byte(TIMESTAMP);
                encoder.all(cells, i64::to_le_bytes);
            }
            Cells::Text(cells) => encode_text(TEXT, cells, encoder),
            Cells::Json(cells) => encode_text(JSON, cells, encoder),
        }
    }
}

fn encode_text(kind: u8, cells: &TextCells, encoder: &mut Encoder) {
    encoder.byte(kind);
    encoder.all(&cells.offsets, u32::to_le_bytes);
    encoder.bytes(&cells.bytes);
}

/// Takes a result set of at most `most` rows out of a frame. What holds of every result set holds of this one: as many
/// cells in each column as there are rows, and each text cell whole characters of UTF-8.
pub(crate) fn decode(decoder: &mut Decoder<'_>, most: usize) -> Result<ResultSet, Garbled> {
    let row_count = decoder.size()?;
    if row_count > most {
        return Err(Garbled);
    }
    let truncated = decoder.flag()?;
    // Their number is not believed: where columns are missing, the first of them ends the loop.
    let columns = (0..decoder.size()?).map(|_| decode_column(decoder, row_count)).collect::<Result<_, _>>()?;
    Ok(ResultSet { row_count, columns, truncated })
}

fn decode_column(decoder: &mut Decoder<'_>, row_count: usize) -> Result<Column, Garbled> {
    let name = decoder.text()?.to_owned();
    let bitmap = decoder.bytes()?;
    if bitmap.len() > row_count.div_ceil(8) {
        return Err(Garbled);
    }
    let nulls = Nulls::of_bitmap(bitmap.to_vec());
    let cells = match decoder.byte()? {
        INT64 => Cells::Int64(decoder.all(row_count, i64::from_le_bytes)?),
        DOUBLE => Cells::Double(decoder.all(row_count, f64::from_le_bytes)?),
        BOOLEAN => {
            let cells = decoder.all(row_count, u8::from_le_bytes)?;
            if cells.iter().any(|cell| *cell > 1) {
                return Err(Garbled);
            }
            Cells::Boolean(cells)
        }
        TIMESTAMP => Cells::Timestamp(decoder.all(row_count, i64::from_le_bytes)?),
        TEXT => Cells::Text(decode_text(decoder, row_count)?),
        JSON => Cells::Json(decode_text(decoder, row_count)?),
        _ => return Err(Garbled),
    };
    Ok(Column { name, cells, nulls })
}

fn decode_text(decoder: &mut Decoder<'_>, row_count: usize) -> Result<TextCells, Garbled> {
    let offsets = decoder.all(row_count.checked_add(1).ok_or(Garbled)?, u32::from_le_bytes)?;
    let text = decoder.text()?;
    let spans_text = offsets.first() == Some(&0) && offsets.last().is_some_and(|end| *end as usize == text.len());
    let is_whole = offsets.is_sorted() && offsets.iter().all(|offset| text.is_char_boundary(*offset as usize));
    if spans_text && is_whole { Ok(TextCells { offsets, bytes: text.as_bytes().to_vec() }) } else { Err(Garbled) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn text(cells: &[&str]) -> TextCells {
        let mut text = TextCells::new();
        assert!(cells.iter().all(|cell| text.push(cell)));
        text
    }

    fn of_cells(cells: Cells) -> ResultSet {
        let mut nulls = Nulls::none();
        nulls.set(1);
        let row_count = cells.len();
        ResultSet { row_count, columns: vec![Column { name: "näme".to_owned(), cells, nulls }], truncated: true }
    }

    fn frame(rows: &ResultSet) -> Vec<u8> {
        let mut encoder = Encoder::new(0);
        encode(rows, &mut encoder);
        encoder.finish().unwrap()
    }

    fn read(frame: &[u8], most: usize) -> Result<ResultSet, Garbled> {
        let (_, mut decoder) = Decoder::of(&frame[4..])?;
        let rows = decode(&mut decoder, most)?;
        decoder.finish().map(|()| rows)
    }

    fn every_kind() -> [ResultSet; 6] {
        [
            of_cells(Cells::Int64(vec![i64::MIN, 0])),
            of_cells(Cells::Double(vec![0.5, f64::INFINITY])),
            of_cells(Cells::Boolean(vec![1, 0])),
            of_cells(Cells::Timestamp(vec![-1, i64::MAX])),
            of_cells(Cells::Text(text(&["ä", ""]))),
            of_cells(Cells::Json(text(&["[1]", "null"]))),
        ]
    }

    #[test]
    fn every_kind_of_column_comes_out_as_it_went_in() {
        for rows in every_kind() {
            assert_eq!(read(&frame(&rows), 2), Ok(rows));
        }
        assert_eq!(read(&frame(&ResultSet::default()), 0), Ok(ResultSet::default()));
    }

    #[test]
    fn more_rows_than_asked_for_are_refused() {
        assert_eq!(read(&frame(&of_cells(Cells::Int64(vec![1, 2]))), 1), Err(Garbled));
    }

    #[test]
    fn cells_that_none_could_have_are_refused() {
        let broken = |offsets: &[u32], bytes: &[u8]| TextCells { offsets: offsets.to_vec(), bytes: bytes.to_vec() };
        for cells in [
            broken(&[0, 2, 1], b"a"),
            broken(&[0, 0, 1], b"ab"),
            broken(&[0, 1, 2], "ä".as_bytes()),
            broken(&[1, 1, 1], b"a"),
            broken(&[0, 0, 1], b"\xff"),
            broken(&[0, 9, 1], b"a"),
        ] {
            assert_eq!(read(&frame(&of_cells(Cells::Text(cells.clone()))), 2), Err(Garbled), "{cells:?}");
        }
        assert_eq!(read(&frame(&of_cells(Cells::Boolean(vec![1, 2]))), 2), Err(Garbled));
    }

    #[test]
    fn no_byte_that_is_missing_or_wrong_does_more_than_fail() {
        for rows in every_kind() {
            let frame = frame(&rows);
            for end in 4..frame.len() {
                assert_eq!(read(&frame[..end], 2), Err(Garbled));
            }
            for index in 5..frame.len() {
                let mut wrong = frame.clone();
                wrong[index] ^= 0xFF;
                // Some cells are as good as others; no more than that may come of it.
                assert!(read(&wrong, 2).is_ok_and(|rows| rows.columns.len() == 1) || read(&wrong, 2).is_err());
            }
        }
    }
}
