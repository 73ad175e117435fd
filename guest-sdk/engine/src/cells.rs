//! Result sets as JavaScript rows: what each SQL type becomes, and nothing of how it was asked.

use javy_plugin_api::javy::quickjs::object::Property;
use javy_plugin_api::javy::quickjs::{
    Array, Atom, BigInt, Ctx, Exception, IntoJs, Object, Result, String as JsString, Value,
};

use crate::bindings::coral::script::telemetry::{Cells, Column, ResultSet, TextCells};
use crate::json_cell;

/// The largest whole number below which every one is exact as a double: 2^53 - 1.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// `{columns, rows, count, truncated}`: one object a row.
pub fn to_javascript<'js>(ctx: &Ctx<'js>, set: ResultSet) -> Result<Value<'js>> {
    let count = set.row_count as usize;
    let columns = Array::new(ctx.clone())?;
    let mut objects = Vec::with_capacity(count);
    for _ in 0..count {
        objects.push(Object::new(ctx.clone())?);
    }
    for (index, column) in set.columns.iter().enumerate() {
        columns.set(index, column.name.as_str())?;
        fill(ctx, &objects, column)?;
    }
    let rows = Array::new(ctx.clone())?;
    for (index, object) in objects.into_iter().enumerate() {
        rows.set(index, object)?;
    }
    let result = Object::new(ctx.clone())?;
    result.set("columns", columns)?;
    result.set("rows", rows)?;
    result.set("count", set.row_count)?;
    result.set("truncated", set.truncated)?;
    Ok(result.into_value())
}

/// An object of numbers.
pub fn object<'js, const N: usize>(ctx: &Ctx<'js>, numbers: [(&str, f64); N]) -> Result<Value<'js>> {
    let object = Object::new(ctx.clone())?;
    for (name, number) in numbers {
        object.set(name, Value::new_number(ctx.clone(), number))?;
    }
    Ok(object.into_value())
}

fn fill<'js>(ctx: &Ctx<'js>, rows: &[Object<'js>], column: &Column) -> Result<()> {
    let name = Atom::from_str(ctx.clone(), &column.name)?;
    for (index, row) in rows.iter().enumerate() {
        let null = column.nulls.get(index / 8).is_some_and(|byte| byte & (1 << (index % 8)) != 0);
        let value = if null { Value::new_null(ctx.clone()) } else { cell(ctx, &column.cells, index)? };
        // Defined, not assigned: a column named `__proto__` is a column.
        row.prop(name.clone(), Property::from(value).writable().enumerable().configurable())?;
    }
    Ok(())
}

fn cell<'js>(ctx: &Ctx<'js>, cells: &Cells, index: usize) -> Result<Value<'js>> {
    let missing = || Exception::throw_message(ctx, "the host sent a column that is too short");
    match cells {
        Cells::Int64(cells) => integer(ctx, *cells.get(index).ok_or_else(missing)?),
        // Not `new_number`, to which -0 is 0.
        Cells::Double(cells) => Ok(Value::new_float(ctx.clone(), *cells.get(index).ok_or_else(missing)?)),
        Cells::Boolean(cells) => Ok(Value::new_bool(ctx.clone(), *cells.get(index).ok_or_else(missing)? != 0)),
        Cells::Timestamp(cells) => iso_8601(*cells.get(index).ok_or_else(missing)?).into_js(ctx),
        Cells::Text(cells) => JsString::from_str(ctx.clone(), text(cells, index).ok_or_else(missing)?)?.into_js(ctx),
        Cells::Json(cells) => json_cell::parse(ctx, text(cells, index).ok_or_else(missing)?),
    }
}

fn text(cells: &TextCells, index: usize) -> Option<&str> {
    let start = *cells.offsets.get(index)? as usize;
    let end = *cells.offsets.get(index + 1)? as usize;
    std::str::from_utf8(cells.bytes.get(start..end)?).ok()
}

/// A number where it is exact, else a bigint.
pub fn integer<'js>(ctx: &Ctx<'js>, value: i64) -> Result<Value<'js>> {
    if value.unsigned_abs() <= MAX_SAFE_INTEGER {
        return Ok(match i32::try_from(value) {
            Ok(small) => Value::new_int(ctx.clone(), small),
            Err(_) => Value::new_float(ctx.clone(), value as f64),
        });
    }
    Ok(BigInt::from_i64(ctx.clone(), value)?.into_value())
}

/// Microseconds since 1970 as `2026-01-31T12:00:00.5Z`: a fraction only where there is one, without trailing zeros.
/// Years outside 0 to 9999 have a sign and six digits, as ECMAScript writes them.
fn iso_8601(microseconds: i64) -> String {
    // DuckDB's infinities.
    if microseconds == i64::MAX {
        return "infinity".to_owned();
    }
    if microseconds == -i64::MAX {
        return "-infinity".to_owned();
    }
    let seconds = microseconds.div_euclid(1_000_000);
    let (year, month, day) = civil_date(seconds.div_euclid(86_400));
    let second_of_day = seconds.rem_euclid(86_400);
    let year = if (0..=9999).contains(&year) { format!("{year:04}") } else { format!("{year:+07}") };
    let mut text = format!(
        "{year}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        second_of_day / 3600,
        second_of_day / 60 % 60,
        second_of_day % 60
    );
    let fraction = microseconds.rem_euclid(1_000_000);
    if fraction != 0 {
        let digits = format!("{fraction:06}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
    text.push('Z');
    text
}

/// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar. A year is taken to begin
/// in March, so that the day of a leap year is its last; 400 years are 146,097 days.
fn civil_date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}
