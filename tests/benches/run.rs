//! What a run costs in a process that has its engine: `make bench`. Figures to compare within one run of the bench, not
//! between machines.

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

mod session;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use coral_compiler::Compiler;
use coral_contract::{PercentileQuery, Question, Telemetry};
use coral_engine::EngineComponent;
use coral_runtime::{JavaScript, Runtime, RuntimeOptions};
use coral_telemetry::{Database, Options, WorkerOptions, WorkerProgram};
use criterion::{Criterion, criterion_group, criterion_main};
use futures::FutureExt;

use crate::session::session;

const SCRIPTS: &[(&str, &str)] = &[
    ("empty", ""),
    ("console.log", "console.log('hello');"),
    ("emit through the SDK", "import { emit } from 'jsr:@coral/sdk'; await emit('alert', { a: 1 }, 'warning');"),
    (
        "percentile through the SDK",
        "import { metrics } from 'jsr:@coral/sdk'; await metrics.getPercentile('payments', 'http.server.duration', 0.99);",
    ),
    (
        "10,000 rows to objects",
        "import { db } from 'jsr:@coral/sdk'; await db.query('SELECT range AS i FROM range(10000)');",
    ),
];

fn runs(criterion: &mut Criterion) {
    let tokio = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("agent.db");
    coral_telemetry::create_sample(&database).unwrap();
    let program = WorkerProgram { path: env!("CARGO_BIN_EXE_coral-wasm").into(), arguments: vec!["sql-worker".into()] };
    let options = Options { workers: WorkerOptions { program, ..WorkerOptions::default() }, ..Options::default() };
    let telemetry: Arc<dyn Telemetry> = Arc::new(Database::open_read_only(&database, options).unwrap());
    let runtime = Runtime::new(&RuntimeOptions::default()).unwrap();
    let javascript = JavaScript::compile(&runtime, &EngineComponent::committed().unwrap(), None).unwrap();
    let compiler = Compiler::new(runtime.engine(), javascript.module()).unwrap();

    let mut group = criterion.benchmark_group("run");
    for (name, source) in SCRIPTS {
        let path = folder.path().join("script.ts");
        std::fs::write(&path, source).unwrap();
        let compiled = tokio.block_on(compiler.compile(&path)).unwrap();
        let script = javascript.load(&compiled.component).unwrap();
        group.bench_function(*name, |bencher| {
            bencher
                .to_async(&tokio)
                .iter(|| runtime.run(&script, session(Arc::clone(&telemetry)), std::future::pending().boxed()));
        });
    }
    group.bench_function("the same percentile, without a script", |bencher| {
        let query = PercentileQuery {
            service: "payments".to_owned(),
            metric: String::new(),
            percentile: 0.99,
            window: std::time::Duration::from_secs(300),
        };
        bencher.to_async(&tokio).iter(|| telemetry.ask(Question::Percentile(query.clone())));
    });
    group.finish();

    let mut group = criterion.benchmark_group("compile");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/high-latency-alert.ts");
    group.bench_function("source to component", |bencher| {
        bencher.to_async(&tokio).iter(|| compiler.compile(&script));
    });
    let compiled = tokio.block_on(compiler.compile(&script)).unwrap();
    group.bench_function("component to machine code", |bencher| {
        bencher.iter(|| javascript.load(black_box(&compiled.component)).unwrap());
    });
    group.finish();
}

criterion_group!(benches, runs);
criterion_main!(benches);
