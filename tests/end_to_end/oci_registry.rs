//! A real OCI registry for a test: Debian's docker-registry, on a port of its own, with its files in a temporary folder.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// What a registry asks of those who come.
pub enum Door {
    /// Nothing.
    Open,
    /// The name [`USER`] and the password [`PASSWORD`].
    Password,
    /// TLS, with this certificate and key.
    Tls(PathBuf, PathBuf),
}

pub const USER: &str = "ann";
pub const PASSWORD: &str = "correct horse battery";

/// `htpasswd -B` of the password.
const PASSWORD_HASH: &str = "$2y$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.";

/// A registry that runs; it ends with the test.
pub struct OciRegistry {
    process: Child,
    folder: TempDir,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl OciRegistry {
    pub fn start(door: &Door) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().display();
        let door = match door {
            Door::Open => String::new(),
            Door::Password => {
                fs::write(folder.path().join("htpasswd"), format!("{USER}:{PASSWORD_HASH}\n")).unwrap();
                format!("auth:\n  htpasswd:\n    realm: test\n    path: {root}/htpasswd\n")
            }
            Door::Tls(certificate, key) => {
                format!("  tls:\n    certificate: {}\n    key: {}\n", certificate.display(), key.display())
            }
        };
        let config = folder.path().join("config.yml");
        fs::write(
            &config,
            format!(
                "version: 0.1\nlog:\n  level: info\n  accesslog:\n    disabled: true\nstorage:\n  filesystem:\n    \
                 rootdirectory: {root}/data\nhttp:\n  addr: 127.0.0.1:0\n  secret: of-the-test\n{door}"
            ),
        )
        .unwrap();
        let mut process = Command::new("docker-registry")
            .arg("serve")
            .arg(&config)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("docker-registry is needed, from the package of that name: {error}"));
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let listening = log.find_map(|line| Some(line.split_once("listening on ")?.1.to_owned())).unwrap();
        let address: String =
            listening.chars().take_while(|letter| letter.is_ascii_digit() || ".:".contains(*letter)).collect();
        // It must never wait for a reader of its log.
        std::thread::spawn(move || log.for_each(drop));
        Self { process, folder, address }
    }

    /// The file in which the registry keeps the bytes of this digest.
    pub fn blob(&self, digest: &str) -> PathBuf {
        let hash = digest.strip_prefix("sha256:").unwrap();
        let blobs = self.folder.path().join("data/docker/registry/v2/blobs/sha256");
        blobs.join(&hash[..2]).join(hash).join("data")
    }

    /// Ends it at once.
    pub fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for OciRegistry {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A certificate for this address, as its own authority, and its key.
pub fn certificate(folder: &Path, address: &str) -> (PathBuf, PathBuf) {
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let output = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=registry", "-addext", &format!("subjectAltName=IP:{address}"), "-addext"])
        .args(["basicConstraints=critical,CA:FALSE", "-out"])
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .unwrap_or_else(|error| panic!("openssl is needed, from the package of that name: {error}"));
    assert!(output.status.success(), "{output:?}");
    (certificate, key)
}
