//! The scripts as a signed bundle with machine code for any processor, which another process can load. Must not know what
//! is counted.

use std::path::Path;
use std::time::SystemTime;

use coral_bundle::{Bundle, Trust, TrustedSigner};
use coral_runtime::{JavaScript, Runtime, RuntimeOptions, Script};
use tempfile::TempDir;

use crate::coral_wasm::coral_wasm;
use crate::work::SCRIPTS;

const BUNDLE: &str = "counted.coralbundle";

/// A folder with the bundle and the key that signed it.
pub struct Workshop(TempDir);

impl Workshop {
    pub fn new() -> Self {
        let workshop = Self(tempfile::tempdir().unwrap());
        let mut files = Vec::new();
        for (name, source) in SCRIPTS {
            let file = format!("{name}.ts");
            std::fs::write(workshop.folder().join(&file), source).unwrap();
            files.push(file);
        }
        let portable = "--aot=x86_64-unknown-linux-gnu";
        let bundle = ["bundle", "--sign", "key", "--out", BUNDLE, "--name", "counted", "--with-engine", portable, "-q"];
        workshop.coral(&["key", "new", "key"]);
        workshop.coral(&[&bundle[..], &files.iter().map(String::as_str).collect::<Vec<_>>()].concat());
        workshop
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    fn coral(&self, arguments: &[&str]) {
        let mut command = coral_wasm(&self.folder().join("cache"));
        command.args(arguments).current_dir(self.folder()).env("XDG_STATE_HOME", self.folder().join("state"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{command:?}: {output:?}");
    }
}

/// A host with the bundle's engine.
pub struct Host {
    pub runtime: Runtime,
    pub javascript: JavaScript,
    bundle: Bundle,
    signer: TrustedSigner,
}

impl Host {
    /// One for the bundle in a workshop's folder.
    pub fn open(folder: &Path) -> Self {
        let bundle = Bundle::open(&folder.join(BUNDLE)).unwrap();
        let trust = Trust::read(&[folder.join("key.pub").display().to_string()], &[]).unwrap();
        let signer = trust.judge(&bundle, SystemTime::now()).unwrap();
        // Valgrind has no more than 128 GiB of addresses, and each run reserves 16.
        let runtime = Runtime::new(&RuntimeOptions { concurrent_runs: 1, ..RuntimeOptions::default() }).unwrap();
        let engine = bundle.manifest().precompiled[0].engine.as_ref().unwrap();
        let code = bundle.precompiled(engine, &signer).unwrap();
        let javascript = JavaScript::precompiled(&runtime, &code, "counted", None).unwrap();
        Self { runtime, javascript, bundle, signer }
    }

    /// A script of the bundle.
    pub fn script(&self, name: &str) -> Script {
        let file = self.bundle.manifest().precompiled[0].scripts.get(&name.parse().unwrap()).unwrap();
        self.javascript.load_precompiled(&self.bundle.precompiled(file, &self.signer).unwrap()).unwrap()
    }
}
