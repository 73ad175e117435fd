//! What a script is held to.

use std::time::Duration;

use coral_policy::{Limit, Policy};
use coral_run::Ending;

use crate::laboratory::{Laboratory, Report};

const MIB: u64 = 1024 * 1024;

async fn run_with(policy: Policy, code: &str) -> Report {
    Laboratory { policy, ..Laboratory::default() }.run(code).await
}

#[tokio::test]
async fn memory_is_bounded_wherever_it_is_taken() {
    let hoards = [
        "const a = []; for (;;) a.push({}, [1, 2, 3]);",
        "let s = 'x'; const a = []; for (let n = 0;; n++) a.push(s.repeat(1000) + n, [...s.repeat(100)]);",
        "const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1));",
        "const a = []; for (;;) a.push(new ArrayBuffer(1 << 24));",
        "const a = []; for (;;) a.push(new Uint8Array(new SharedArrayBuffer(1 << 22)).fill(1));",
        "const b = new ArrayBuffer(0, { maxByteLength: 2 ** 32 }); for (let n = 1;; n++) b.resize(n << 22);",
        "const m = new WebAssembly.Memory({ initial: 1, maximum: 65536 }); for (;;) m.grow(64);",
        "const a = []; for (let n = 0;; n++) a.push(new Blob([new Uint8Array(1 << 16).fill(n)]));",
        "new ArrayBuffer(2 ** 33);",
    ];
    for code in hoards {
        let report = run_with(Policy { memory: 32 * MIB, ..Policy::default() }, code).await;
        assert_eq!(report.ending().limit(), Some(Limit::Memory), "{code}");
        assert!(report.outcome.usage.peak_memory < 128 * MIB, "{code}: {:?}", report.outcome.usage);
        assert_eq!(report.text(), "", "{code}");
    }
}

#[tokio::test]
async fn memory_that_was_let_go_of_does_not_count() {
    let code = "let sum = 0; for (let n = 0; n < 1000; n++) sum += new Uint8Array(1 << 20).fill(1).length; \
        for (let n = 0; n < 3e6; n++) sum += [n, n].length; console.log(sum);";
    assert_eq!(run_with(Policy::default(), code).await.text(), "1054576000\n");
}

#[tokio::test]
async fn a_script_may_catch_that_it_gets_no_more_memory() {
    let code = "try { new ArrayBuffer(2 ** 33); } catch (error) { console.log(String(error)); }";
    let report = run_with(Policy::default(), code).await;
    assert_eq!(report.text(), "RangeError: Array buffer allocation failed\n");
    assert_eq!(report.ending(), &Ending::Completed);
}

#[tokio::test]
async fn deno_starts_with_the_least_memory() {
    let report = run_with(Policy { memory: 1, ..Policy::default() }, "console.log(1);").await;
    assert_eq!((report.text().as_str(), report.ending()), ("1\n", &Ending::Completed));
}

#[tokio::test]
async fn fuel_is_processor_time() {
    let policy = Policy { fuel: Some(1_000_000_000), timeout: None, ..Policy::default() };
    let report = run_with(policy, "for (;;);").await;
    assert_eq!(report.ending().limit(), Some(Limit::Fuel));
    assert!(report.outcome.usage.fuel >= 1_000_000_000);
    assert!(report.outcome.usage.cpu >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_flood_of_output_ends_the_run() {
    let policy = Policy { console_bytes: Some(1000), timeout: Some(Duration::from_secs(2)), ..Policy::default() };
    for code in [
        "for (;;) console.log('x'.repeat(1000));",
        "for (;;) console.error('error: Uncaught ' + 'x'.repeat(1000));",
        "for (;;) Deno.stdout.writeSync(new Uint8Array(1 << 16).fill(120));",
    ] {
        let report = run_with(policy.clone(), code).await;
        let Ending::OverBudget(budget, _) = report.ending() else { panic!("{code}: {:?}", report.ending()) };
        assert_eq!((budget.name.as_str(), budget.limit), ("console-bytes", 1000), "{code}");
        assert!(report.text().len() < 2000, "{code}: {}", report.text().len());
    }
}

#[tokio::test]
async fn files_and_sockets_are_few() {
    let code = "const kept = []; let refused = 0;
        for (let n = 0; n < 400; n++) {
            try { kept.push(await Deno.connect(DOOR)); } catch { refused++; }
        }
        console.log(refused > 100);";
    let code = format!(
        "import {{ url }} from 'coral:run'; const {{ hostname, port }} = new URL(url);
        const DOOR = {{ hostname, port: Number(port) }}; {code}"
    );
    assert_eq!(run_with(Policy::default(), &code).await.text(), "true\n");
}
