//! Attributes as a JSON object, and looked up by their names. Must not know what any name means.

use std::borrow::Cow;

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use serde_json::Number;

/// How many attributes are kept of one span, point or log: as many as OpenTelemetry's SDKs send unless they are told otherwise.
const MOST: usize = 128;

/// How many bytes of a text are kept.
const TEXT_BYTES: usize = 4 * 1024;

/// How deep a value may be nested; prost reads no deeper either.
const DEPTH: usize = 8;

/// The value of an attribute.
pub fn value<'a>(attributes: &'a [KeyValue], name: &str) -> Option<&'a Value> {
    attributes.iter().find(|attribute| attribute.key == name)?.value.as_ref()?.value.as_ref()
}

/// The first text that is there under one of these names.
pub fn text<'a>(attributes: &'a [KeyValue], names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| match value(attributes, name)? {
        Value::StringValue(text) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    })
}

/// The first whole number that is there under one of these names; some clients send it as text.
pub fn number(attributes: &[KeyValue], names: &[&str]) -> Option<i64> {
    names.iter().find_map(|name| match value(attributes, name)? {
        Value::IntValue(number) => Some(*number),
        Value::StringValue(text) => text.parse().ok(),
        _ => None,
    })
}

/// The attributes as the text of a JSON object, and how many of them are not in it: those beyond the most that are kept, and those
/// without a name. Of two of one name the last counts, as in JSON.
pub fn json(attributes: &[KeyValue]) -> (String, u32) {
    let mut text = String::from("{");
    let mut kept = 0;
    for attribute in attributes.iter().filter(|attribute| !attribute.key.is_empty()).take(MOST) {
        if kept > 0 {
            text.push(',');
        }
        quote(&attribute.key, &mut text);
        text.push(':');
        write(attribute.value.as_ref(), &mut text, DEPTH);
        kept += 1;
    }
    text.push('}');
    (text, u32::try_from(attributes.len() - kept).unwrap_or(u32::MAX))
}

/// A value as JSON's text.
pub fn json_value(value: Option<&AnyValue>) -> String {
    let mut text = String::new();
    write(value, &mut text, DEPTH);
    text
}

fn write(value: Option<&AnyValue>, text: &mut String, depth: usize) {
    let Some(value) = value.and_then(|value| value.value.as_ref()).filter(|_| depth > 0) else {
        return text.push_str("null");
    };
    match value {
        Value::StringValue(string) => quote(string, text),
        Value::BoolValue(is_so) => text.push_str(if *is_so { "true" } else { "false" }),
        Value::IntValue(number) => text.push_str(&number.to_string()),
        // JSON has no numbers that are not finite.
        Value::DoubleValue(number) => match Number::from_f64(*number) {
            Some(number) => text.push_str(&number.to_string()),
            None => quote(&number.to_string(), text),
        },
        Value::ArrayValue(array) => {
            list(array.values.iter().take(MOST), ['[', ']'], text, |item, text| write(Some(item), text, depth - 1));
        }
        Value::KvlistValue(pairs) => list(pairs.values.iter().take(MOST), ['{', '}'], text, |pair, text| {
            quote(&pair.key, text);
            text.push(':');
            write(pair.value.as_ref(), text, depth - 1);
        }),
        Value::BytesValue(bytes) => {
            text.push('"');
            for byte in bytes.iter().take(TEXT_BYTES / 2) {
                text.push_str(&format!("{byte:02x}"));
            }
            text.push('"');
        }
        // An index into a table that only profiles have.
        Value::StringValueStrindex(_) => text.push_str("null"),
    }
}

fn list<T>(items: impl Iterator<Item = T>, [begin, end]: [char; 2], text: &mut String, write: impl Fn(T, &mut String)) {
    text.push(begin);
    for (index, item) in items.enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(item, text);
    }
    text.push(end);
}

/// A text in JSON's quotes, cut where it is too long.
fn quote(string: &str, text: &mut String) {
    let end = string.floor_char_boundary(TEXT_BYTES);
    let kept = if end < string.len() { format!("{}…", &string[..end]).into() } else { Cow::Borrowed(string) };
    text.push_str(&serde_json::Value::from(kept).to_string());
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use opentelemetry_proto::tonic::common::v1::{ArrayValue, KeyValueList};

    use super::*;

    fn any(value: Value) -> AnyValue {
        AnyValue { value: Some(value) }
    }

    fn pair(key: &str, value: Value) -> KeyValue {
        KeyValue { key: key.to_owned(), value: Some(any(value)), ..KeyValue::default() }
    }

    #[test]
    fn every_kind_of_value_becomes_json() {
        let attributes = [
            pair("text", Value::StringValue("a \"b\" \\ \n\u{1}é".to_owned())),
            pair("yes", Value::BoolValue(true)),
            pair("whole", Value::IntValue(i64::MIN)),
            pair("real", Value::DoubleValue(0.1)),
            pair("none", Value::DoubleValue(f64::NAN)),
            pair("bytes", Value::BytesValue(vec![0, 255])),
            pair("list", Value::ArrayValue(ArrayValue { values: vec![any(Value::IntValue(1)), AnyValue::default()] })),
            pair("object", Value::KvlistValue(KeyValueList { values: vec![pair("a", Value::IntValue(1))] })),
        ];
        let (text, left_out) = json(&attributes);
        let expected = serde_json::json!({
            "text": "a \"b\" \\ \n\u{1}é", "yes": true, "whole": i64::MIN, "real": 0.1, "none": "NaN", "bytes": "00ff",
            "list": [1, null], "object": {"a": 1},
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), expected);
        assert_eq!(left_out, 0);
    }

    #[test]
    fn of_ten_thousand_attributes_and_of_long_texts_some_are_kept() {
        let mut attributes: Vec<KeyValue> =
            (0..10_000).map(|number| pair(&format!("name{number}"), Value::IntValue(number))).collect();
        attributes[0] = pair("name0", Value::StringValue("é".repeat(100_000)));
        let (text, left_out) = json(&attributes);
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
        assert_eq!((object.len(), left_out), (MOST, 10_000 - 128));
        assert_eq!(object["name0"].as_str().unwrap().len(), TEXT_BYTES + "…".len());
    }

    #[test]
    fn what_is_nested_too_deep_is_null() {
        let deep =
            (0..50).fold(Value::IntValue(1), |value, _| Value::ArrayValue(ArrayValue { values: vec![any(value)] }));
        assert_eq!(json_value(Some(&any(deep))), "[[[[[[[[null]]]]]]]]");
    }
}
