//! Whom to trust: keys that may sign bundles, and keys that may no more. It must not know what is in a bundle.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::allowed_signers::{self, AllowedSigner, InvalidLine};
use crate::pattern::list_admits;
use crate::signature::NAMESPACE;
use crate::{Bundle, Digest, PublicKey};

/// How a binary list of revoked keys begins.
const KEY_REVOCATION_LIST: &[u8] = b"SSHKRL\n\0";
/// How many trusted keys an error names.
const NAMED: usize = 5;

/// The keys whose bundles are taken.
#[derive(Debug)]
pub struct Trust {
    signers: Vec<AllowedSigner>,
    revoked: Vec<AllowedSigner>,
}

/// A proof that a trusted key signed a bundle. It can be got from [`Trust::judge`] alone, and holds for that bundle alone.
#[derive(Debug, Clone)]
pub struct TrustedSigner {
    bundle: Digest,
    key: PublicKey,
    owner: String,
    fellows: Vec<String>,
}

/// A bundle that no trusted key signed.
#[derive(Debug, thiserror::Error)]
#[error("{}: {refusal}", path.display())]
pub struct TrustError {
    path: PathBuf,
    refusal: Refusal,
}

/// Why a bundle is not trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No one signed it.
    #[error(
        "it is not signed, and only bundles that a trusted key signed are taken: fetch one that is, or leave --trust out"
    )]
    Unsigned,
    /// Someone else signed it.
    #[error("it is signed with the key {key}, which is not trusted; trusted is {trusted}")]
    Unknown {
        /// The fingerprint.
        key: String,
        /// Those that are.
        trusted: String,
    },
    /// The key is withdrawn.
    #[error("it is signed with the key {key}, which was revoked: {place}")]
    Revoked {
        /// The fingerprint and whose it is.
        key: String,
        /// Where that is written.
        place: String,
    },
    /// The key counts no more.
    #[error("it is signed with the key {key}, which was trusted until {until}: {place}")]
    Expired {
        /// The fingerprint and whose it is.
        key: String,
        /// Its last second.
        until: String,
        /// Where that is written.
        place: String,
    },
    /// The key does not count yet.
    #[error("it is signed with the key {key}, which is trusted from {from} on: {place}")]
    NotYetValid {
        /// The fingerprint and whose it is.
        key: String,
        /// Its first second.
        from: String,
        /// Where that is written.
        place: String,
    },
    /// The key is for other things.
    #[error(
        "it is signed with the key {key}, which is trusted for {namespaces:?} alone: {place} must admit {NAMESPACE}"
    )]
    OtherNamespace {
        /// The fingerprint and whose it is.
        key: String,
        /// What it is for.
        namespaces: String,
        /// Where that is written.
        place: String,
    },
}

/// Why it cannot be said whom to trust.
#[derive(Debug, thiserror::Error)]
pub enum TrustSourceError {
    /// A line of a file is wrong.
    #[error(transparent)]
    Line(#[from] InvalidLine),
    /// A file cannot be read.
    #[error("could not read {}: {error}; {remedy}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
        /// What to give.
        remedy: &'static str,
    },
    /// A file holds no key.
    #[error("{} holds no key", .0.display())]
    Empty(PathBuf),
    /// A list of revoked keys that only OpenSSH reads.
    #[error("{} is a binary key revocation list, which is not read: list the revoked public keys, one a line", .0.display())]
    BinaryList(PathBuf),
}

impl Trust {
    /// Trust in these keys: each is a public key (`ssh-ed25519 AAAA…`), or a file of such lines or in the format of
    /// `allowed_signers`. None of those in the files of revoked keys, one a line, counts.
    pub fn read(trusted: &[String], revoked: &[PathBuf]) -> Result<Self, TrustSourceError> {
        let mut signers = Vec::new();
        for trusted in trusted {
            if PublicKey::begins(trusted) && trusted.contains(' ') {
                signers.push(allowed_signers::parse_line(trusted, "--trust".to_owned())?);
            } else {
                signers.extend(read_file(Path::new(trusted), "--trust takes a public key or a file with such")?);
            }
        }
        let mut withdrawn = Vec::new();
        for path in revoked {
            withdrawn.extend(read_file(path, "--revoked takes a file with a public key a line")?);
        }
        Ok(Self { signers, revoked: withdrawn })
    }

    /// Whether a trusted key signed the bundle, as of this time.
    pub fn judge(&self, bundle: &Bundle, now: SystemTime) -> Result<TrustedSigner, TrustError> {
        let refused = |refusal| TrustError { path: bundle.path().to_owned(), refusal };
        let signature = bundle.signature().ok_or_else(|| refused(Refusal::Unsigned))?;
        let signer = self.find(signature.key(), now).map_err(refused)?;
        let fellows = self.signers.iter().filter(|signer| self.revocation(&signer.key).is_none());
        Ok(TrustedSigner {
            bundle: bundle.digest(),
            key: signer.key.clone(),
            owner: signer.owner.clone(),
            fellows: fellows.map(|signer| signer.key.fingerprint()).collect(),
        })
    }

    /// The first line that admits the key; if none does, what the first line of that key says against it.
    fn find(&self, key: &PublicKey, now: SystemTime) -> Result<&AllowedSigner, Refusal> {
        let lines = || self.signers.iter().filter(|signer| signer.key == *key);
        if let Some(revocation) = self.revocation(key) {
            let owner = lines().next().unwrap_or(revocation);
            return Err(Refusal::Revoked { key: describe(owner), place: revocation.place.clone() });
        }
        let mut refusal = None;
        for signer in lines() {
            match admits(signer, now) {
                Ok(()) => return Ok(signer),
                Err(reason) => refusal = refusal.or(Some(reason)),
            }
        }
        Err(refusal.unwrap_or_else(|| Refusal::Unknown { key: key.fingerprint(), trusted: self.describe() }))
    }

    fn revocation(&self, key: &PublicKey) -> Option<&AllowedSigner> {
        self.revoked.iter().find(|revoked| revoked.key == *key)
    }

    fn describe(&self) -> String {
        let mut named: Vec<String> = self.signers.iter().take(NAMED).map(describe).collect();
        if self.signers.len() > NAMED {
            named.push(format!("{} more", self.signers.len() - NAMED));
        }
        if named.is_empty() { "none".to_owned() } else { named.join(", ") }
    }
}

fn read_file(path: &Path, remedy: &'static str) -> Result<Vec<AllowedSigner>, TrustSourceError> {
    let unreadable = |error| TrustSourceError::Unreadable { path: path.to_owned(), error, remedy };
    let bytes = fs::read(path).map_err(unreadable)?;
    if bytes.starts_with(KEY_REVOCATION_LIST) {
        return Err(TrustSourceError::BinaryList(path.to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|_| unreadable(std::io::ErrorKind::InvalidData.into()))?;
    let signers = allowed_signers::parse_file(path, &text)?;
    if signers.is_empty() { Err(TrustSourceError::Empty(path.to_owned())) } else { Ok(signers) }
}

fn admits(signer: &AllowedSigner, now: SystemTime) -> Result<(), Refusal> {
    let (key, place) = (describe(signer), signer.place.clone());
    let time = |time| humantime::format_rfc3339_seconds(time).to_string();
    if let Some(namespaces) = signer.namespaces.clone().filter(|list| !list_admits(list, NAMESPACE)) {
        return Err(Refusal::OtherNamespace { key, namespaces, place });
    }
    if let Some(from) = signer.valid_after.filter(|from| now < *from) {
        return Err(Refusal::NotYetValid { key, from: time(from), place });
    }
    if let Some(until) = signer.valid_before.filter(|until| now > *until) {
        return Err(Refusal::Expired { key, until: time(until), place });
    }
    Ok(())
}

fn describe(signer: &AllowedSigner) -> String {
    match signer.owner.as_str() {
        "" => signer.key.fingerprint(),
        owner => format!("{} ({owner})", signer.key.fingerprint()),
    }
}

impl TrustError {
    /// Why, without the bundle's name.
    pub fn refusal(&self) -> &Refusal {
        &self.refusal
    }
}

impl TrustedSigner {
    /// The bundle that was signed.
    pub fn bundle(&self) -> Digest {
        self.bundle
    }

    /// The key that signed it.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Whose key it is, as whoever trusts it wrote: principals, or a comment; may be empty.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The fingerprints of all keys that were trusted when this one was.
    pub(crate) fn fellows(&self) -> &[String] {
        &self.fellows
    }
}
