//! Where a bundle is in a registry: host, name, and a tag or a digest. It must not know how to get there.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Where a bundle is: `HOST/NAME:TAG`, or `HOST/NAME@sha256:…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference(oci_client::Reference);

/// A text that names no place in a registry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: write HOST/NAME:TAG or HOST/NAME@sha256:…, such as registry.example.com/acme/scripts:1.2.0")]
pub struct InvalidReference {
    problem: String,
}

impl Reference {
    /// The registry's host and port, as they are written.
    pub fn registry(&self) -> &str {
        self.0.registry()
    }

    /// What is asked of that registry: the name with its tag or digest.
    pub fn in_registry(&self) -> String {
        let whole = self.0.to_string();
        whole.strip_prefix(self.registry()).unwrap_or(&whole).trim_start_matches('/').to_owned()
    }

    /// Whether it names content, which cannot change, and not a tag, which can.
    pub fn is_by_digest(&self) -> bool {
        self.0.digest().is_some()
    }

    /// The same name with this digest.
    pub fn with_digest(&self, digest: &str) -> Self {
        Self(self.0.clone_with_digest(digest.to_owned()))
    }

    /// Whether the registry is on this machine, by its address: nobody else can listen in on what is sent there.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.registry().rsplit_once(':').map_or(self.registry(), |(host, _)| host);
        host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }

    pub(crate) fn as_oci(&self) -> &oci_client::Reference {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let invalid = |problem: String| InvalidReference { problem };
        if let Some((scheme, _)) = text.split_once("://") {
            return Err(invalid(format!("{text:?} begins with {scheme}://, which a reference does not")));
        }
        // What stands before the first slash is a host only if it looks like one: else it would be a name at Docker Hub.
        let host = text.split_once('/').map_or("", |(host, _)| host);
        if host != "localhost" && !host.contains(['.', ':']) {
            return Err(invalid(format!("{text:?} names no registry")));
        }
        let reference = oci_client::Reference::try_from(text)
            .map_err(|error| invalid(format!("{text:?} is no reference ({error})")))?;
        // The parser would make it `latest`, which is an older bundle's name as soon as a newer one is pushed.
        let names_version =
            reference.digest().is_some() || text.rsplit('/').next().is_some_and(|end| end.contains(':'));
        if !names_version {
            return Err(invalid(format!("{text:?} has neither tag nor digest")));
        }
        Ok(Self(reference))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::Reference;

    const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn has_a_registry_and_a_tag_or_a_digest() {
        let tagged: Reference = "localhost:5000/acme/scripts:1.2.0".parse().unwrap();
        assert_eq!((tagged.registry(), tagged.in_registry().as_str()), ("localhost:5000", "acme/scripts:1.2.0"));
        assert!(!tagged.is_by_digest());
        let pinned: Reference = format!("ghcr.io/acme/scripts@{DIGEST}").parse().unwrap();
        assert!(pinned.is_by_digest());
        assert_eq!(pinned.to_string(), format!("ghcr.io/acme/scripts@{DIGEST}"));
        assert_eq!(tagged.with_digest(DIGEST).to_string(), format!("localhost:5000/acme/scripts@{DIGEST}"));
    }

    #[test]
    fn says_what_is_missing() {
        for (text, problem) in [
            ("scripts:1.2.0", "\"scripts:1.2.0\" names no registry"),
            ("acme/scripts:1.2.0", "\"acme/scripts:1.2.0\" names no registry"),
            ("ghcr.io/acme/scripts", "\"ghcr.io/acme/scripts\" has neither tag nor digest"),
            ("localhost:5000/scripts", "\"localhost:5000/scripts\" has neither tag nor digest"),
            ("https://ghcr.io/a:1", "\"https://ghcr.io/a:1\" begins with https://, which a reference does not"),
            ("ghcr.io/Acme:1", "\"ghcr.io/Acme:1\" is no reference (invalid reference format)"),
            ("ghcr.io/acme@sha256:12", "\"ghcr.io/acme@sha256:12\" is no reference (invalid reference format)"),
            ("", "\"\" names no registry"),
        ] {
            let error = text.parse::<Reference>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("{problem}: write HOST/NAME:TAG")), "{error}");
        }
    }

    #[test]
    fn knows_its_own_machine() {
        for (text, expected) in [
            ("localhost:5000/a:1", true),
            ("localhost/a:1", true),
            ("127.0.0.1:5000/a:1", true),
            ("127.9.9.9/a:1", true),
            ("0.0.0.0:5000/a:1", false),
            ("10.0.0.1:5000/a:1", false),
            ("localhost.example.com/a:1", false),
        ] {
            assert_eq!(text.parse::<Reference>().unwrap().is_loopback(), expected, "{text}");
        }
    }
}
