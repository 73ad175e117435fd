//! Result sets as JavaScript rows, of which all have one shape. Must not know what a cell becomes, nor how it was asked.

use std::ffi::c_int;

use javy_plugin_api::javy::quickjs::object::Property;
use javy_plugin_api::javy::quickjs::{Array, Ctx, Error, Object, Result, Value, qjs};

use crate::bindings::coral::script::telemetry::{Column, ResultSet};
use crate::cells::Cells;

unsafe extern "C" {
    /// Of quickjs.patch: an object with the properties of `model` and these values, which it takes if it comes to be.
    fn JS_NewObjectLike(ctx: *mut qjs::JSContext, model: qjs::JSValue, values: *const qjs::JSValue) -> qjs::JSValue;
    /// Of quickjs.patch: collects no garbage until the other is called, and may put the next collection off once.
    fn JS_PauseCollection(ctx: *mut qjs::JSContext);
    fn JS_ResumeCollection(ctx: *mut qjs::JSContext);
}

/// `{columns, rows, count, truncated}`: one object a row.
pub fn to_javascript<'js>(ctx: &Ctx<'js>, set: ResultSet) -> Result<Value<'js>> {
    let columns = Array::new(ctx.clone())?;
    for (index, column) in set.columns.iter().enumerate() {
        columns.set(index, column.name.as_str())?;
    }
    let result = Object::new(ctx.clone())?;
    result.set("columns", columns)?;
    result.set("rows", rows(ctx, set.row_count as usize, distinct(&set.columns))?)?;
    result.set("count", set.row_count)?;
    result.set("truncated", set.truncated)?;
    Ok(result.into_value())
}

/// The columns that a row has a property for, in the order of these: of two with one name the last, in the place of the first.
fn distinct(columns: &[Column]) -> Vec<&Column> {
    let mut distinct: Vec<&Column> = Vec::with_capacity(columns.len());
    for column in columns {
        match distinct.iter_mut().find(|earlier| earlier.name == column.name) {
            Some(earlier) => *earlier = column,
            None => distinct.push(column),
        }
    }
    distinct
}

fn rows<'js>(ctx: &Ctx<'js>, count: usize, columns: Vec<&Column>) -> Result<Value<'js>> {
    let model = Object::new(ctx.clone())?;
    for column in &columns {
        let null = Property::from(Value::new_null(ctx.clone())).writable().enumerable().configurable();
        // Defined, not assigned: a column named `__proto__` is a column.
        model.prop(column.name.as_str(), null)?;
    }
    let mut columns: Vec<Cells<'_, 'js>> = columns.into_iter().map(Cells::new).collect();
    let _paused = PausedCollection::new(ctx);
    let mut rows = OwnedValues::new(ctx, count);
    let mut cells = OwnedValues::new(ctx, columns.len());
    for row in 0..count {
        for column in &mut columns {
            cells.values.push(column.value(ctx, row)?);
        }
        // SAFETY: the model is an ordinary object of this context with a property for each of the values, and no others.
        let object =
            unsafe { JS_NewObjectLike(ctx.as_raw().as_ptr(), model.as_value().as_raw(), cells.values.as_ptr()) };
        // SAFETY: the function looks at the value's tag.
        if unsafe { qjs::JS_IsException(object) } {
            return Err(Error::Exception);
        }
        cells.values.clear();
        rows.values.push(object);
    }
    rows.into_array()
}

/// Values that are ours until they are something else's: without what a [`Value`] counts with each that is made or dropped.
struct OwnedValues<'a, 'js> {
    ctx: &'a Ctx<'js>,
    values: Vec<qjs::JSValue>,
}

impl<'a, 'js> OwnedValues<'a, 'js> {
    fn new(ctx: &'a Ctx<'js>, capacity: usize) -> Self {
        Self { ctx, values: Vec::with_capacity(capacity) }
    }

    fn into_array(mut self) -> Result<Value<'js>> {
        let values = std::mem::take(&mut self.values);
        // SAFETY: the values are of this context, and the function takes them, whatever comes of it.
        let array = unsafe { qjs::JS_NewArrayFrom(self.ctx.as_raw().as_ptr(), values.len() as c_int, values.as_ptr()) };
        // SAFETY: the array, if it is one, is ours alone.
        let array = unsafe { Value::from_raw(self.ctx.clone(), array) };
        if array.is_exception() { Err(Error::Exception) } else { Ok(array) }
    }
}

impl Drop for OwnedValues<'_, '_> {
    fn drop(&mut self) {
        for value in self.values.drain(..) {
            // SAFETY: it is of this context, and ours alone.
            unsafe { qjs::JS_FreeValue(self.ctx.as_raw().as_ptr(), value) };
        }
    }
}

/// While this lives no garbage is looked for: each search would go over all rows that there are so far.
struct PausedCollection<'a, 'js>(&'a Ctx<'js>);

impl<'a, 'js> PausedCollection<'a, 'js> {
    fn new(ctx: &'a Ctx<'js>) -> Self {
        // SAFETY: the context is alive.
        unsafe { JS_PauseCollection(ctx.as_raw().as_ptr()) };
        Self(ctx)
    }
}

impl Drop for PausedCollection<'_, '_> {
    fn drop(&mut self) {
        // SAFETY: the context is alive, and collection is paused.
        unsafe { JS_ResumeCollection(self.0.as_raw().as_ptr()) };
    }
}
