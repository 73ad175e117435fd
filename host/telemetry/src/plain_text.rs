//! Cells as plain text: strings, dates, times, intervals, enums and blobs; must not know columns or JSON.

use std::borrow::Cow;

use coral_contract::clock_time;

use duckdb::arrow::array::{Array, AsArray};
use duckdb::arrow::datatypes::{
    DataType, Date32Type, IntervalMonthDayNanoType, IntervalUnit, Time64MicrosecondType, Time64NanosecondType,
    TimeUnit, UInt8Type, UInt16Type, UInt32Type,
};

use crate::calendar;

/// The text of a cell that is not null; none where its type has no plain text.
pub(crate) fn of(array: &dyn Array, index: usize) -> Option<Cow<'_, str>> {
    Some(match array.data_type() {
        DataType::Utf8 => Cow::Borrowed(array.as_string_opt::<i32>()?.value(index)),
        DataType::LargeUtf8 => Cow::Borrowed(array.as_string_opt::<i64>()?.value(index)),
        DataType::Utf8View => Cow::Borrowed(array.as_string_view_opt()?.value(index)),
        DataType::Binary => Cow::Owned(base64(array.as_binary_opt::<i32>()?.value(index))),
        DataType::LargeBinary => Cow::Owned(base64(array.as_binary_opt::<i64>()?.value(index))),
        DataType::BinaryView => Cow::Owned(base64(array.as_binary_view_opt()?.value(index))),
        DataType::Date32 => Cow::Owned(calendar::date(array.as_primitive_opt::<Date32Type>()?.value(index))),
        DataType::Time64(TimeUnit::Microsecond) => {
            let micros = array.as_primitive_opt::<Time64MicrosecondType>()?.value(index);
            Cow::Owned(clock_time(micros.saturating_mul(1000)))
        }
        DataType::Time64(TimeUnit::Nanosecond) => {
            Cow::Owned(clock_time(array.as_primitive_opt::<Time64NanosecondType>()?.value(index)))
        }
        DataType::Interval(IntervalUnit::MonthDayNano) => {
            let interval = array.as_primitive_opt::<IntervalMonthDayNanoType>()?.value(index);
            Cow::Owned(calendar::interval(interval.months, interval.days, interval.nanoseconds))
        }
        DataType::Dictionary(_, _) => {
            let dictionary = array.as_any_dictionary_opt()?;
            let key = dictionary_key(dictionary.keys(), index)?;
            if key >= dictionary.values().len() {
                return None;
            }
            return of(dictionary.values().as_ref(), key);
        }
        _ => return None,
    })
}

/// Which value of a dictionary a cell has. DuckDB numbers an enum's values in the smallest type that holds them.
fn dictionary_key(keys: &dyn Array, index: usize) -> Option<usize> {
    Some(match keys.data_type() {
        DataType::UInt8 => keys.as_primitive_opt::<UInt8Type>()?.value(index).into(),
        DataType::UInt16 => keys.as_primitive_opt::<UInt16Type>()?.value(index).into(),
        DataType::UInt32 => usize::try_from(keys.as_primitive_opt::<UInt32Type>()?.value(index)).ok()?,
        _ => return None,
    })
}

/// Base64 with padding, in the alphabet of RFC 4648 section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |index| u32::from(group.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            // A group of n bytes fills n + 1 places.
            let letter = if place <= group.len() { ALPHABET[(bits >> (18 - 6 * place)) as usize & 63] } else { b'=' };
            text.push(char::from(letter));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (plain, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(plain.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xfb, 0x00]), "//sA");
    }
}
