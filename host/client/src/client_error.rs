//! Why a server gave no rows; knows no way of asking it.

use std::time::Duration;

use coral_contract::AskError;

use crate::ServerAddress;

/// Why a server gave no rows. Each text is one line that names the server and the remedy, but for what the server itself
/// says of the statement.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nobody answers there.
    #[error(
        "{address} cannot be reached ({reason}): start `coral-wasm serve`, or name another server with --server URL"
    )]
    Unreachable {
        /// The server.
        address: ServerAddress,
        /// What the system says.
        reason: String,
    },
    /// Somebody else answers there, or the answer is not whole.
    #[error("{address} gives no answer of Coral's ({reason}): name another server with --server URL")]
    NotCoral {
        /// The server.
        address: ServerAddress,
        /// What is wrong with the answer.
        reason: String,
    },
    /// It did not answer in time.
    #[error("{address} did not answer within {waited:?}: ask for less, or let it take longer with --query-time")]
    Silent {
        /// The server.
        address: ServerAddress,
        /// How long it was waited for.
        waited: Duration,
    },
    /// It lets in nobody without a token.
    #[error("{address} lets in only who brings a token: set CORAL_SDK_TOKEN to it")]
    TokenNeeded {
        /// The server.
        address: ServerAddress,
    },
    /// It knows nobody with this token.
    #[error("{address} does not know the token in CORAL_SDK_TOKEN: ask who runs it for another")]
    TokenUnknown {
        /// The server.
        address: ServerAddress,
    },
    /// It refused the question or failed to answer it.
    #[error(transparent)]
    Refused(AskError),
}
