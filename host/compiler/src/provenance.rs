//! What a script was compiled from, so that it need not be compiled again while that is the same. Knows nothing of what was
//! made of it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bundle::find_root;

/// The files of a script, as they were when they were read, and how they were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The folder that every file lies in.
    pub root: PathBuf,
    /// The files, absolute and without symbolic links, with the SHA-256 of each in hexadecimal. The first is the script's own.
    pub files: Vec<(PathBuf, String)>,
    /// The paths that imports name, absolute, and the files that they lead to.
    pub imports: Vec<(PathBuf, PathBuf)>,
}

impl Provenance {
    /// The files.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|(path, _)| path.as_path())
    }

    /// Whether compiling the script in a file, an absolute path without symbolic links, would read the same again.
    pub fn is_current(&self, entry: &Path) -> bool {
        let is_same = |(path, sum): &(PathBuf, String)| sum_of_file(path).is_ok_and(|now| now == *sum);
        let leads_there = |(named, file): &(PathBuf, PathBuf)| named.canonicalize().is_ok_and(|found| found == *file);
        self.files.first().is_some_and(|(path, _)| path == entry)
            && self.files.iter().all(is_same)
            && find_root(entry) == self.root
            && self.imports.iter().all(leads_there)
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sum_of_file(path: &Path) -> std::io::Result<String> {
    // Opening a pipe would wait for its writer.
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(crate::bundle::MAX_FILE + 1).read_to_end(&mut bytes)?;
    Ok(sum(&bytes))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// A script that imports a file by a link, with where each lies.
    fn project() -> (tempfile::TempDir, PathBuf, Provenance) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("scripts");
        std::fs::create_dir(&root).unwrap();
        let file = |name: &str, text: &str| {
            std::fs::write(root.join(name), text).unwrap();
            (root.join(name), sum(text.as_bytes()))
        };
        let files = vec![file("main.ts", "import './link.ts'"), file("one.ts", "1")];
        file("two.ts", "1");
        std::os::unix::fs::symlink("one.ts", root.join("link.ts")).unwrap();
        let imports = vec![(root.join("link.ts"), root.join("one.ts"))];
        let entry = root.join("main.ts");
        let provenance = Provenance { root, files, imports };
        (folder, entry, provenance)
    }

    #[test]
    fn what_is_as_it_was_is_current() {
        let (_folder, entry, provenance) = project();
        assert!(provenance.is_current(&entry));
        assert!(!provenance.is_current(&entry.with_file_name("one.ts")), "another script");
    }

    #[test]
    fn a_file_that_changed_or_went_is_not() {
        let (_folder, entry, provenance) = project();
        std::fs::write(entry.with_file_name("one.ts"), "2").unwrap();
        assert!(!provenance.is_current(&entry));
        std::fs::write(entry.with_file_name("one.ts"), "1").unwrap();
        assert!(provenance.is_current(&entry));
        std::fs::remove_file(&entry).unwrap();
        assert!(!provenance.is_current(&entry));
    }

    #[test]
    fn a_link_that_leads_elsewhere_is_not_even_to_the_same_text() {
        let (_folder, entry, provenance) = project();
        let link = entry.with_file_name("link.ts");
        std::fs::remove_file(&link).unwrap();
        std::os::unix::fs::symlink("two.ts", &link).unwrap();
        assert!(!provenance.is_current(&entry));
    }

    #[test]
    fn a_folder_that_becomes_the_root_changes_what_may_be_imported() {
        let (folder, entry, provenance) = project();
        std::fs::write(folder.path().join("coral.toml"), "").unwrap();
        assert!(!provenance.is_current(&entry));
    }
}
