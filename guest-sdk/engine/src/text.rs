//! A text that a script passes. It is read where QuickJS keeps it, without a copy where it is ASCII.

use std::ops::Deref;

use javy_plugin_api::javy::quickjs::{CString, Ctx, Error, FromJs, Result, Value};

/// A text of a script's.
pub struct Text<'js>(CString<'js>);

impl<'js> FromJs<'js> for Text<'js> {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        CString::from_js(ctx, value).map(Self).map_err(|error| match error {
            // Too little memory for the copy, which QuickJS has thrown already: rquickjs knows of no reason.
            Error::Unknown => Error::Exception,
            error => error,
        })
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.as_str()
    }
}
