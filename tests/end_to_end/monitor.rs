//! Scripts that run for long: garbage is collected, and what they keep does not grow.

use serde_json::Value;

use crate::program::Workspace;

#[test]
fn a_monitor_that_makes_cycles_of_garbage_lives_within_its_memory() {
    let script = "
        let made = 0;
        for (let turn = 0; turn < 400; turn++) {
          for (let i = 0; i < 100; i++) {
            const one: any = { text: 'x'.repeat(8000) + i };
            const other: any = { one, list: new Array(10).fill(i) };
            one.other = other;
            made += one.text.length;
          }
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
        console.log(Math.floor(made / 1e6));";
    let finished = Workspace::with_script(script).run(&["-o", "json", "--memory", "64MiB"]).expect_code(0);
    let report: Value = serde_json::from_str(&finished.stdout).unwrap();
    let made: u64 = report["logs"]["lines"][0]["text"].as_str().unwrap().parse().unwrap();
    assert!(made > 4 * 64, "only {made} MB were made");
    assert!(report["usage"]["peak_memory"].as_u64().unwrap() <= 64 << 20);
}

#[test]
fn a_monitor_that_sleeps_many_times_goes_on() {
    let script = "
        let turns = 0;
        for (; turns < 200; turns++) await new Promise((resolve) => setTimeout(resolve, 1));
        console.log(turns);";
    let finished = Workspace::with_script(script).run(&["-q"]).expect_code(0);
    assert_eq!(finished.stdout, "200\n");
}

#[test]
fn a_monitor_that_queries_over_and_over_keeps_its_memory() {
    let script = "
        import * as coral from 'jsr:@coral/sdk';
        for (let turn = 0; turn < 60; turn++) {
          const { count } = await coral.db.query(\"SELECT repeat('x', 100) || i AS text FROM range(10000) t(i)\");
          if (count !== 10000) throw new Error(`${count}`);
          await coral.emit('turn', { turn });
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
        console.log('done');";
    let finished = Workspace::with_script(script).run(&["-q", "--emit-to", "events.jsonl"]).expect_code(0);
    assert_eq!(finished.stdout, "done\n");
}

#[test]
fn a_monitor_without_a_timeout_runs_on() {
    let script = "await new Promise((resolve) => setTimeout(resolve, 50)); console.log('done');";
    let finished = Workspace::with_script(script).run(&["-q", "--timeout", "none"]).expect_code(0);
    assert_eq!(finished.stdout, "done\n");
}
