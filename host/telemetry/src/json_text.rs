//! Nested cells as JSON text; must not know columns.
//!
//! Lists and arrays are arrays; structs and maps are objects, a map's keys in their text; a union is an object with
//! its tag as the only key. Numbers keep all their digits: whole numbers have neither a point nor an exponent, all others
//! have one. NaN and the infinities, which JSON lacks, are the strings `"NaN"`, `"Infinity"` and `"-Infinity"` with their
//! first character as an escape, as no text is written: who reads no further sees a text, and who does can tell them
//! apart. Timestamps are strings in ISO 8601.

use std::fmt::Display;

use coral_contract::{AskError, timestamp_text};
use duckdb::arrow::array::{Array, ArrowPrimitiveType, AsArray};
use duckdb::arrow::datatypes::{
    DataType, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use duckdb::core::LogicalTypeId;
use serde_json::Value;

use crate::byte_budget::ByteBudget;
use crate::cell_type::CellType;
use crate::{calendar, plain_text};

const NAN: &str = r#""\u004eaN""#;
const INFINITY: &str = r#""\u0049nfinity""#;
const MINUS_INFINITY: &str = r#""\u002dInfinity""#;

/// Writes one cell as JSON text.
pub(crate) struct JsonText<'budget> {
    text: String,
    /// Charged while writing: one cell may hold more than an answer may.
    budget: &'budget mut ByteBudget,
}

impl<'budget> JsonText<'budget> {
    /// The JSON text of a cell; an error where that passes the budget, or the cell's type has no JSON.
    pub(crate) fn of(
        array: &dyn Array,
        index: usize,
        kind: &CellType,
        budget: &'budget mut ByteBudget,
    ) -> Result<String, AskError> {
        let mut writer = Self { text: String::new(), budget };
        writer.cell(array, index, kind)?;
        Ok(writer.text)
    }

    fn cell(&mut self, array: &dyn Array, index: usize, kind: &CellType) -> Result<(), AskError> {
        let unknown = || AskError::QueryFailed(format!("a value of the type {} has no JSON text", array.data_type()));
        // A union has no nulls of its own: its member says.
        if array.is_null(index) || *array.data_type() == DataType::Null {
            return self.push("null");
        }
        let done = match array.data_type() {
            DataType::Boolean => array.as_boolean_opt().map(|array| self.push_display(array.value(index))),
            DataType::Int8 => self.number::<Int8Type>(array, index),
            DataType::Int16 => self.number::<Int16Type>(array, index),
            DataType::Int32 => self.number::<Int32Type>(array, index),
            DataType::Int64 => self.number::<Int64Type>(array, index),
            DataType::UInt8 => self.number::<UInt8Type>(array, index),
            DataType::UInt16 => self.number::<UInt16Type>(array, index),
            DataType::UInt32 => self.number::<UInt32Type>(array, index),
            DataType::UInt64 => self.number::<UInt64Type>(array, index),
            DataType::Float32 => {
                array.as_primitive_opt::<Float32Type>().map(|array| self.float(f64::from(array.value(index))))
            }
            DataType::Float64 => array.as_primitive_opt::<Float64Type>().map(|array| self.float(array.value(index))),
            DataType::Decimal128(_, scale) => array.as_primitive_opt::<Decimal128Type>().map(|array| {
                let value = array.value(index);
                match kind.id {
                    LogicalTypeId::Hugeint => self.push_display(value),
                    // It arrives as if it were signed.
                    LogicalTypeId::UHugeint => self.push_display(value.cast_unsigned()),
                    _ => self.push(&decimal(value, *scale)),
                }
            }),
            DataType::Timestamp(TimeUnit::Second, _) => self.timestamp::<TimestampSecondType>(array, index),
            DataType::Timestamp(TimeUnit::Millisecond, _) => self.timestamp::<TimestampMillisecondType>(array, index),
            DataType::Timestamp(TimeUnit::Microsecond, _) => self.timestamp::<TimestampMicrosecondType>(array, index),
            DataType::Timestamp(TimeUnit::Nanosecond, _) => self.timestamp::<TimestampNanosecondType>(array, index),
            DataType::List(_) => array.as_list_opt::<i32>().and_then(|array| self.list(&array.value(index), kind)),
            DataType::LargeList(_) => array.as_list_opt::<i64>().and_then(|array| self.list(&array.value(index), kind)),
            DataType::FixedSizeList(_, _) => {
                array.as_fixed_size_list_opt().and_then(|array| self.list(&array.value(index), kind))
            }
            DataType::Struct(_) => self.structure(array, index, kind),
            DataType::Map(_, _) => self.map(array, index, kind),
            DataType::Union(_, _) => self.union(array, index, kind),
            _ => plain_text::of(array, index).map(|text| self.string(&text)),
        };
        done.unwrap_or_else(|| Err(unknown()))
    }

    fn number<T: ArrowPrimitiveType>(&mut self, array: &dyn Array, index: usize) -> Option<Result<(), AskError>>
    where
        T::Native: Display,
    {
        Some(self.push_display(array.as_primitive_opt::<T>()?.value(index)))
    }

    fn float(&mut self, value: f64) -> Result<(), AskError> {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.push_display(number),
            None if value.is_nan() => self.push(NAN),
            None if value > 0.0 => self.push(INFINITY),
            None => self.push(MINUS_INFINITY),
        }
    }

    fn timestamp<T>(&mut self, array: &dyn Array, index: usize) -> Option<Result<(), AskError>>
    where
        T: duckdb::arrow::datatypes::ArrowTimestampType,
    {
        let value = array.as_primitive_opt::<T>()?.value(index);
        Some(self.string(&timestamp_text(calendar::micros(value, T::UNIT))))
    }

    fn list(&mut self, items: &dyn Array, kind: &CellType) -> Option<Result<(), AskError>> {
        let kind = kind.nested.first()?;
        let mut write = || {
            self.push("[")?;
            for index in 0..items.len() {
                if index > 0 {
                    self.push(",")?;
                }
                self.cell(items, index, kind)?;
            }
            self.push("]")
        };
        Some(write())
    }

    fn structure(&mut self, array: &dyn Array, index: usize, kind: &CellType) -> Option<Result<(), AskError>> {
        let array = array.as_struct_opt()?;
        let members = array.fields().iter().zip(array.columns()).zip(&kind.nested);
        Some(self.object(members.map(|((field, cells), kind)| Member {
            name: field.name().clone(),
            cells: cells.as_ref(),
            index,
            kind,
        })))
    }

    fn map(&mut self, array: &dyn Array, index: usize, kind: &CellType) -> Option<Result<(), AskError>> {
        let entries = array.as_map_opt()?.value(index);
        let ([keys, values], [key_kind, value_kind]) = (entries.columns(), kind.nested.as_slice()) else {
            return None;
        };
        let names = (0..entries.len()).map(|entry| self.key(keys, entry, key_kind)).collect::<Result<Vec<_>, _>>();
        let names = match names {
            Ok(names) => names,
            Err(error) => return Some(Err(error)),
        };
        let members = names.into_iter().zip(0..);
        Some(self.object(members.map(|(name, index)| Member { name, cells: values.as_ref(), index, kind: value_kind })))
    }

    /// The name that a map's key becomes: its text, or its JSON where that is no string.
    fn key(&mut self, keys: &dyn Array, index: usize, kind: &CellType) -> Result<String, AskError> {
        if let Some(text) = plain_text::of(keys, index) {
            return Ok(text.into_owned());
        }
        let json = JsonText::of(keys, index, kind, self.budget)?;
        Ok(serde_json::from_str(&json).unwrap_or(json))
    }

    fn union(&mut self, array: &dyn Array, index: usize, kind: &CellType) -> Option<Result<(), AskError>> {
        let array = array.as_union_opt()?;
        let DataType::Union(fields, _) = array.data_type() else { return None };
        let tag = array.type_id(index);
        let ((_, field), kind) = fields.iter().zip(&kind.nested).find(|((id, _), _)| *id == tag)?;
        Some(self.object(std::iter::once(Member {
            name: field.name().clone(),
            cells: array.child(tag).as_ref(),
            index: array.value_offset(index),
            kind,
        })))
    }

    fn object<'array>(&mut self, members: impl Iterator<Item = Member<'array>>) -> Result<(), AskError> {
        self.push("{")?;
        for (place, member) in members.enumerate() {
            if place > 0 {
                self.push(",")?;
            }
            self.string(&member.name)?;
            self.push(":")?;
            self.cell(member.cells, member.index, member.kind)?;
        }
        self.push("}")
    }

    fn string(&mut self, text: &str) -> Result<(), AskError> {
        self.push_display(Value::from(text))
    }

    fn push_display(&mut self, value: impl Display) -> Result<(), AskError> {
        self.push(&value.to_string())
    }

    fn push(&mut self, text: &str) -> Result<(), AskError> {
        self.budget.charge(text.len())?;
        self.text.push_str(text);
        Ok(())
    }
}

/// What becomes a member of an object.
struct Member<'array> {
    name: String,
    cells: &'array dyn Array,
    /// Which of the cells is its value.
    index: usize,
    kind: &'array CellType,
}

/// All digits of a decimal, with a point even where none are behind it.
fn decimal(unscaled: i128, scale: i8) -> String {
    let scale = usize::try_from(scale).unwrap_or_default();
    let sign = if unscaled < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_digits() {
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(150, 2), "1.50");
        assert_eq!(decimal(7, 0), "7.0");
        assert_eq!(decimal(i128::MIN, 38), "-1.70141183460469231731687303715884105728");
    }
}
