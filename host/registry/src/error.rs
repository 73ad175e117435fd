//! Why a registry did not do as it was asked, in one line with a remedy. It must not hold a secret, nor text that a
//! terminal would obey.

use std::error::Error;
use std::io;

use oci_client::errors::{OciDistributionError, OciErrorCode};

use crate::{ARTIFACT_TYPE, Credentials, LARGEST_BUNDLE, Reference};

/// The most characters of a registry's own words that are shown.
const MOST_WORDS: usize = 200;

/// Why a registry did not do as it was asked.
#[derive(Debug, thiserror::Error)]
#[error("{reference}: {problem}")]
pub struct RegistryError {
    reference: String,
    problem: Problem,
}

impl RegistryError {
    /// What went wrong with this reference.
    pub fn new(reference: &Reference, problem: Problem) -> Self {
        Self { reference: reference.to_string(), problem }
    }
}

/// What went wrong at a registry.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// There is no such thing.
    #[error("the registry has nothing by this name: check host, name and tag, or push it there first")]
    NotFound,
    /// It wants to know who asks.
    #[error(
        "the registry wants a name and password{}: give --username, and the password in CORAL_WASM_REGISTRY_PASSWORD",
        helper.as_ref().map(|helper| format!(" (Docker's settings leave it to {helper}, which is not run)")).unwrap_or_default()
    )]
    NobodyAsked {
        /// The program that knows the password.
        helper: Option<String>,
    },
    /// It does not let this user in.
    #[error("the registry refuses {username:?}: check the password, and what this user may do there")]
    Refused {
        /// The name that was given.
        username: String,
    },
    /// There is no connection.
    #[error("the registry cannot be reached ({0}): check its address, and whether it is running")]
    Unreachable(String),
    /// There is no safe connection.
    #[error(
        "the registry has no connection that can be trusted ({0}): name its certificate authority in SSL_CERT_FILE; if it \
         speaks plain HTTP, and the network can be trusted, add --plain-http"
    )]
    Untrusted(String),
    /// The connection did not last.
    #[error("the connection broke off ({0}): try again")]
    Interrupted(String),
    /// It is something else.
    #[error(
        "this is no bundle, but something else ({0}): bundles are of type {ARTIFACT_TYPE}, and made by coral-wasm push"
    )]
    NoBundle(String),
    /// It is larger than any bundle.
    #[error("the bundle is {0} bytes large, and no bundle may have more than {LARGEST_BUNDLE}")]
    TooLarge(u64),
    /// Its bytes are not those that were announced.
    #[error(
        "the registry gives other bytes than it promises ({0}): nothing of it was kept; push it again, or ask who runs the registry"
    )]
    OtherBytes(String),
    /// A digest was given where something is to be written.
    #[error("a digest names what is there already: push to a tag, such as :1.2.0")]
    PushToDigest,
    /// The bytes have nowhere to go.
    #[error("could not write what was pulled: {0}")]
    Write(io::Error),
    /// It answered in a way that is not foreseen.
    #[error("the registry did not do it ({0}): if it says no more, its log may")]
    Other(String),
}

impl Problem {
    /// What an error of the client means for whoever asked with these credentials.
    pub(crate) fn of(error: OciDistributionError, credentials: &Credentials) -> Self {
        match error {
            OciDistributionError::UnauthorizedError { .. }
            | OciDistributionError::AuthenticationFailure(_)
            | OciDistributionError::ServerError { code: 401 | 403, .. } => Self::unauthorized(credentials),
            OciDistributionError::ImageManifestNotFoundError(_)
            | OciDistributionError::ServerError { code: 404, .. } => Self::NotFound,
            OciDistributionError::RegistryError { envelope, .. } => {
                let is_any = |codes: &[OciErrorCode]| envelope.errors.iter().any(|error| codes.contains(&error.code));
                if is_any(&[OciErrorCode::Unauthorized, OciErrorCode::Denied]) {
                    Self::unauthorized(credentials)
                } else if is_any(&[
                    OciErrorCode::ManifestUnknown,
                    OciErrorCode::NameUnknown,
                    OciErrorCode::NotFound,
                    OciErrorCode::BlobUnknown,
                ]) {
                    Self::NotFound
                } else {
                    Self::Other(plain(&envelope.to_string()))
                }
            }
            OciDistributionError::DigestError(error) => Self::OtherBytes(plain(&error.to_string())),
            OciDistributionError::IoError(error) => Self::Write(error),
            OciDistributionError::ImageIndexParsingNoPlatformResolverError => {
                Self::NoBundle("a list of images for several platforms".to_owned())
            }
            OciDistributionError::UnsupportedMediaTypeError(found) => Self::NoBundle(plain(&found)),
            OciDistributionError::ManifestParsingError(found) | OciDistributionError::VersionedParsingError(found) => {
                Self::NoBundle(plain(&format!("its manifest cannot be read: {found}")))
            }
            OciDistributionError::ServerError { code, message, .. } => {
                Self::Other(plain(&format!("status {code}: {}", message.trim())))
            }
            OciDistributionError::RequestError(error) => {
                if let Some(status) = error.status() {
                    return match status.as_u16() {
                        401 | 403 => Self::unauthorized(credentials),
                        404 => Self::NotFound,
                        code => Self::Other(format!("status {code}")),
                    };
                }
                let cause = plain(&root_cause(&error));
                if is_tls(&error) {
                    Self::Untrusted(cause)
                } else if error.is_connect() {
                    Self::Unreachable(cause)
                } else {
                    Self::Interrupted(cause)
                }
            }
            error => Self::Other(plain(&error.to_string())),
        }
    }

    fn unauthorized(credentials: &Credentials) -> Self {
        match credentials.username() {
            Some(username) => Self::Refused { username: username.to_owned() },
            None => Self::NobodyAsked { helper: credentials.helper().map(str::to_owned) },
        }
    }
}

/// An error and all that caused it. What an I/O error wraps is not among its sources, but behind it.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error.downcast_ref::<io::Error>().and_then(|error| error.get_ref());
        wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source())
    })
}

fn root_cause(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

fn is_tls(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(|cause| cause.is::<rustls::Error>())
}

/// Another's words in one short line, without what a terminal would obey.
fn plain(text: &str) -> String {
    let is_odd = |character: char| {
        character.is_control() || matches!(character, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().take(MOST_WORDS).map(|character| if is_odd(character) { ' ' } else { character }).collect()
}
