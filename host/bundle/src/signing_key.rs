//! The private half of a key, in OpenSSH's format: it is made, kept in a file, and signs. No text that leaves here holds it.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::rand_core::{OsRng, RngCore};
use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

use crate::{InvalidPublicKey, PublicKey};

/// A key that signs bundles.
pub struct SigningKey {
    key: PrivateKey,
    public: PublicKey,
}

/// What a key's file is locked with.
pub struct Passphrase(String);

/// Why a key cannot be made, kept or used. It says nothing of the key itself.
#[derive(Debug, thiserror::Error)]
pub enum SigningKeyError {
    /// The system gives no randomness.
    #[error("the system gives no randomness to make a key of")]
    NoRandomness,
    /// Never is a key overwritten.
    #[error("{} is there already, and keys are not overwritten: choose another name", .0.display())]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("could not write {}: {error}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The file cannot be read.
    #[error("could not read the key {}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Others may have read it.
    #[error("other users can read or write the key {}: run chmod 600 on it, or make another one", .0.display())]
    Exposed(PathBuf),
    /// It is the other half.
    #[error("{} is a public key: give the private one, whose name is without .pub", .0.display())]
    Public(PathBuf),
    /// It is no key.
    #[error("{} is no private key in OpenSSH's format: make one with coral-wasm key new", .0.display())]
    Malformed(PathBuf),
    /// It is no key that signs bundles.
    #[error("{} {problem}", path.display())]
    Unsuitable {
        /// The file.
        path: PathBuf,
        /// Why.
        problem: InvalidPublicKey,
    },
    /// It is locked.
    #[error("the key {} needs its passphrase: {problem}", path.display())]
    NoPassphrase {
        /// The file.
        path: PathBuf,
        /// Why there is none.
        problem: String,
    },
    /// It stays locked.
    #[error("the passphrase of the key {} is another one", .0.display())]
    WrongPassphrase(PathBuf),
    /// It is in a hardware key, or damaged.
    #[error("the key cannot sign: one in a hardware key signs with ssh-keygen -Y sign, see coral-wasm sign --help")]
    Unusable,
}

impl SigningKey {
    /// A new key. The comment often says whose it is; anyone who has the public half can read it.
    pub fn generate(comment: &str) -> Result<Self, SigningKeyError> {
        let mut seed = [0; 32];
        OsRng.try_fill_bytes(&mut seed).map_err(|_| SigningKeyError::NoRandomness)?;
        let pair = KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed));
        let key = PrivateKey::new(pair, comment).map_err(|_| SigningKeyError::Unusable)?;
        Self::new(key).map_err(|_| SigningKeyError::Unusable)
    }

    fn new(key: PrivateKey) -> Result<Self, InvalidPublicKey> {
        Ok(Self { public: PublicKey::new(key.public_key().clone())?, key })
    }

    /// Reads a key's file. A passphrase is asked for if it is locked; the question's error says why there is none.
    pub fn load(path: &Path, ask: impl FnOnce() -> Result<Passphrase, String>) -> Result<Self, SigningKeyError> {
        let unreadable = |error| SigningKeyError::Unreadable { path: path.to_owned(), error };
        let is_exposed = fs::metadata(path).map_err(unreadable)?.permissions().mode() & 0o077 != 0;
        let text = fs::read_to_string(path).map_err(unreadable)?;
        if PublicKey::begins(&text) {
            return Err(SigningKeyError::Public(path.to_owned()));
        }
        Self::public_half(path, &text)?;
        if is_exposed {
            return Err(SigningKeyError::Exposed(path.to_owned()));
        }
        let key = PrivateKey::from_openssh(&text).map_err(|_| SigningKeyError::Malformed(path.to_owned()))?;
        let key = if key.is_encrypted() {
            let Passphrase(passphrase) =
                &ask().map_err(|problem| SigningKeyError::NoPassphrase { path: path.to_owned(), problem })?;
            key.decrypt(passphrase).map_err(|_| SigningKeyError::WrongPassphrase(path.to_owned()))?
        } else {
            key
        };
        Self::new(key).map_err(|problem| SigningKeyError::Unsuitable { path: path.to_owned(), problem })
    }

    /// The public half of a key's file, for which no passphrase is needed. The path is what errors call it.
    pub fn public_half(path: &Path, text: &str) -> Result<PublicKey, SigningKeyError> {
        let key = PrivateKey::from_openssh(text).map_err(|_| SigningKeyError::Malformed(path.to_owned()))?;
        PublicKey::new(key.public_key().clone())
            .map_err(|problem| SigningKeyError::Unsuitable { path: path.to_owned(), problem })
    }

    /// Writes the key to a new file that no one else may read, locked with the passphrase if there is one, and its public
    /// half to one beside it, with `.pub` behind its name. The result is that file.
    pub fn save(&self, path: &Path, passphrase: Option<&Passphrase>) -> Result<PathBuf, SigningKeyError> {
        let mut public_path = path.as_os_str().to_owned();
        public_path.push(".pub");
        let public_path = PathBuf::from(public_path);
        let locked = passphrase.map(|Passphrase(passphrase)| self.key.encrypt(&mut OsRng, passphrase));
        let locked = locked.transpose().map_err(|_| SigningKeyError::Unusable)?;
        let text = locked.as_ref().unwrap_or(&self.key).to_openssh(LineEnding::LF);
        let text = text.map_err(|_| SigningKeyError::Unusable)?;

        let mut public_file = create(&public_path, 0o644)?;
        let written = create(path, 0o600).and_then(|mut file| {
            let public = writeln!(public_file, "{}", self.public);
            let public = public.map_err(|error| SigningKeyError::Unwritable { path: public_path.clone(), error });
            let private = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
            let private = private.map_err(|error| SigningKeyError::Unwritable { path: path.to_owned(), error });
            public.and(private).inspect_err(|_| drop(fs::remove_file(path)))
        });
        match written {
            Ok(()) => Ok(public_path),
            Err(error) => {
                // A public key without its private one helps nobody.
                let _ = fs::remove_file(&public_path);
                Err(error)
            }
        }
    }

    /// The half that others may know.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    pub(crate) fn sign(&self, namespace: &str, message: &[u8]) -> Result<SshSig, SigningKeyError> {
        self.key.sign(namespace, HashAlg::Sha512, message).map_err(|_| SigningKeyError::Unusable)
    }
}

fn create(path: &Path, mode: u32) -> Result<File, SigningKeyError> {
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => SigningKeyError::Exists(path.to_owned()),
        _ => SigningKeyError::Unwritable { path: path.to_owned(), error },
    })
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey({})", self.public.fingerprint())
    }
}

impl From<String> for Passphrase {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Passphrase(…)")
    }
}
