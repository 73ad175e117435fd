//! A bundle's signature: an SSH signature of its checksums, as `ssh-keygen -Y sign` makes them. It must not know whom to
//! trust.

use ssh_key::{Algorithm, HashAlg, LineEnding, SshSig};

use crate::{PublicKey, SigningKey, SigningKeyError};

/// What signatures of bundles are made for: one that was made for anything else counts for nothing.
pub const NAMESPACE: &str = "coral-wasm-bundle";

/// The most bytes of a signature's text.
pub const LARGEST_SIGNATURE: u64 = 4 << 10;

/// Why a text is no signature of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It is not even a signature.
    #[error("it is no SSH signature as ssh-keygen -Y sign writes it")]
    Malformed,
    /// Another kind of key made it.
    #[error("it was made with a key of {0}, and only ed25519 keys are taken: sign the bundle with such a one")]
    Algorithm(String),
    /// It is of something else.
    #[error(
        "the signature does not verify: the bundle or its signature was changed after it was signed; fetch it again"
    )]
    Damaged,
    /// It was made for something else.
    #[error("the signature was made for {0:?}, not for a bundle: sign with ssh-keygen -Y sign -n {NAMESPACE}")]
    Namespace(String),
}

/// The signature of a bundle, which verifies: whoever has this key signed these checksums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleSignature {
    key: PublicKey,
    armored: String,
}

impl BundleSignature {
    /// Signs the text of a bundle's checksums.
    pub fn make(key: &SigningKey, checksums: &[u8]) -> Result<Self, SigningKeyError> {
        let signature = key.sign(NAMESPACE, checksums)?;
        Ok(Self { key: key.public_key().clone(), armored: armored(&signature).map_err(|_| SigningKeyError::Unusable)? })
    }

    /// Reads a signature that another tool made, and verifies it.
    pub fn import(text: &[u8], checksums: &[u8]) -> Result<Self, SignatureError> {
        let malformed = |error: ssh_key::Error| match error {
            ssh_key::Error::AlgorithmUnsupported { algorithm } => {
                SignatureError::Algorithm(format!("type {algorithm}"))
            }
            ssh_key::Error::AlgorithmUnknown => SignatureError::Algorithm("another type".to_owned()),
            _ => SignatureError::Malformed,
        };
        let signature = SshSig::from_pem(text).map_err(malformed)?;
        let key =
            PublicKey::from_signature(&signature).map_err(|kind| SignatureError::Algorithm(format!("type {kind}")))?;
        if !matches!(signature.hash_alg(), HashAlg::Sha256 | HashAlg::Sha512) {
            return Err(SignatureError::Malformed);
        }
        key.verify(&signature, checksums).map_err(|_| SignatureError::Damaged)?;
        if signature.namespace() != NAMESPACE {
            return Err(SignatureError::Namespace(signature.namespace().to_owned()));
        }
        Ok(Self { key, armored: armored(&signature)? })
    }

    /// Reads a bundle's signature and verifies it. Each signature has one text alone.
    pub(crate) fn parse(text: &[u8], checksums: &[u8]) -> Result<Self, SignatureError> {
        let signature = Self::import(text, checksums)?;
        if signature.armored.as_bytes() == text { Ok(signature) } else { Err(SignatureError::Malformed) }
    }

    /// The key that made it. Anyone can make a key: whether it is trusted is [`crate::Trust`]'s to say.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Its text, as `ssh-keygen -Y verify` takes it.
    pub fn armored(&self) -> &str {
        &self.armored
    }
}

fn armored(signature: &SshSig) -> Result<String, SignatureError> {
    signature.to_pem(LineEnding::LF).map_err(|_| SignatureError::Malformed)
}

/// Whether keys of this kind sign bundles: ed25519, in a file or in a hardware key.
pub fn is_accepted(algorithm: &Algorithm) -> bool {
    matches!(algorithm, Algorithm::Ed25519 | Algorithm::SkEd25519)
}
