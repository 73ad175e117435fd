//! What it costs to start a script out of a bundle with precompiled code: `make bench`. Figures to compare within one run
//! of the bench, not between machines.

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

#[path = "../coral_wasm.rs"]
mod coral_wasm;
mod deno;
mod session;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::SystemTime;

use coral_bundle::{Bundle, Trust, TrustedSigner};
use coral_contract::Telemetry;
use coral_policy::Policy;
use coral_runtime::{CodeCache, JavaScript, Runtime, RuntimeOptions, Script};
use coral_telemetry::{LazyDatabase, Options};
use criterion::{Criterion, criterion_group, criterion_main};
use futures::FutureExt;
use tempfile::TempDir;

use crate::session::{Silent, session};

const HELLO: &str = "console.log('hello');\n";

/// A folder with `hello.ts`, a key, and two bundles of the script: with machine code for this machine, and without.
struct Workshop {
    folder: TempDir,
}

impl Workshop {
    fn new() -> Self {
        let workshop = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(workshop.path("hello.ts"), HELLO).unwrap();
        workshop.coral(&["key", "new", "key"]);
        workshop.coral(&["bundle", "hello.ts", "--sign", "key", "--aot", "-q"]);
        workshop.coral(&[
            "bundle",
            "hello.ts",
            "--sign",
            "key",
            "--out",
            "portable.coralbundle",
            "--name",
            "portable",
            "-q",
        ]);
        workshop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn coral(&self, arguments: &[&str]) {
        let mut command = coral_wasm::coral_wasm(&self.path("cache"));
        command.args(arguments);
        self.run(command);
    }

    /// Runs a program to its end in the folder.
    fn run(&self, mut command: Command) {
        command.current_dir(self.folder.path()).env("XDG_STATE_HOME", self.path("state"));
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{command:?}: {output:?}");
    }
}

/// Opens a bundle and finds its signer trusted.
fn verified(path: &Path, trust: &Trust) -> (Bundle, TrustedSigner) {
    let bundle = Bundle::open(path).unwrap();
    let signer = trust.judge(&bundle, SystemTime::now()).unwrap();
    (bundle, signer)
}

/// The one script of a bundle, out of its machine code.
fn loaded(bundle: &Bundle, signer: &TrustedSigner, javascript: &JavaScript) -> Script {
    let file = bundle.manifest().precompiled[0].scripts.values().next().unwrap();
    javascript.load_precompiled(&bundle.precompiled(file, signer).unwrap()).unwrap()
}

/// In a process that goes on, with its engine loaded.
fn warm_host(criterion: &mut Criterion) {
    let workshop = Workshop::new();
    let tokio = tokio::runtime::Runtime::new().unwrap();
    let telemetry: Arc<dyn Telemetry> = Arc::new(LazyDatabase::new(workshop.path("none.db"), Options::default()));
    let runtime = Runtime::new(&RuntimeOptions::default()).unwrap();
    let path = workshop.path("hello.coralbundle");
    let trust = Trust::read(&[workshop.path("key.pub").display().to_string()], &[]).unwrap();
    let (bundle, signer) = verified(&path, &trust);
    let engine = bundle.manifest().precompiled[0].engine.as_ref().unwrap();
    let code = bundle.precompiled(engine, &signer).unwrap();
    let cache = CodeCache::new(workshop.path("engines"));
    let javascript = JavaScript::precompiled(&runtime, &code, "bench", Some(&cache)).unwrap();

    let mut group = criterion.benchmark_group("bundle in a warm host");
    group.bench_function("open and verify", |bencher| bencher.iter(|| black_box(verified(&path, &trust))));
    group.bench_function("load a script", |bencher| bencher.iter(|| loaded(&bundle, &signer, &javascript)));
    group.bench_function("open, verify, load and run hello", |bencher| {
        bencher.to_async(&tokio).iter(async || {
            let (bundle, signer) = verified(&path, &trust);
            let script = loaded(&bundle, &signer, &javascript);
            runtime.run(&script, session(&telemetry, Policy::default(), Silent), std::future::pending().boxed()).await
        });
    });
    group.bench_function("engine out of the bundle", |bencher| {
        bencher.iter(|| {
            let code = bundle.precompiled(engine, &signer).unwrap();
            JavaScript::precompiled(&runtime, &code, "bench", None).unwrap()
        });
    });
    group.bench_function("engine out of the cache", |bencher| {
        bencher.iter(|| JavaScript::cached(&runtime, "bench", Some(&cache)).unwrap().unwrap());
    });
    group.finish();
}

/// As a process of its own, from its start to its end.
fn fresh_process(criterion: &mut Criterion) {
    let workshop = Workshop::new();
    let folder = Path::new(env!("CARGO_BIN_EXE_coral-wasm")).parent().and_then(Path::parent).unwrap();
    let compiler_free = folder.join("compiler-free").join("coral-wasm");

    let mut group = criterion.benchmark_group("hello in a fresh process");
    group.sample_size(30);
    let own = |arguments: &[&str]| {
        let mut command = coral_wasm::coral_wasm(&workshop.path("cache"));
        command.args(arguments);
        command
    };
    let precompiled = ["run", "hello.coralbundle", "--trust", "key.pub", "-q"];
    if compiler_free.exists() {
        group.bench_function("precompiled, program without a compiler", |bencher| {
            bencher.iter(|| {
                let mut command = Command::new(&compiler_free);
                command.args(precompiled).env("XDG_CACHE_HOME", workshop.path("cache"));
                workshop.run(command);
            });
        });
    }
    group.bench_function("precompiled", |bencher| bencher.iter(|| workshop.run(own(&precompiled))));
    group.bench_function("portable bundle", |bencher| {
        bencher.iter(|| workshop.run(own(&["run", "portable.coralbundle", "-q"])));
    });
    group.bench_function("source", |bencher| bencher.iter(|| workshop.run(own(&["run", "hello.ts", "-q"]))));
    group.bench_function("verify", |bencher| {
        bencher.iter(|| workshop.run(own(&["verify", "hello.coralbundle", "--trust", "key.pub"])));
    });
    group.bench_function("Deno", |bencher| {
        bencher.iter(|| workshop.run(deno::command(Path::new("hello.ts"))));
    });
    group.finish();
}

criterion_group!(benches, warm_host, fresh_process);
criterion_main!(benches);
