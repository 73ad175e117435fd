//! Nested cells as JSON text; must not know columns.
//!
//! Lists and arrays are arrays; structs and maps are objects, a map's keys in their text; a union is an object with
//! its tag as the only key. Numbers keep all their digits. NaN and the infinities, which JSON lacks, are the strings
//! `"NaN"`, `"inf"` and `"-inf"`; timestamps are strings in ISO 8601.

use std::fmt::Display;

use coral_contract::{AskError, timestamp_text};
use duckdb::arrow::array::{Array, ArrowPrimitiveType, AsArray};
use duckdb::arrow::datatypes::{
    DataType, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use serde_json::Value;

use crate::byte_budget::ByteBudget;
use crate::{calendar, plain_text};

/// Writes one cell as JSON text.
pub(crate) struct JsonText<'budget> {
    text: String,
    /// Charged while writing: one cell may hold more than an answer may.
    budget: &'budget mut ByteBudget,
}

impl<'budget> JsonText<'budget> {
    /// The JSON text of a cell; an error where that passes the budget, or the cell's type has no JSON.
    pub(crate) fn of(array: &dyn Array, index: usize, budget: &'budget mut ByteBudget) -> Result<String, AskError> {
        let mut writer = Self { text: String::new(), budget };
        writer.cell(array, index)?;
        Ok(writer.text)
    }

    fn cell(&mut self, array: &dyn Array, index: usize) -> Result<(), AskError> {
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
            DataType::Decimal128(_, scale) => {
                array.as_primitive_opt::<Decimal128Type>().map(|array| self.push(&digits(array.value(index), *scale)))
            }
            DataType::Timestamp(TimeUnit::Second, _) => self.timestamp::<TimestampSecondType>(array, index),
            DataType::Timestamp(TimeUnit::Millisecond, _) => self.timestamp::<TimestampMillisecondType>(array, index),
            DataType::Timestamp(TimeUnit::Microsecond, _) => self.timestamp::<TimestampMicrosecondType>(array, index),
            DataType::Timestamp(TimeUnit::Nanosecond, _) => self.timestamp::<TimestampNanosecondType>(array, index),
            DataType::List(_) => array.as_list_opt::<i32>().map(|array| self.list(&array.value(index))),
            DataType::LargeList(_) => array.as_list_opt::<i64>().map(|array| self.list(&array.value(index))),
            DataType::FixedSizeList(_, _) => array.as_fixed_size_list_opt().map(|array| self.list(&array.value(index))),
            DataType::Struct(_) => self.structure(array, index),
            DataType::Map(_, _) => self.map(array, index),
            DataType::Union(_, _) => self.union(array, index),
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
            None => self.string(&value.to_string()),
        }
    }

    fn timestamp<T>(&mut self, array: &dyn Array, index: usize) -> Option<Result<(), AskError>>
    where
        T: duckdb::arrow::datatypes::ArrowTimestampType,
    {
        let value = array.as_primitive_opt::<T>()?.value(index);
        Some(self.string(&timestamp_text(calendar::micros(value, T::UNIT))))
    }

    fn list(&mut self, items: &dyn Array) -> Result<(), AskError> {
        self.push("[")?;
        for index in 0..items.len() {
            if index > 0 {
                self.push(",")?;
            }
            self.cell(items, index)?;
        }
        self.push("]")
    }

    fn structure(&mut self, array: &dyn Array, index: usize) -> Option<Result<(), AskError>> {
        let array = array.as_struct_opt()?;
        let members = array.fields().iter().zip(array.columns());
        Some(self.object(members.map(|(field, cells)| (field.name().clone(), cells.as_ref(), index))))
    }

    fn map(&mut self, array: &dyn Array, index: usize) -> Option<Result<(), AskError>> {
        let entries = array.as_map_opt()?.value(index);
        let [keys, values] = entries.columns() else { return None };
        let mut members = Vec::new();
        for entry in 0..entries.len() {
            let key = match plain_text::of(keys, entry) {
                Some(text) => text.into_owned(),
                None => match JsonText::of(keys, entry, self.budget) {
                    Ok(text) => text,
                    Err(error) => return Some(Err(error)),
                },
            };
            members.push((key, values.as_ref(), entry));
        }
        Some(self.object(members.into_iter()))
    }

    fn union(&mut self, array: &dyn Array, index: usize) -> Option<Result<(), AskError>> {
        let array = array.as_union_opt()?;
        let DataType::Union(fields, _) = array.data_type() else { return None };
        let tag = array.type_id(index);
        let (_, field) = fields.iter().find(|(id, _)| *id == tag)?;
        let member = (field.name().clone(), array.child(tag).as_ref(), array.value_offset(index));
        Some(self.object(std::iter::once(member)))
    }

    fn object<'array>(
        &mut self,
        members: impl Iterator<Item = (String, &'array dyn Array, usize)>,
    ) -> Result<(), AskError> {
        self.push("{")?;
        for (place, (name, cells, index)) in members.enumerate() {
            if place > 0 {
                self.push(",")?;
            }
            self.string(&name)?;
            self.push(":")?;
            self.cell(cells, index)?;
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

/// All digits of a decimal. Arrow's own text would cut a HUGEINT of 39 digits, which arrives as a decimal of 38.
fn digits(unscaled: i128, scale: i8) -> String {
    let scale = usize::try_from(scale).unwrap_or_default();
    let sign = if unscaled < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_digits() {
        assert_eq!(digits(-5, 2), "-0.05");
        assert_eq!(digits(150, 2), "1.50");
        assert_eq!(digits(7, 0), "7");
        assert_eq!(digits(i128::MIN, 0), "-170141183460469231731687303715884105728");
    }
}
