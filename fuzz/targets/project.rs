//! `coral.toml`, which comes with a stranger's scripts.

#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use coral_bundle::{Project, resolve_parameters};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder for temporary files"));

fuzz_target!(|input: &[u8]| {
    let file: PathBuf = FOLDER.path().join("coral.toml");
    fs::write(&file, input).expect("a file in a folder of our own");
    match Project::read(&file) {
        Ok(project) => {
            for (name, script) in &project.scripts {
                assert!(!name.as_str().contains(['/', '\0']));
                let given = [("service".to_owned(), "payments".to_owned()), ("n".to_owned(), "1e400".to_owned())];
                let _ = script.about.parameters.as_ref().map(|parameters| resolve_parameters(parameters, &given));
            }
        }
        Err(error) => assert!(error.to_string().contains("coral.toml"), "{error}"),
    }
});
