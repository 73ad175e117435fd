//! Who asks a registry: a name and password that are given, or those in Docker's settings. It must not say a secret.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oci_client::secrets::RegistryAuth;
use serde_json::Value;

use crate::Reference;

/// Who asks a registry.
#[derive(Debug, Clone)]
pub struct Credentials {
    auth: RegistryAuth,
    /// The credential helper that Docker would ask for a password.
    helper: Option<String>,
}

/// Settings of Docker's that cannot be used. Secrets in them are left out.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct CredentialsError {
    path: PathBuf,
    problem: String,
}

impl Credentials {
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        Self { auth: RegistryAuth::Anonymous, helper: None }
    }

    /// A name and its password.
    pub fn password(username: &str, password: &str) -> Self {
        Self { auth: RegistryAuth::Basic(username.to_owned(), password.to_owned()), helper: None }
    }

    /// What `docker login` has kept for a registry in the file `config.json` of this folder; anonymous if it has nothing, or
    /// only the name of a program that knows it, which is not run.
    pub fn of_docker(folder: &Path, reference: &Reference) -> Result<Self, CredentialsError> {
        let path = folder.join("config.json");
        let problem = |problem: String| CredentialsError { path: path.clone(), problem };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::anonymous()),
            Err(error) => return Err(problem(error.to_string())),
        };
        let config: Value = serde_json::from_str(&text).map_err(|error| {
            // Its own text could quote the file.
            problem(format!("this is no JSON from line {}, column {} on", error.line(), error.column()))
        })?;
        let registry = host(reference.registry());
        let entry_of = |table: &str| {
            let entries = config[table].as_object().into_iter().flatten();
            entries.filter(|(name, _)| host(name) == registry).map(|(_, entry)| entry.clone()).next()
        };
        let entry = entry_of("auths").unwrap_or_default();
        if let Some(auth) = entry["auth"].as_str().filter(|auth| !auth.is_empty()) {
            let (username, password) = decode(auth).ok_or_else(|| {
                problem(format!("the entry for {registry} is no name and password in base64: docker login writes one"))
            })?;
            return Ok(Self::password(&username, &password));
        }
        if let (Some(username), Some(password)) = (entry["username"].as_str(), entry["password"].as_str()) {
            return Ok(Self::password(username, password));
        }
        if entry["identitytoken"].is_string() || entry["registrytoken"].is_string() {
            return Err(problem(format!(
                "the entry for {registry} is a token, which is not supported: give --username"
            )));
        }
        let helper = entry_of("credHelpers").unwrap_or_else(|| config["credsStore"].clone());
        let helper = helper.as_str().filter(|name| !name.is_empty()).map(|name| format!("docker-credential-{name}"));
        Ok(Self { auth: RegistryAuth::Anonymous, helper })
    }

    /// The name that is given to the registry; none if nobody's is.
    pub fn username(&self) -> Option<&str> {
        match &self.auth {
            RegistryAuth::Basic(username, _) => Some(username),
            RegistryAuth::Anonymous | RegistryAuth::Bearer(_) => None,
        }
    }

    /// The program that Docker's settings leave this registry to, and that was not run.
    pub fn helper(&self) -> Option<&str> {
        self.helper.as_deref()
    }

    pub(crate) fn as_oci(&self) -> &RegistryAuth {
        &self.auth
    }
}

/// The host in a key of Docker's settings, which may be a URL: that of Docker Hub is.
fn host(key: &str) -> &str {
    let without_scheme = key.split_once("://").map_or(key, |(_, rest)| rest);
    match without_scheme.split('/').next().unwrap_or_default() {
        "index.docker.io" => "docker.io",
        host => host,
    }
}

fn decode(auth: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(auth).ok()?).ok()?;
    let (username, password) = text.split_once(':')?;
    Some((username.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::fs;

    use oci_client::secrets::RegistryAuth;

    use super::Credentials;

    fn of(config: &str, reference: &str) -> Result<Credentials, String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("config.json"), config).unwrap();
        let found = Credentials::of_docker(folder.path(), &reference.parse().unwrap());
        found.map_err(|error| error.to_string().replace(&format!("{}/", folder.path().display()), ""))
    }

    #[test]
    fn reads_what_docker_login_wrote() {
        // "ann:s3:cret"
        let config = r#"{"auths": {
            "https://index.docker.io/v1/": {"auth": "YW5uOnMzOmNyZXQ="},
            "localhost:5000": {"auth": "YW5uOnMzOmNyZXQ="},
            "plain.example.com": {"username": "ann", "password": "s3:cret"}
        }}"#;
        for reference in ["docker.io/a/b:1", "localhost:5000/b:1", "plain.example.com/b:1"] {
            let found = of(config, reference).unwrap();
            assert!(*found.as_oci() == RegistryAuth::Basic("ann".to_owned(), "s3:cret".to_owned()), "{reference}");
            assert!(!format!("{found:?}").contains("s3:cret"));
        }
        for reference in ["localhost:5001/b:1", "localhost/b:1", "ghcr.io/b:1"] {
            assert_eq!(of(config, reference).unwrap().username(), None, "{reference}");
        }
        let missing = Credentials::of_docker("/nowhere".as_ref(), &"ghcr.io/b:1".parse().unwrap()).unwrap();
        assert_eq!((missing.username(), missing.helper()), (None, None));
    }

    #[test]
    fn names_the_helper_that_it_does_not_run() {
        let store = r#"{"auths": {"ghcr.io": {}}, "credsStore": "secretservice", "credHelpers": {"gcr.io": "gcloud"}}"#;
        assert_eq!(of(store, "ghcr.io/b:1").unwrap().helper(), Some("docker-credential-secretservice"));
        assert_eq!(of(store, "gcr.io/b:1").unwrap().helper(), Some("docker-credential-gcloud"));
    }

    #[test]
    fn refuses_what_it_cannot_read_and_keeps_it_secret() {
        for (config, expected) in [
            ("{\"auths\": s3cret", "config.json: this is no JSON from line 1, column 11 on"),
            (
                r#"{"auths": {"ghcr.io": {"auth": "s3cret!"}}}"#,
                "config.json: the entry for ghcr.io is no name and password in base64: docker login writes one",
            ),
            (
                r#"{"auths": {"ghcr.io": {"identitytoken": "s3cret"}}}"#,
                "config.json: the entry for ghcr.io is a token, which is not supported: give --username",
            ),
        ] {
            assert_eq!(of(config, "ghcr.io/b:1").unwrap_err(), expected);
        }
    }
}
