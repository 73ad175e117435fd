//! Connect's unary calls in JSON, as a Coral colony speaks them; must not know any of its methods.
//!
//! From the Connect protocol (<https://connectrpc.com/docs/protocol>) and protobuf's JSON mapping: names in requests
//! may be in camel or snake case, 64-bit integers are texts in replies and either in requests, unknown fields are
//! ignored. Zero values, which that mapping leaves out, are written: the clients of Coral need them.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use coral_contract::AskError;
use serde::{Deserialize, Deserializer, de};
use serde_json::{Value, json};

use crate::refusal::Refusal;

/// Why a call fails, in Connect's terms.
#[derive(Debug)]
pub(crate) struct ConnectError {
    code: &'static str,
    message: String,
}

impl ConnectError {
    pub(crate) fn unimplemented(message: impl Into<String>) -> Self {
        Self { code: "unimplemented", message: message.into() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self { code: "invalid_argument", message: message.into() }
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self { code: "not_found", message: message.into() }
    }

    fn status(&self) -> StatusCode {
        match self.code {
            "invalid_argument" => StatusCode::BAD_REQUEST,
            "permission_denied" => StatusCode::FORBIDDEN,
            "not_found" => StatusCode::NOT_FOUND,
            "resource_exhausted" => StatusCode::TOO_MANY_REQUESTS,
            "unimplemented" => StatusCode::NOT_IMPLEMENTED,
            "deadline_exceeded" => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl From<AskError> for ConnectError {
    fn from(error: AskError) -> Self {
        let code = match &error {
            AskError::InvalidArgument(_) | AskError::QueryFailed(_) => "invalid_argument",
            AskError::Denied(_) => "permission_denied",
            AskError::NotFound(_) => "not_found",
            AskError::BudgetExceeded(_) => "resource_exhausted",
            AskError::TimedOut(_) => "deadline_exceeded",
            AskError::Unavailable(_) | AskError::Busy { .. } => "unavailable",
        };
        Self { code, message: error.to_string() }
    }
}

/// A body that could not be read is a bad argument, whatever the reason.
impl From<Refusal> for ConnectError {
    fn from(refusal: Refusal) -> Self {
        Self::invalid(refusal.message)
    }
}

impl IntoResponse for ConnectError {
    fn into_response(self) -> Response {
        let body = json!({ "code": self.code, "message": self.message });
        (self.status(), [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
    }
}

/// A reply.
pub(crate) fn reply(value: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// A 64-bit integer that is a number or a text; null and none are 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Wide(pub(crate) i64);

impl<'de> Deserialize<'de> for Wide {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let number = match &value {
            Value::Null => Some(0),
            Value::Number(number) => number.as_i64().or_else(|| {
                // protobuf's mapping takes 1e3 and 1.0 too.
                number
                    .as_f64()
                    .filter(|number| number.fract() == 0.0 && number.abs() < 9e15)
                    .map(|number| number as i64)
            }),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        number.map(Self).ok_or_else(|| de::Error::custom(format!("{value} is no integer of 64 bits")))
    }
}
