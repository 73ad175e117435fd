//! A component that holds its engine runs in any host of the contract: here in a second one, which shares nothing with
//! host/runtime. It is made of `wit/` alone, answers what it was given to answer, and its clock goes when a script waits.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../coral_wasm.rs"]
mod coral_wasm;
mod second_host;
mod standalone_component;

use wasmtime::Config;

use crate::second_host::{Prepared, Recorded};
use crate::standalone_component::build;

const SCRIPT: &str = r#"
    import * as coral from "jsr:@coral/sdk";
    import { threshold } from "./lib/threshold.ts";

    const started = performance.now();
    const p99 = await coral.metrics.getPercentile("payments", "http.server.duration", 0.99);
    const { rows } = await coral.db.query("SELECT route, calls FROM routes WHERE service = ?", ["payments"]);
    console.log(`P99 ${p99 / 1e6} ms`, rows);
    await new Promise((wake) => setTimeout(wake, 30_000));
    console.warn(`after ${Math.round((performance.now() - started) / 1000)} s`, coral.context.params.get("region"));
    await coral.emit("alert", { slow: p99 > threshold }, "critical");
    try {
        await coral.system.getCPU();
    } catch (error) {
        console.error(String(error));
    }
    throw new RangeError("enough", { cause: new Error("of it") });
"#;

fn run(component: &[u8]) -> Recorded {
    Prepared::new(&Config::new(), false, component).run()
}

#[test]
fn a_standalone_component_asks_prints_waits_emits_and_throws_in_another_host() {
    let component = build(&[("script.ts", SCRIPT), ("lib/threshold.ts", "export const threshold = 500e6;")]);
    wasmparser::Validator::new().validate_all(&component).unwrap();

    let Recorded { console, events, questions, ending } = run(&component);
    assert_eq!(
        questions,
        [
            "percentile of http.server.duration of payments, 0.99",
            "sql SELECT route, calls FROM routes WHERE service = ? with [text payments]",
            "cpu"
        ]
    );
    assert_eq!(
        console,
        [
            "log: P99 650 ms [ { route: \"/pay\", calls: 7 }, { route: null, calls: 3 } ]",
            "warn: after 30 s eu",
            "error: CoralError: Failed to get CPU usage: no CPU was ever recorded"
        ]
    );
    assert_eq!(events, ["critical alert {\"slow\":true}"]);
    let thrown = ending.unwrap_err();
    assert_eq!(thrown.message, "RangeError: enough\nCaused by: Error: of it");
    assert!(thrown.stack.starts_with("    at function.mjs:"), "{}", thrown.stack);
    assert!(thrown.in_promise);
}

#[test]
fn a_standalone_component_that_completes_says_so_and_one_that_exits_is_stopped() {
    let Recorded { console, ending, .. } = run(&build(&[("script.ts", "console.log('done');")]));
    assert_eq!((console, ending), (vec!["log: done".to_owned()], Ok(())));
    let Recorded { ending, .. } = run(&build(&[("script.ts", "Deno.exit(7); console.log('never');")]));
    assert_eq!(ending.unwrap_err().message, "exit 7");
}
