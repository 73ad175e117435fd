//! The public half of a key, as `.pub` files have it: it says whose a signature is.

use std::fmt;
use std::str::FromStr;

use ssh_key::{HashAlg, SshSig};

use crate::signature::is_accepted;

/// A public key of the kind that signs bundles: ed25519. Two are equal if they are the same key, whatever is written beside.
#[derive(Debug, Clone)]
pub struct PublicKey(ssh_key::PublicKey);

/// A text that is no public key of the kind that signs bundles.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPublicKey {
    /// It is another kind of key.
    #[error("is a key of type {0}, and only ed25519 keys sign bundles: make one with coral-wasm key new")]
    Algorithm(String),
    /// It is none.
    #[error("is no public key: write ssh-ed25519 AAAA…, as it stands in a .pub file")]
    Malformed,
}

impl PublicKey {
    pub(crate) fn new(key: ssh_key::PublicKey) -> Result<Self, InvalidPublicKey> {
        if is_accepted(&key.algorithm()) {
            Ok(Self(key))
        } else {
            Err(InvalidPublicKey::Algorithm(key.algorithm().to_string()))
        }
    }

    /// The key that a signature says it was made with; the error is the type of a key that is not taken.
    pub(crate) fn from_signature(signature: &SshSig) -> Result<Self, String> {
        let key = ssh_key::PublicKey::from(signature.public_key().clone());
        let algorithm = key.algorithm().to_string();
        Self::new(key).map_err(|_| algorithm)
    }

    /// Whether this key made the signature, of this message and for the signature's own namespace.
    pub(crate) fn verify(&self, signature: &SshSig, message: &[u8]) -> ssh_key::Result<()> {
        self.0.verify(signature.namespace(), message, signature)
    }

    /// What people compare: `SHA256:` and 43 characters.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }

    /// What stands behind the key: often whose it is. It is not part of the key and proves nothing.
    pub fn comment(&self) -> &str {
        self.0.comment()
    }

    /// Whether the text's first word is a type of OpenSSH keys, of whatever kind.
    pub(crate) fn begins(text: &str) -> bool {
        let first = text.split_ascii_whitespace().next().unwrap_or_default();
        ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-sha2-"].iter().any(|kind| first.starts_with(kind))
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.key_data() == other.0.key_data()
    }
}

impl Eq for PublicKey {}

impl FromStr for PublicKey {
    type Err = InvalidPublicKey;

    /// Reads the line of a `.pub` file.
    fn from_str(text: &str) -> Result<Self, InvalidPublicKey> {
        let text = text.trim();
        let kind = text.split_ascii_whitespace().next().unwrap_or_default();
        if text.contains(char::is_control) || !Self::begins(text) {
            return Err(InvalidPublicKey::Malformed);
        }
        match ssh_key::PublicKey::from_openssh(text) {
            Ok(key) => Self::new(key),
            Err(_) if !matches!(kind, "ssh-ed25519" | "sk-ssh-ed25519@openssh.com") => {
                Err(InvalidPublicKey::Algorithm(kind.to_owned()))
            }
            Err(_) => Err(InvalidPublicKey::Malformed),
        }
    }
}

/// The line of a `.pub` file.
impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.to_openssh().map_err(|_| fmt::Error)?)
    }
}
