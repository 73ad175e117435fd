//! What a run is started with, besides its session.

use std::net::SocketAddr;

use crate::SdkModules;

/// A script in one piece.
#[derive(Debug, Clone, Copy)]
pub struct Program<'a> {
    /// One ES module, which imports modules of the SDK and nothing else.
    pub code: &'a str,
    /// Its source map, as JSON: the columns of the generated code count UTF-16 units, the sources are relative to the
    /// script's root folder.
    pub source_map: &'a str,
    /// The SDK that it imports.
    pub sdk: &'a SdkModules,
}

/// How a script reaches the server that answers it. No other address is open to it.
#[derive(Debug, Clone)]
pub struct Door {
    /// Where the server listens.
    pub address: SocketAddr,
    /// What the server knows the run by.
    pub token: String,
}

impl Door {
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
