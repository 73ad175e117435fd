//! A cell of JSON as a JavaScript value: whole numbers without loss, NaN and the infinities, which `JSON.parse` would not
//! give. Knows no columns. What it reads is the host's; were it no JSON, it would be an exception.

use std::borrow::Cow;

use javy_plugin_api::javy::quickjs::object::Property;
use javy_plugin_api::javy::quickjs::{
    Array, BigInt, Ctx, Error, Exception, IntoJs, Object, Result, String as JsString, Value,
};

use crate::cells;

/// As deep as the contract lets a cell be.
const MAX_DEPTH: usize = 100;

/// The numbers that are written as strings: no text begins with such an escape.
const NOT_FINITE: [(&str, f64); 3] =
    [(r#""\u004eaN""#, f64::NAN), (r#""\u0049nfinity""#, f64::INFINITY), (r#""\u002dInfinity""#, f64::NEG_INFINITY)];

/// The value that a text stands for.
pub fn parse<'js>(ctx: &Ctx<'js>, text: &str) -> Result<Value<'js>> {
    let mut reader = Reader { ctx, rest: text };
    let value = reader.value(MAX_DEPTH)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(reader.malformed()) }
}

struct Reader<'text, 'js> {
    ctx: &'text Ctx<'js>,
    /// What is not read yet.
    rest: &'text str,
}

impl<'text, 'js> Reader<'text, 'js> {
    fn value(&mut self, depth: usize) -> Result<Value<'js>> {
        match self.rest.as_bytes().first() {
            Some(b'[') if depth > 0 => self.array(depth - 1),
            Some(b'{') if depth > 0 => self.object(depth - 1),
            Some(b'"') => {
                for (text, number) in NOT_FINITE {
                    if self.skip(text) {
                        return Ok(Value::new_float(self.ctx.clone(), number));
                    }
                }
                JsString::from_str(self.ctx.clone(), &self.string()?)?.into_js(self.ctx)
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.skip("null") => Ok(Value::new_null(self.ctx.clone())),
            _ if self.skip("true") => Ok(Value::new_bool(self.ctx.clone(), true)),
            _ if self.skip("false") => Ok(Value::new_bool(self.ctx.clone(), false)),
            _ => Err(self.malformed()),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value<'js>> {
        let array = Array::new(self.ctx.clone())?;
        self.expect("[")?;
        let mut length = 0;
        while !self.skip("]") {
            if length > 0 {
                self.expect(",")?;
            }
            array.set(length, self.value(depth)?)?;
            length += 1;
        }
        Ok(array.into_value())
    }

    fn object(&mut self, depth: usize) -> Result<Value<'js>> {
        let object = Object::new(self.ctx.clone())?;
        self.expect("{")?;
        let mut is_first = true;
        while !self.skip("}") {
            if !is_first {
                self.expect(",")?;
            }
            is_first = false;
            let name = self.string()?;
            self.expect(":")?;
            let value = self.value(depth)?;
            // Defined, not assigned: a member named `__proto__` is a member.
            object.prop(&*name, Property::from(value).writable().enumerable().configurable())?;
        }
        Ok(object.into_value())
    }

    fn string(&mut self) -> Result<Cow<'text, str>> {
        self.expect("\"")?;
        let mut text = Cow::Borrowed("");
        loop {
            let end =
                self.rest.bytes().position(|byte| matches!(byte, b'"' | b'\\')).ok_or_else(|| self.malformed())?;
            let (plain, rest) = self.rest.split_at(end);
            text += plain;
            self.rest = rest;
            if self.skip("\"") {
                return Ok(text);
            }
            text.to_mut().push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char> {
        self.expect("\\")?;
        let letter = self.rest.chars().next().ok_or_else(|| self.malformed())?;
        self.rest = &self.rest[letter.len_utf8()..];
        Ok(match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let (digits, rest) = self.rest.split_at_checked(4).ok_or_else(|| self.malformed())?;
                self.rest = rest;
                let code = u32::from_str_radix(digits, 16).ok();
                // Half of a pair is none; UTF-8 has no need of them.
                code.and_then(char::from_u32).ok_or_else(|| self.malformed())?
            }
            _ => return Err(self.malformed()),
        })
    }

    fn number(&mut self) -> Result<Value<'js>> {
        let end = self.rest.bytes().position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        let (token, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        if let Ok(integer) = token.parse::<i64>() {
            return cells::integer(self.ctx, integer);
        }
        if let Ok(integer) = token.parse::<u64>() {
            return Ok(BigInt::from_u64(self.ctx.clone(), integer)?.into_value());
        }
        if token.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) {
            // A literal, since the script may have put something else in the place of `BigInt`.
            return self.ctx.eval(format!("{token}n"));
        }
        // QuickJS reads doubles already; Rust's own way would take 20 KB of the engine.
        self.ctx.json_parse(token)
    }

    /// Passes over a text, if it comes next.
    #[inline(never)]
    fn skip(&mut self, text: &str) -> bool {
        self.rest.strip_prefix(text).map(|rest| self.rest = rest).is_some()
    }

    fn expect(&mut self, text: &str) -> Result<()> {
        if self.skip(text) { Ok(()) } else { Err(self.malformed()) }
    }

    #[cold]
    #[inline(never)]
    fn malformed(&self) -> Error {
        Exception::throw_message(self.ctx, "the host sent a cell that is no JSON")
    }
}
