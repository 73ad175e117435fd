//! A bundle in a registry: pushes it there and pulls it from there. It must not know where its bytes come from or go to.

use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use oci_client::RegistryOperation;
use oci_client::client::{Client, ClientConfig, ClientProtocol};
use oci_client::errors::OciDistributionError;
use oci_client::manifest::{OCI_IMAGE_MEDIA_TYPE, OciImageManifest};

use crate::artifact::{bundle_layer, sha256};
use crate::blob_writer::BlobWriter;
use crate::{Artifact, Credentials, LARGEST_BUNDLE, Problem, Reference, RegistryError};

const CONNECT_PATIENCE: Duration = Duration::from_secs(10);

/// How long a registry may be silent.
const READ_PATIENCE: Duration = Duration::from_secs(60);

/// How a registry is asked.
#[derive(Debug, Clone)]
pub struct Access {
    /// Who asks.
    pub credentials: Credentials,
    /// Whether to do without TLS; a registry on this machine is never asked for it.
    pub plain_http: bool,
}

/// A bundle's place in a registry.
pub struct RemoteBundle {
    reference: Reference,
    credentials: Credentials,
    client: Client,
}

/// What was pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// The digest of the manifest: what a reference can pin.
    pub digest: String,
    /// The digest of the description that the registry shows.
    pub config_digest: String,
    /// How many bytes the bundle has.
    pub size: u64,
}

impl RemoteBundle {
    /// A place in a registry; nothing is sent there yet.
    pub fn new(reference: Reference, access: Access) -> Result<Self, RegistryError> {
        // The process may have installed one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let is_plain = access.plain_http || reference.is_loopback();
        let config = ClientConfig {
            protocol: if is_plain { ClientProtocol::Http } else { ClientProtocol::Https },
            connect_timeout: Some(CONNECT_PATIENCE),
            read_timeout: Some(READ_PATIENCE),
            user_agent: concat!("coral-wasm/", env!("CARGO_PKG_VERSION")),
            // A bundle is the same on every platform: a list of several is none.
            platform_resolver: None,
            ..ClientConfig::default()
        };
        match Client::try_from(config) {
            Ok(client) => Ok(Self { reference, credentials: access.credentials, client }),
            Err(error) => {
                let problem = Problem::of(error, &access.credentials);
                Err(RegistryError::new(&reference, problem))
            }
        }
    }

    /// Puts a bundle there, and gives the digest of its manifest. What the registry has already is not sent again.
    pub async fn push(&self, artifact: Artifact) -> Result<String, RegistryError> {
        caught(self.push_now(artifact)).await.map_err(|problem| self.error(problem))
    }

    /// Writes the bundle that is there to `out`. If this fails, what was written so far is worth nothing.
    pub async fn pull(&self, out: &mut (dyn Write + Send)) -> Result<Pulled, RegistryError> {
        caught(self.pull_now(out)).await.map_err(|problem| self.error(problem))
    }

    async fn push_now(&self, artifact: Artifact) -> Result<String, Problem> {
        if self.reference.is_by_digest() {
            return Err(Problem::PushToDigest);
        }
        if artifact.bundle.len() as u64 > LARGEST_BUNDLE {
            return Err(Problem::TooLarge(artifact.bundle.len() as u64));
        }
        self.authenticate(RegistryOperation::Push).await?;
        let manifest = artifact.manifest();
        self.push_blob(artifact.config, &manifest.config.digest).await?;
        if let Some(layer) = manifest.layers.first() {
            self.push_blob(artifact.bundle, &layer.digest).await?;
        }
        self.push_manifest(&manifest).await
    }

    async fn push_blob(&self, bytes: Vec<u8>, digest: &str) -> Result<(), Problem> {
        let place = self.reference.as_oci();
        if !self.client.blob_exists(place, digest).await.map_err(|error| self.problem(error))? {
            self.client.push_blob(place, bytes, digest).await.map_err(|error| self.problem(error))?;
        }
        Ok(())
    }

    async fn push_manifest(&self, manifest: &OciImageManifest) -> Result<String, Problem> {
        let unwritable = |problem: String| Problem::Other(format!("its manifest cannot be written: {problem}"));
        let text = serde_json::to_vec(manifest).map_err(|error| unwritable(error.to_string()))?;
        let digest = sha256(&text);
        let media_type = OCI_IMAGE_MEDIA_TYPE.parse().map_err(|_| unwritable(OCI_IMAGE_MEDIA_TYPE.to_owned()))?;
        let pushed = self.client.push_manifest_raw(self.reference.as_oci(), text, media_type).await;
        pushed.map_err(|error| self.problem(error))?;
        Ok(digest)
    }

    async fn pull_now(&self, out: &mut (dyn Write + Send)) -> Result<Pulled, Problem> {
        self.authenticate(RegistryOperation::Pull).await?;
        let place = self.reference.as_oci();
        let auth = self.credentials.as_oci();
        let (manifest, digest) =
            self.client.pull_image_manifest(place, auth).await.map_err(|error| self.problem(error))?;
        let (layer, size) = bundle_layer(&manifest)?;
        let mut writer = BlobWriter::new(out, size);
        // By its digest alone: a descriptor may name other places that it could be had from.
        let pulled = self.client.pull_blob(place, layer.digest.as_str(), &mut writer).await;
        let written = writer.written();
        if written > size || (pulled.is_ok() && written < size) {
            let more = if written > size { "more" } else { "less" };
            return Err(Problem::OtherBytes(format!("{more} than {size} bytes")));
        }
        pulled.map_err(|error| self.problem(error))?;
        Ok(Pulled { digest, config_digest: manifest.config.digest, size })
    }

    async fn authenticate(&self, operation: RegistryOperation) -> Result<(), Problem> {
        let auth = self.credentials.as_oci();
        let token = self.client.auth(self.reference.as_oci(), auth, operation).await;
        token.map(drop).map_err(|error| self.problem(error))
    }

    fn problem(&self, error: OciDistributionError) -> Problem {
        Problem::of(error, &self.credentials)
    }

    fn error(&self, problem: Problem) -> RegistryError {
        RegistryError::new(&self.reference, problem)
    }
}

/// What the client has not thought of, such as a token that no header can hold, makes it panic: that is the registry's answer,
/// and no end of this process.
async fn caught<T>(work: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let caught = AssertUnwindSafe(work).catch_unwind().await;
    caught.unwrap_or_else(|_| Err(Problem::Other("its answer cannot be read".to_owned())))
}
