//! Why nothing of a request is taken, in HTTP's words and in gRPC's; must not know any signal.
//!
//! Source: <https://opentelemetry.io/docs/specs/otlp/#failures>, which says what clients send again.

use std::io;
use std::time::Duration;

use axum::http::StatusCode;
use coral_listener::Foreign;
use coral_otlp::{BodyError, Busy};
use tonic::Code;

/// How soon it makes sense to send again where too much arrived at once.
const COME_BACK_AFTER: Duration = Duration::from_secs(1);

/// Why nothing of a request is taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Rejection {
    /// The body is no message of OTLP, or has too much in it.
    #[error(transparent)]
    Unreadable(#[from] BodyError),
    /// The body cannot be decompressed.
    #[error("the body is not what its compression says: {0}")]
    Damaged(io::Error),
    /// The body is no message of gRPC.
    #[error("the body is no call of gRPC: {0}")]
    NoCall(&'static str),
    /// The client has left off.
    #[error("the body ended early: {0}")]
    CutOff(axum::Error),
    /// As it is sent, or decompressed.
    #[error("the body is larger than {0} bytes: send less at once")]
    TooLarge(usize),
    /// The client is too slow.
    #[error("the body did not arrive within {0:?}: send less at once")]
    TimedOut(Duration),
    /// The bytes that may be in flight are.
    #[error("too much arrives at once: send it again later")]
    Crowded,
    /// Whoever keeps rows takes none.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// Nothing else is understood.
    #[error("the content type must be application/x-protobuf or application/json")]
    ContentType,
    /// Nothing else can be decompressed.
    #[error("a body may be compressed with gzip or with zstd, and not with {0:?}")]
    Compression(String),
    /// It was made for another server, or by a page on the web.
    #[error(transparent)]
    Foreign(#[from] Foreign),
    /// Nothing is received there.
    #[error("nothing is received here: send to /v1/traces, /v1/metrics or /v1/logs")]
    Path,
    /// It asks for something.
    #[error("telemetry is sent with POST")]
    Method,
    /// A mistake of ours.
    #[error("the request could not be read: look at the program's log")]
    Failed,
}

impl Rejection {
    /// What HTTP calls it.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Unreadable(error) if error.is_too_large() => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable(_) | Self::Damaged(_) | Self::NoCall(_) | Self::CutOff(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TimedOut(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Crowded | Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::ContentType | Self::Compression(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Foreign(_) => StatusCode::FORBIDDEN,
            Self::Path => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What gRPC calls it.
    pub(crate) const fn code(&self) -> Code {
        match self {
            // Without a time to come back after, clients do not send it again.
            Self::Unreadable(error) if error.is_too_large() => Code::ResourceExhausted,
            Self::Unreadable(_) | Self::Damaged(_) | Self::NoCall(_) | Self::CutOff(_) => Code::InvalidArgument,
            Self::TooLarge(_) => Code::ResourceExhausted,
            Self::TimedOut(_) => Code::DeadlineExceeded,
            Self::Crowded | Self::Busy(_) => Code::Unavailable,
            Self::ContentType | Self::Compression(_) | Self::Path | Self::Method => Code::Unimplemented,
            Self::Foreign(_) => Code::PermissionDenied,
            Self::Failed => Code::Internal,
        }
    }

    /// When the same may be sent again; none where that would not help.
    pub(crate) const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Crowded => Some(COME_BACK_AFTER),
            Self::Busy(busy) => Some(busy.retry_after()),
            _ => None,
        }
    }

    /// As a label of a counter.
    pub(crate) const fn label(&self) -> &'static str {
        match self {
            Self::Unreadable(error) if error.is_too_large() => "too-large",
            Self::Unreadable(_) | Self::Damaged(_) | Self::NoCall(_) => "malformed",
            Self::CutOff(_) => "cut-off",
            Self::TooLarge(_) => "too-large",
            Self::TimedOut(_) => "timed-out",
            Self::Crowded => "crowded",
            Self::Busy(busy) => busy.label(),
            Self::ContentType => "content-type",
            Self::Compression(_) => "compression",
            Self::Foreign(_) => "foreign",
            Self::Path => "path",
            Self::Method => "method",
            Self::Failed => "failed",
        }
    }
}
