//! Why a request is not answered as it was meant, and how that is said; must not know any route.

use std::time::Duration;

use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use coral_contract::{AskError, ExceededBudget};
use serde_json::json;

/// How soon it makes sense to ask again where the database was busy.
const COME_BACK_AFTER: Duration = Duration::from_secs(1);

/// Why a request is not answered as it was meant.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// As scripts and reports spell it: `invalid-argument`.
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// What a text, but not JSON, says before the message.
    prefix: &'static str,
    budget: Option<ExceededBudget>,
    retry_after: Option<Duration>,
}

impl Refusal {
    /// A parameter or a body has no meaning.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid-argument", message)
    }

    /// The caller may not.
    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "denied", message)
    }

    /// The caller does not say who they are.
    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "denied", message)
    }

    /// There is no such route.
    pub(crate) fn no_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "404 page not found")
    }

    /// The route has another method.
    pub(crate) fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "invalid-argument", "Method not allowed")
    }

    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), prefix: "", budget: None, retry_after: None }
    }

    /// The response, as JSON if the caller asked for that.
    pub(crate) fn render(&self, as_json: bool) -> Response {
        let (kind, body) = if as_json {
            let mut error = json!({ "code": self.code, "message": self.message });
            if let Some(budget) = &self.budget {
                error["budget"] = json!(budget);
            }
            ("application/json", format!("{}\n", json!({ "error": error })))
        } else {
            ("text/plain; charset=utf-8", format!("{}{}\n", self.prefix, self.message))
        };
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(wait) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs()));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    /// The response to a request that got this one from its handler: with the headers that the handler's had.
    pub(crate) fn render_for(&self, handled: &Response, as_json: bool) -> Response {
        let mut response = self.render(as_json);
        if let Some(methods) = handled.headers().get(ALLOW) {
            response.headers_mut().insert(ALLOW, methods.clone());
        }
        response
    }
}

impl From<AskError> for Refusal {
    fn from(error: AskError) -> Self {
        let message = error.to_string();
        let status = match &error {
            AskError::InvalidArgument(_) | AskError::QueryFailed(_) => StatusCode::BAD_REQUEST,
            AskError::Denied(_) => StatusCode::FORBIDDEN,
            AskError::NotFound(_) => StatusCode::NOT_FOUND,
            AskError::BudgetExceeded(_) => StatusCode::TOO_MANY_REQUESTS,
            AskError::TimedOut(_) => StatusCode::GATEWAY_TIMEOUT,
            AskError::Unavailable(_) | AskError::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
        };
        let prefix = if matches!(error, AskError::QueryFailed(_)) { "Query failed: " } else { "" };
        let retry_after = matches!(error, AskError::Busy { .. }).then_some(COME_BACK_AFTER);
        let code = error.code();
        let budget = match error {
            AskError::BudgetExceeded(budget) => Some(budget),
            _ => None,
        };
        Self { status, code, message, prefix, budget, retry_after }
    }
}

/// As an extension of an empty response: how it is said, the front door knows.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
