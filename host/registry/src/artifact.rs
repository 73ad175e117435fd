//! A bundle as a registry keeps it: an image manifest with a config and one layer. It must not know what these say.

use std::collections::BTreeMap;

use oci_client::manifest::{OCI_IMAGE_MEDIA_TYPE, OciDescriptor, OciImageManifest};
use sha2::{Digest, Sha256};

use crate::Problem;

/// What kind of artifact a bundle is.
pub const ARTIFACT_TYPE: &str = "application/vnd.coral.bundle.v1";
/// The media type of a bundle's bytes.
pub const LAYER_TYPE: &str = "application/vnd.coral.bundle.v1.tar";
/// The media type of a bundle's description.
pub const CONFIG_TYPE: &str = "application/vnd.coral.bundle.config.v1+json";
/// The most bytes of a bundle.
pub const LARGEST_BUNDLE: u64 = 1 << 30;

/// A bundle that is to be pushed.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// The bundle's file.
    pub bundle: Vec<u8>,
    /// What the bundle says of itself, as JSON.
    pub config: Vec<u8>,
    /// What registries show of it, such as `org.opencontainers.image.title`.
    pub annotations: BTreeMap<String, String>,
}

impl Artifact {
    /// Its manifest: the same for the same artifact.
    pub(crate) fn manifest(&self) -> OciImageManifest {
        OciImageManifest {
            media_type: Some(OCI_IMAGE_MEDIA_TYPE.to_owned()),
            artifact_type: Some(ARTIFACT_TYPE.to_owned()),
            config: descriptor(CONFIG_TYPE, &self.config),
            layers: vec![descriptor(LAYER_TYPE, &self.bundle)],
            annotations: Some(self.annotations.clone()).filter(|annotations| !annotations.is_empty()),
            ..OciImageManifest::default()
        }
    }
}

fn descriptor(media_type: &str, bytes: &[u8]) -> OciDescriptor {
    OciDescriptor {
        media_type: media_type.to_owned(),
        digest: sha256(bytes),
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        ..OciDescriptor::default()
    }
}

/// The digest of bytes as registries write it: `sha256:` and 64 hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("sha256:{:x}", Sha256::digest(bytes))
}

/// The layer of a bundle's manifest, and its size in bytes; or why it is no bundle's.
pub(crate) fn bundle_layer(manifest: &OciImageManifest) -> Result<(&OciDescriptor, u64), Problem> {
    let no_bundle = |what: &str, found: &str| Problem::NoBundle(format!("{what} is {found:?}"));
    match manifest.artifact_type.as_deref() {
        Some(ARTIFACT_TYPE) => {}
        Some(other) => return Err(no_bundle("its artifact type", other)),
        None => return Err(no_bundle("its config", &manifest.config.media_type)),
    }
    if manifest.config.media_type != CONFIG_TYPE {
        return Err(no_bundle("its config", &manifest.config.media_type));
    }
    let [layer] = manifest.layers.as_slice() else {
        return Err(Problem::NoBundle(format!("it has {} layers in place of one", manifest.layers.len())));
    };
    if layer.media_type != LAYER_TYPE {
        return Err(no_bundle("its layer", &layer.media_type));
    }
    match u64::try_from(layer.size) {
        Ok(size) if size <= LARGEST_BUNDLE => Ok((layer, size)),
        Ok(size) => Err(Problem::TooLarge(size)),
        Err(_) => Err(Problem::NoBundle("its layer has less than no bytes".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::collections::BTreeMap;

    use super::{Artifact, LARGEST_BUNDLE, bundle_layer};

    fn artifact() -> Artifact {
        let annotations = BTreeMap::from([("org.opencontainers.image.title".to_owned(), "scripts".to_owned())]);
        Artifact { bundle: b"bundle".to_vec(), config: b"{}".to_vec(), annotations }
    }

    #[test]
    fn the_manifest_says_what_it_is() {
        let text = serde_json::to_value(artifact().manifest()).unwrap();
        assert_eq!(
            text,
            serde_json::json!({
                "schemaVersion": 2,
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "artifactType": "application/vnd.coral.bundle.v1",
                "config": {
                    "mediaType": "application/vnd.coral.bundle.config.v1+json",
                    "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
                    "size": 2,
                },
                "layers": [{
                    "mediaType": "application/vnd.coral.bundle.v1.tar",
                    "digest": "sha256:1e6ed65d77d6364eeaed5a745ba5c4985ae2b700dd85d7cf7f027bdf294a33fc",
                    "size": 6,
                }],
                "annotations": { "org.opencontainers.image.title": "scripts" },
            })
        );
        assert_eq!(bundle_layer(&artifact().manifest()).unwrap().1, 6);
    }

    #[test]
    fn another_artifact_is_no_bundle() {
        let refusal = |change: fn(&mut oci_client::manifest::OciImageManifest)| {
            let mut manifest = artifact().manifest();
            change(&mut manifest);
            bundle_layer(&manifest).unwrap_err().to_string()
        };
        for (change, expected) in [
            (
                (|manifest| manifest.artifact_type = Some("application/vnd.acme".to_owned()))
                    as fn(&mut oci_client::manifest::OciImageManifest),
                "its artifact type is \"application/vnd.acme\"",
            ),
            (|manifest| manifest.artifact_type = None, "its config is \"application/vnd.coral.bundle.config.v1+json\""),
            (|manifest| manifest.config.media_type = "x/y".to_owned(), "its config is \"x/y\""),
            (|manifest| manifest.layers.clear(), "it has 0 layers in place of one"),
            (|manifest| manifest.layers[0].media_type = "x/y".to_owned(), "its layer is \"x/y\""),
            (|manifest| manifest.layers[0].size = -1, "its layer has less than no bytes"),
            (
                |manifest| manifest.layers[0].size = i64::try_from(LARGEST_BUNDLE).unwrap() + 1,
                "is 1073741825 bytes large",
            ),
        ] {
            let error = refusal(change);
            assert!(error.contains(expected), "{error}");
        }
    }
}
