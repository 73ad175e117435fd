//! Bundles to experiment on: small, and with a file of every kind in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use coral_bundle::{
    Bundle, Digest, EngineEntry, FORMAT, MachineCodeKey, Manifest, ModuleEntry, Precompiled, Program,
    ScriptDescription, ScriptEntry, SigningKey, SourceEntry, Trust, TrustError, TrustedSigner, module_key, pack,
};
use tempfile::TempDir;

/// What the files of a bundle are called and hold.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What errors call the bundles of these tests.
pub fn path() -> &'static Path {
    Path::new("scripts.coralbundle")
}

/// A manifest and its files: two scripts of three modules, one of them shared, and a plugin; with the engine, a source and
/// machine code.
pub fn content(version: &str) -> (Manifest, Files) {
    let mut files = Files::new();
    let mut modules = BTreeMap::new();
    let mut add_module = |name: &str, bytecode: &[u8]| {
        let source_map = b"{\"version\":3}";
        let hash = module_key(name, bytecode, source_map);
        let entry = ModuleEntry {
            name: name.to_owned(),
            bytecode: format!("modules/{hash}"),
            source_map: format!("maps/{hash}.json"),
        };
        files.insert(entry.bytecode.clone(), bytecode.to_vec());
        files.insert(entry.source_map.clone(), source_map.to_vec());
        modules.insert(hash.clone(), entry);
        hash
    };
    let shared = add_module("lib/thresholds.ts", b"shared bytecode");
    let high = add_module("high.ts", b"bytecode of high");
    let low = add_module("low.ts", &[0xAB; 700]);
    let script = |program| ScriptEntry { about: ScriptDescription::default(), program };
    let scripts = [
        ("high", Program::Modules(vec![shared.clone(), high])),
        ("low", Program::Modules(vec![shared, low])),
        ("plugin", Program::Component("plugins/plugin.wasm".to_owned())),
    ];
    for (name, content) in [
        ("plugins/plugin.wasm", "a component"),
        ("engine.wasm", "an engine"),
        ("sources/high.ts", "console.log('high')"),
        ("precompiled/x86_64/engine", "machine code of the engine"),
        ("precompiled/x86_64/high", "machine code"),
    ] {
        files.insert(name.to_owned(), content.as_bytes().to_vec());
    }
    let key = MachineCodeKey {
        wasmtime: "48.0.8".to_owned(),
        target: "x86_64-unknown-linux-gnu".to_owned(),
        cpu_features: vec!["avx2".to_owned()],
        settings: "00".to_owned(),
    };
    let manifest = Manifest {
        format: FORMAT,
        name: "scripts".parse().unwrap(),
        version: version.parse().unwrap(),
        description: Some("Scripts to experiment on".to_owned()),
        contract: "coral:script@0.1.0".to_owned(),
        engine: Some(EngineEntry {
            fingerprint: Digest::of(b"an engine").to_string(),
            sdk: "0.1.0".to_owned(),
            file: Some("engine.wasm".to_owned()),
        }),
        scripts: scripts.into_iter().map(|(name, program)| (name.parse().unwrap(), script(program))).collect(),
        modules,
        sources: BTreeMap::from([("high.ts".to_owned(), SourceEntry { file: "sources/high.ts".to_owned() })]),
        precompiled: vec![Precompiled {
            key,
            engine: Some("precompiled/x86_64/engine".to_owned()),
            scripts: BTreeMap::from([("high".parse().unwrap(), "precompiled/x86_64/high".to_owned())]),
        }],
    };
    (manifest, files)
}

/// The bytes of that bundle.
pub fn bytes(version: &str, key: Option<&SigningKey>) -> Vec<u8> {
    let (manifest, files) = content(version);
    pack(path(), &manifest, &files, key).unwrap()
}

/// That bundle, opened.
pub fn bundle(version: &str, key: Option<&SigningKey>) -> Bundle {
    Bundle::from_bytes(path(), bytes(version, key)).unwrap()
}

/// A key of a test's own.
pub fn key(comment: &str) -> SigningKey {
    SigningKey::generate(comment).unwrap()
}

/// Whether these lines of a file, `allowed_signers`, trust the bundle now, `revoked` being the lines of another.
pub fn judge(bundle: &Bundle, trusted: &str, revoked: Option<&str>) -> Result<TrustedSigner, TrustError> {
    let folder = Folder::new();
    let trusted = folder.write("allowed_signers", trusted);
    let revoked: Vec<PathBuf> = revoked.map(|revoked| folder.write("revoked", revoked)).into_iter().collect();
    let trust = Trust::read(&[trusted.to_str().unwrap().to_owned()], &revoked).unwrap();
    trust.judge(bundle, SystemTime::now())
}

/// The text of an error about files of a test, without the folder that they are in.
pub fn text(error: &dyn std::error::Error) -> String {
    let temporary = std::env::temp_dir();
    let text = error.to_string();
    let words = text.split(' ').map(|word| match word.strip_prefix(temporary.to_str().unwrap()) {
        Some(below) => below.trim_start_matches('/').split_once('/').map_or(below, |(_, file)| file),
        None => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A folder of a test's own.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }
}
