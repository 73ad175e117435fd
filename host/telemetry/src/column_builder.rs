//! Builds one column of an answer out of DuckDB's chunks; must not know the other columns.

use coral_contract::{AskError, Cells, Column, Nulls, TextCells};
use duckdb::arrow::array::{Array, ArrowPrimitiveType, AsArray};
use duckdb::arrow::datatypes::{
    ArrowTimestampType, DataType, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimeUnit, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use duckdb::core::{LogicalTypeHandle, LogicalTypeId};

use crate::byte_budget::ByteBudget;
use crate::cell_type::{CellType, no_form};
use crate::json_text::JsonText;
use crate::{calendar, plain_text};

/// Builds one column.
pub(crate) struct ColumnBuilder {
    name: String,
    cell_type: CellType,
    kind: Kind,
    cells: Cells,
    nulls: Nulls,
}

/// What a column's type is made into.
#[derive(Clone, Copy)]
enum Kind {
    Boolean,
    /// Whole numbers. Once one of them has more than 64 bits, the column is made of JSON.
    Integer,
    Double,
    Timestamp,
    Text,
    Json,
}

impl ColumnBuilder {
    /// A column without cells yet; `QueryFailed` where its type has no form that a script could take.
    pub(crate) fn new(name: &str, logical: &LogicalTypeHandle) -> Result<Self, AskError> {
        use LogicalTypeId::*;
        let cell_type = CellType::of_column(name, logical)?;
        let kind = match cell_type.id {
            Boolean => Kind::Boolean,
            Tinyint | Smallint | Integer | Bigint | Hugeint => Kind::Integer,
            UTinyint | USmallint | UInteger | UBigint | UHugeint => Kind::Integer,
            Float | Double | Decimal => Kind::Double,
            Timestamp | TimestampS | TimestampMs | TimestampNs | TimestampTZ => Kind::Timestamp,
            List | Struct | Map | Array | Union => Kind::Json,
            _ => Kind::Text,
        };
        let cells = match kind {
            Kind::Boolean => Cells::Boolean(Vec::new()),
            Kind::Integer => Cells::Int64(Vec::new()),
            Kind::Double => Cells::Double(Vec::new()),
            Kind::Timestamp => Cells::Timestamp(Vec::new()),
            Kind::Text => Cells::Text(TextCells::new()),
            Kind::Json => Cells::Json(TextCells::new()),
        };
        Ok(Self { name: name.to_owned(), cell_type, kind, cells, nulls: Nulls::none() })
    }

    /// Appends the cells of one chunk; `BudgetExceeded` where they pass the budget.
    pub(crate) fn append(&mut self, array: &dyn Array, budget: &mut ByteBudget) -> Result<(), AskError> {
        use DataType::*;
        if matches!(self.kind, Kind::Integer) && has_wide_integer(array, self.cell_type.id) {
            self.make_json(budget)?;
        }
        match self.kind {
            Kind::Text | Kind::Json => return self.append_text(array, budget),
            Kind::Boolean => budget.charge(array.len())?,
            _ => budget.charge(array.len().saturating_mul(8))?,
        }
        match (self.kind, array.data_type()) {
            (Kind::Boolean, Boolean) => self.append_booleans(array),
            (Kind::Integer, Int8) => self.append_integers::<Int8Type>(array),
            (Kind::Integer, Int16) => self.append_integers::<Int16Type>(array),
            (Kind::Integer, Int32) => self.append_integers::<Int32Type>(array),
            (Kind::Integer, Int64) => self.append_integers::<Int64Type>(array),
            (Kind::Integer, UInt8) => self.append_integers::<UInt8Type>(array),
            (Kind::Integer, UInt16) => self.append_integers::<UInt16Type>(array),
            (Kind::Integer, UInt32) => self.append_integers::<UInt32Type>(array),
            (Kind::Integer, UInt64) => self.append_integers::<UInt64Type>(array),
            (Kind::Integer, Decimal128(_, _)) => self.append_integers::<Decimal128Type>(array),
            (Kind::Double, Float32) => {
                self.append_all::<Float32Type>(array, |cells, value| push_double(cells, f64::from(value)))
            }
            (Kind::Double, Float64) => self.append_all::<Float64Type>(array, push_double),
            (Kind::Double, Decimal128(_, scale)) => {
                let scale = *scale;
                self.append_all::<Decimal128Type>(array, |cells, value| push_double(cells, decimal(value, scale)))
            }
            (Kind::Timestamp, Timestamp(TimeUnit::Second, _)) => self.append_timestamps::<TimestampSecondType>(array),
            (Kind::Timestamp, Timestamp(TimeUnit::Millisecond, _)) => {
                self.append_timestamps::<TimestampMillisecondType>(array)
            }
            (Kind::Timestamp, Timestamp(TimeUnit::Microsecond, _)) => {
                self.append_timestamps::<TimestampMicrosecondType>(array)
            }
            (Kind::Timestamp, Timestamp(TimeUnit::Nanosecond, _)) => {
                self.append_timestamps::<TimestampNanosecondType>(array)
            }
            _ => None,
        }
        .ok_or_else(|| no_form(&self.name, &array.data_type().to_string()))
    }

    /// The column.
    pub(crate) fn finish(self) -> Column {
        Column { name: self.name, cells: self.cells, nulls: self.nulls }
    }

    fn append_booleans(&mut self, array: &dyn Array) -> Option<()> {
        for value in array.as_boolean_opt()? {
            self.push(value, |cells, value| {
                if let Cells::Boolean(cells) = cells {
                    cells.push(value.into());
                }
            });
        }
        Some(())
    }

    fn append_integers<T: ArrowPrimitiveType>(&mut self, array: &dyn Array) -> Option<()>
    where
        T::Native: Into<i128>,
    {
        self.append_all::<T>(array, |cells, value| {
            if let Cells::Int64(cells) = cells {
                // None has more bits, or the column would be of JSON.
                cells.push(value.into() as i64);
            }
        })
    }

    fn append_timestamps<T: ArrowTimestampType>(&mut self, array: &dyn Array) -> Option<()> {
        self.append_all::<T>(array, |cells, value| {
            if let Cells::Timestamp(cells) = cells {
                cells.push(calendar::micros(value, T::UNIT));
            }
        })
    }

    fn append_all<T: ArrowPrimitiveType>(
        &mut self,
        array: &dyn Array,
        push: impl Fn(&mut Cells, T::Native),
    ) -> Option<()> {
        for value in array.as_primitive_opt::<T>()? {
            self.push(value, &push);
        }
        Some(())
    }

    /// Appends a value, or a null with its type's zero in its place.
    fn push<T: Default>(&mut self, value: Option<T>, push: impl Fn(&mut Cells, T)) {
        if value.is_none() {
            self.nulls.set(self.cells.len());
        }
        push(&mut self.cells, value.unwrap_or_default());
    }

    fn append_text(&mut self, array: &dyn Array, budget: &mut ByteBudget) -> Result<(), AskError> {
        for index in 0..array.len() {
            let null = array.is_null(index) || *array.data_type() == DataType::Null;
            // An offset stands for each cell.
            budget.charge(4)?;
            if null {
                self.nulls.set(self.cells.len());
                self.push_text("")?;
            } else if matches!(self.kind, Kind::Json) {
                let text = JsonText::of(array, index, &self.cell_type, budget)?;
                self.push_text(&text)?;
            } else {
                let text =
                    plain_text::of(array, index).ok_or_else(|| no_form(&self.name, &array.data_type().to_string()))?;
                budget.charge(text.len())?;
                self.push_text(&text)?;
            }
        }
        Ok(())
    }

    /// Makes a column of whole numbers one of JSON, which has room for all their digits.
    fn make_json(&mut self, budget: &mut ByteBudget) -> Result<(), AskError> {
        let cells = std::mem::replace(&mut self.cells, Cells::Json(TextCells::new()));
        self.kind = Kind::Json;
        let Cells::Int64(integers) = cells else { return Ok(()) };
        for (index, integer) in integers.into_iter().enumerate() {
            let text = if self.nulls.get(index) { String::new() } else { integer.to_string() };
            budget.charge(4 + text.len())?;
            self.push_text(&text)?;
        }
        Ok(())
    }

    fn push_text(&mut self, text: &str) -> Result<(), AskError> {
        let pushed = match &mut self.cells {
            Cells::Text(cells) | Cells::Json(cells) => cells.push(text),
            _ => false,
        };
        if pushed {
            return Ok(());
        }
        Err(AskError::QueryFailed(format!("column \"{}\" has more than 4 GiB of text", self.name)))
    }
}

/// Whether some whole number of an array needs more than 64 bits.
fn has_wide_integer(array: &dyn Array, kind: LogicalTypeId) -> bool {
    match (array.data_type(), kind) {
        (DataType::UInt64, _) => any::<UInt64Type>(array, |value| i64::try_from(value).is_err()),
        // It arrives as if it were signed.
        (DataType::Decimal128(_, _), LogicalTypeId::UHugeint) => {
            any::<Decimal128Type>(array, |value| i64::try_from(value.cast_unsigned()).is_err())
        }
        (DataType::Decimal128(_, _), _) => any::<Decimal128Type>(array, |value| i64::try_from(value).is_err()),
        _ => false,
    }
}

fn any<T: ArrowPrimitiveType>(array: &dyn Array, test: impl Fn(T::Native) -> bool) -> bool {
    array.as_primitive_opt::<T>().is_some_and(|array| array.iter().flatten().any(test))
}

fn push_double(cells: &mut Cells, value: f64) {
    if let Cells::Double(cells) = cells {
        cells.push(value);
    }
}

/// The double nearest to a decimal.
fn decimal(unscaled: i128, scale: i8) -> f64 {
    // Both numbers are doubles then, without loss, and their quotient is rounded once.
    if (0..=22).contains(&scale) && unscaled.unsigned_abs() < 1 << 53 {
        return unscaled as f64 / 10_f64.powi(scale.into());
    }
    // A number in this form always parses.
    format!("{unscaled}e{}", -i16::from(scale)).parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rounded_once() {
        assert_eq!(decimal(1, 1), 0.1);
        assert_eq!(decimal(-12345, 2), -123.45);
        assert_eq!(decimal(12_345_678_901_234_567_890_123_456_789_012_345_678, 10), 1.234_567_890_123_456_8e27);
        assert_eq!(decimal(0, 38), 0.0);
    }
}
