//! A statement as the body of a request; must not know how that is sent.

use coral_contract::{SqlParameter, SqlQuery};
use serde_json::{Value, json};

/// The body that asks for a statement's rows, with all digits of whole numbers.
pub(crate) fn body(query: &SqlQuery) -> String {
    let parameters: Vec<Value> = query.parameters.iter().map(parameter).collect();
    json!({ "sql": query.text, "parameters": parameters, "wide_integers": "number", "limit": query.limit }).to_string()
}

fn parameter(parameter: &SqlParameter) -> Value {
    match parameter {
        SqlParameter::Null => Value::Null,
        SqlParameter::Boolean(value) => json!(value),
        SqlParameter::Int64(value) => json!(value),
        SqlParameter::Double(value) if value.is_finite() => json!(value),
        SqlParameter::Double(value) if value.is_nan() => json!({ "double": "NaN" }),
        SqlParameter::Double(value) if *value > 0.0 => json!({ "double": "Infinity" }),
        SqlParameter::Double(_) => json!({ "double": "-Infinity" }),
        SqlParameter::Text(value) => json!(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keep_their_types() {
        let parameters = vec![
            SqlParameter::Null,
            SqlParameter::Boolean(true),
            SqlParameter::Int64(i64::MAX),
            SqlParameter::Double(5.0),
            SqlParameter::Double(f64::NEG_INFINITY),
            SqlParameter::Text("a\"".to_owned()),
        ];
        let query = SqlQuery { text: "SELECT ?".to_owned(), parameters, limit: Some(2) };
        let expected = r#"{"sql":"SELECT ?","parameters":[null,true,9223372036854775807,5.0,{"double":"-Infinity"},"a\""],"wide_integers":"number","limit":2}"#;
        assert_eq!(body(&query), expected);
    }
}
