//! A project in a temporary folder. Knows nothing of what is bundled from it.

use std::fs;
use std::path::{Path, PathBuf};

use coral_compiler::{Bundle, BundleError, Columns, ProvidedModules, bundle};
use tempfile::TempDir;

pub struct Project {
    folder: TempDir,
}

impl Project {
    /// A folder with these files, marked as a root.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: TempDir::new().unwrap() };
        project.write("deno.json", "{}");
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub fn path(&self, path: &str) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub async fn bundle(&self, entry: &str) -> Bundle {
        self.try_bundle(entry).await.unwrap_or_else(|error| unreachable!("{error}"))
    }

    pub async fn bundle_in_utf16(&self, entry: &str) -> Bundle {
        bundle(&self.path(entry), &provided(), Columns::Utf16).await.unwrap()
    }

    pub async fn try_bundle(&self, entry: &str) -> Result<Bundle, BundleError> {
        bundle(&self.path(entry), &provided(), Columns::Bytes).await
    }

    /// The text of the error, with the temporary folder cut out.
    pub async fn error(&self, entry: &str) -> String {
        let error = self.try_bundle(entry).await.unwrap_err().to_string();
        assert!(!error.ends_with('\n'));
        error.replace(&format!("{}/", self.path("").display()).replace("//", "/"), "<root>/")
    }
}

pub fn provided() -> ProvidedModules {
    ProvidedModules::new().package("@coral/sdk", "0.1.0", [("jsr:@coral/sdk", ["context", "db", "emit", "log"])])
}

/// The bundle of one file.
pub async fn bundled(text: &str) -> String {
    Project::new(&[("script.ts", text)]).bundle("script.ts").await.code
}

/// The error of one file.
pub async fn refused(text: &str) -> String {
    Project::new(&[("script.ts", text)]).error("script.ts").await
}

/// A file that links to another.
pub fn link(original: &Path, link: &Path) {
    std::os::unix::fs::symlink(original, link).unwrap();
}
