//! What a server answers, as rows or as a refusal. It is a stranger's: nothing in it is believed. Must not know how it came.

use std::fmt;
use std::marker::PhantomData;

use coral_contract::{AskError, Cells, Column, ExceededBudget, Nulls, ResultSet, TextCells, timestamp_micros};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    rows: Vec<Row<'a>>,
    truncated: bool,
    columns: Vec<Head>,
}

#[derive(Deserialize)]
struct Head {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

/// One row: its cells as they are written, in their order. Several columns may have one name.
struct Row<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Row<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RowVisitor(PhantomData))
    }
}

struct RowVisitor<'a>(PhantomData<Row<'a>>);

impl<'de: 'a, 'a> Visitor<'de> for RowVisitor<'a> {
    type Value = Row<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'a>, A::Error> {
        let mut cells = Vec::new();
        while let Some(cell) = map.next_entry()? {
            cells.push(cell);
        }
        Ok(Row(cells))
    }
}

/// The rows of an answer; none where it is no answer of Coral's.
pub(crate) fn rows(body: &[u8]) -> Option<ResultSet> {
    let Answer { rows, truncated, columns: heads } = serde_json::from_slice(body).ok()?;
    let is_whole = |row: &Row<'_>| {
        row.0.len() == heads.len() && row.0.iter().zip(&heads).all(|((name, _), head)| *name == head.name)
    };
    if !rows.iter().all(is_whole) {
        return None;
    }
    let columns = heads.iter().enumerate().map(|(place, head)| {
        // Each row has as many cells as there are columns.
        let texts = rows.iter().map(|row| row.0[place].1.get());
        column(head, texts)
    });
    Some(ResultSet { row_count: rows.len(), columns: columns.collect::<Option<_>>()?, truncated })
}

fn column<'a>(head: &Head, texts: impl Iterator<Item = &'a str> + Clone) -> Option<Column> {
    let mut nulls = Nulls::none();
    for (index, _) in texts.clone().enumerate().filter(|(_, text)| *text == NULL) {
        nulls.set(index);
    }
    let cells = match head.kind.as_str() {
        "int64" => Cells::Int64(each(texts, |text| text.parse().ok())?),
        "double" => Cells::Double(each(texts, double)?),
        "boolean" => Cells::Boolean(each(texts, |text| serde_json::from_str::<bool>(text).ok().map(u8::from))?),
        "timestamp" => Cells::Timestamp(each(texts, |text| timestamp_micros(&string(text)?))?),
        "text" => Cells::Text(all_texts(texts, string)?),
        "json" => Cells::Json(all_texts(texts, |text| Some(text.to_owned()))?),
        _ => return None,
    };
    Some(Column { name: head.name.clone(), cells, nulls })
}

const NULL: &str = "null";

/// The cells of a column, with its type's zero in place of a null; none where a text is no cell of it.
fn each<'a, T: Default>(texts: impl Iterator<Item = &'a str>, cell: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    texts.map(|text| if text == NULL { Some(T::default()) } else { cell(text) }).collect()
}

fn all_texts<'a>(texts: impl Iterator<Item = &'a str>, cell: impl Fn(&str) -> Option<String>) -> Option<TextCells> {
    let mut cells = TextCells::new();
    for text in texts {
        let text = if text == NULL { String::new() } else { cell(text)? };
        if !cells.push(&text) {
            return None;
        }
    }
    Some(cells)
}

fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

fn double(text: &str) -> Option<f64> {
    match text {
        r#""NaN""# => Some(f64::NAN),
        r#""Infinity""# => Some(f64::INFINITY),
        r#""-Infinity""# => Some(f64::NEG_INFINITY),
        text => serde_json::from_str(text).ok(),
    }
}

#[derive(Deserialize)]
struct Refusal {
    error: RefusalParts,
}

#[derive(Deserialize)]
struct RefusalParts {
    code: String,
    message: String,
    budget: Option<Budget>,
}

#[derive(Deserialize)]
struct Budget {
    name: String,
    limit: u64,
    used: u64,
}

/// The refusal of a question; none where it is no refusal of Coral's.
pub(crate) fn refusal(body: &[u8]) -> Option<AskError> {
    let RefusalParts { code, message, budget } = serde_json::from_slice::<Refusal>(body).ok()?.error;
    Some(match (code.as_str(), budget) {
        ("denied", _) => AskError::Denied(message),
        ("invalid-argument", _) => AskError::InvalidArgument(message),
        ("not-found", _) => AskError::NotFound(message),
        ("query-failed", _) => AskError::QueryFailed(message),
        ("budget-exceeded", Some(Budget { name, limit, used })) => {
            AskError::BudgetExceeded(ExceededBudget { name, limit, used })
        }
        ("timed-out", _) => AskError::TimedOut(message),
        ("unavailable", _) => AskError::Unavailable(message),
        _ => return None,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn of(cells: &str, columns: &str) -> Option<ResultSet> {
        let body = format!(r#"{{"rows":[{cells}],"count":1,"truncated":true,"columns":[{columns}]}}"#);
        rows(body.as_bytes())
    }

    #[test]
    fn every_type_is_read_back() {
        let cells = r#"{"i":9223372036854775807,"d":"-Infinity","b":true,"t":"1970-01-01T00:00:00.5Z","s":"a\n","j":[1,{"b":18446744073709551616}],"j":null}"#;
        let columns = r#"{"name":"i","type":"int64"},{"name":"d","type":"double"},{"name":"b","type":"boolean"},{"name":"t","type":"timestamp"},{"name":"s","type":"text"},{"name":"j","type":"json"},{"name":"j","type":"json"}"#;
        let found = of(cells, columns).unwrap();
        assert_eq!((found.row_count, found.truncated, found.columns.len()), (1, true, 7));
        let cells: Vec<_> = found.columns.iter().map(|column| &column.cells).collect();
        assert_eq!(*cells[0], Cells::Int64(vec![i64::MAX]));
        assert_eq!(*cells[1], Cells::Double(vec![f64::NEG_INFINITY]));
        assert_eq!(*cells[2], Cells::Boolean(vec![1]));
        assert_eq!(*cells[3], Cells::Timestamp(vec![500_000]));
        let (Cells::Text(text), Cells::Json(json)) = (cells[4], cells[5]) else { unreachable!() };
        assert_eq!((text.get(0), json.get(0)), (Some("a\n"), Some(r#"[1,{"b":18446744073709551616}]"#)));
        assert!(found.columns[6].nulls.get(0) && !found.columns[5].nulls.get(0));
    }

    #[test]
    fn what_does_not_fit_together_is_no_answer() {
        let int = r#"{"name":"a","type":"int64"}"#;
        assert!(of(r#"{"a":1}"#, int).is_some());
        for (cells, columns) in [
            (r#"{"b":1}"#, int),
            (r#"{"a":1,"a":2}"#, int),
            ("{}", int),
            (r#"{"a":1.5}"#, int),
            (r#"{"a":9223372036854775808}"#, int),
            (r#"{"a":"1"}"#, int),
            (r#"[1]"#, int),
            (r#"{"a":1}"#, r#"{"name":"a","type":"other"}"#),
            (r#"{"a":"yesterday"}"#, r#"{"name":"a","type":"timestamp"}"#),
            (r#"{"a":1}"#, r#"{"name":"a","type":"boolean"}"#),
            (r#"{"a":[1}"#, r#"{"name":"a","type":"json"}"#),
        ] {
            assert_eq!(of(cells, columns), None, "{cells}");
        }
        assert_eq!(rows(b"{}"), None);
        assert_eq!(refusal(br#"{"error":{"code":"denied"}}"#), None);
        assert_eq!(refusal(br#"{"error":{"code":"other","message":""}}"#), None);
    }
}
