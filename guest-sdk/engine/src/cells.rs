//! Cells as JavaScript values: what each SQL type becomes, and nothing of rows.

use javy_plugin_api::javy::quickjs::{BigInt, Ctx, Error, Exception, Object, Result, Value, qjs};

use crate::bindings::coral::script::telemetry::{self, Column, TextCells};
use crate::{json_cell, timestamp};

/// The largest whole number below which every one is exact as a double: 2^53 - 1.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// How many texts of a column are remembered, and for how many cells before it is asked whether that serves.
const REMEMBERED: usize = 64;
const TRIAL: u32 = 512;

/// The cells of a column.
pub struct Cells<'a, 'js> {
    column: &'a Column,
    texts: Option<Texts<'a, 'js>>,
}

impl<'a, 'js> Cells<'a, 'js> {
    pub fn new(column: &'a Column) -> Self {
        let texts = match &column.cells {
            telemetry::Cells::Text(cells) | telemetry::Cells::Json(cells) => Texts::new(cells),
            _ => None,
        };
        Self { column, texts }
    }

    /// The value of the cell in this row, which is the caller's.
    pub fn value(&mut self, ctx: &Ctx<'js>, row: usize) -> Result<qjs::JSValue> {
        if self.column.nulls.get(row / 8).is_some_and(|byte| byte & (1 << (row % 8)) != 0) {
            return Ok(qjs::JS_NULL);
        }
        let missing = || Err(Exception::throw_message(ctx, "the host sent a column that is too short"));
        self.present(ctx, row).unwrap_or_else(missing)
    }

    /// The value of a cell that is not NULL; none where there is no such row.
    fn present(&mut self, ctx: &Ctx<'js>, row: usize) -> Option<Result<qjs::JSValue>> {
        Some(match &self.column.cells {
            telemetry::Cells::Int64(cells) => match i32::try_from(*cells.get(row)?) {
                Ok(small) => Ok(qjs::JS_MKVAL(qjs::JS_TAG_INT, small)),
                Err(_) => integer(ctx, *cells.get(row)?).map(owned),
            },
            telemetry::Cells::Double(cells) => Ok(qjs::JS_NewFloat64(*cells.get(row)?)),
            telemetry::Cells::Boolean(cells) => Ok(qjs::JS_MKVAL(qjs::JS_TAG_BOOL, i32::from(*cells.get(row)? != 0))),
            telemetry::Cells::Timestamp(cells) => text(ctx, timestamp::Text::of(*cells.get(row)?).as_bytes()),
            telemetry::Cells::Text(_) => self.texts.as_mut()?.value(ctx, row)?,
            telemetry::Cells::Json(_) => json_cell::parse(ctx, self.texts.as_ref()?.get(row)?).map(owned),
        })
    }
}

/// The texts of a column. Services and routes are few: such a text is made once, and is the value of all cells that have it.
struct Texts<'a, 'js> {
    all: &'a str,
    offsets: &'a [u32],
    /// By their places; none where most texts differ.
    remembered: Option<Vec<Option<(&'a str, Value<'js>)>>>,
    asked: u32,
    found: u32,
}

impl<'a, 'js> Texts<'a, 'js> {
    /// None where they are no UTF-8.
    fn new(cells: &'a TextCells) -> Option<Self> {
        let all = std::str::from_utf8(&cells.bytes).ok()?;
        let remembered = Some((0..REMEMBERED).map(|_| None).collect());
        Some(Self { all, offsets: &cells.offsets, remembered, asked: 0, found: 0 })
    }

    fn get(&self, row: usize) -> Option<&'a str> {
        self.all.get(*self.offsets.get(row)? as usize..*self.offsets.get(row + 1)? as usize)
    }

    fn value(&mut self, ctx: &Ctx<'js>, row: usize) -> Option<Result<qjs::JSValue>> {
        let wanted = self.get(row)?;
        self.asked += 1;
        if self.asked == TRIAL && self.found < TRIAL / 2 {
            self.remembered = None;
        }
        let Some(place) = self.remembered.as_mut().and_then(|all| all.get_mut(place(wanted.as_bytes()))) else {
            return Some(text(ctx, wanted.as_bytes()));
        };
        if let Some((known, value)) = place
            && *known == wanted
        {
            self.found += 1;
            return Some(Ok(shared(value)));
        }
        Some(text(ctx, wanted.as_bytes()).inspect(|made| {
            // SAFETY: the text is of this context; what is remembered is another share of it.
            let value = unsafe { Value::from_raw(ctx.clone(), qjs::JS_DupValue(ctx.as_raw().as_ptr(), *made)) };
            *place = Some((wanted, value));
        }))
    }
}

/// Where a text is remembered: by its length, its beginning and its end, where texts of one kind differ.
fn place(text: &[u8]) -> usize {
    let end = text.last_chunk().map_or(0, |end: &[u8; 4]| u32::from_le_bytes(*end));
    let begin = text.first_chunk().map_or(0, |begin: &[u8; 4]| u32::from_le_bytes(*begin));
    let hash = (end ^ begin.rotate_left(16) ^ text.len() as u32).wrapping_mul(0x9E37_79B1);
    (hash >> 16) as usize % REMEMBERED
}

/// A new text, of bytes that are UTF-8.
fn text(ctx: &Ctx<'_>, text: &[u8]) -> Result<qjs::JSValue> {
    // SAFETY: the function reads as many bytes as it is told.
    let made = unsafe { qjs::JS_NewStringLen(ctx.as_raw().as_ptr(), text.as_ptr().cast(), text.len() as _) };
    // SAFETY: the function looks at the value's tag.
    if unsafe { qjs::JS_IsException(made) } { Err(Error::Exception) } else { Ok(made) }
}

/// A share of a value, which is the caller's.
fn shared(value: &Value<'_>) -> qjs::JSValue {
    // SAFETY: the value is of its context.
    unsafe { qjs::JS_DupValue(value.ctx().as_raw().as_ptr(), value.as_raw()) }
}

fn owned(value: Value<'_>) -> qjs::JSValue {
    shared(&value)
}

/// An object of numbers.
pub fn object<'js, const N: usize>(ctx: &Ctx<'js>, numbers: [(&str, f64); N]) -> Result<Value<'js>> {
    let object = Object::new(ctx.clone())?;
    for (name, number) in numbers {
        object.set(name, Value::new_number(ctx.clone(), number))?;
    }
    Ok(object.into_value())
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
