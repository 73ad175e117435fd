//! Runs that go on for days: neither the script's memory nor the host's grows with the turns that it has made.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coral_contract::{
    Answer, AskError, Asker, Cells, Column, Event, Health, Nulls, PendingAnswer, PendingHealth, Question, ResultSet,
    Telemetry, TextCells,
};
use coral_policy::Policy;
use coral_run::{Ending, Level, Observer};
use coral_runtime::Clock;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::allocations;
use crate::laboratory::Laboratory;

/// A laboratory for one run, which so stays on its thread: there the host's memory is counted.
fn laboratory() -> Laboratory {
    Laboratory::new(1, Hasty::default())
}

/// What makes QuickJS collect cyclic garbage every few hundred turns.
const GARBAGE: &str = "const garbage = { text: 'x'.repeat(2_000) }; garbage.itself = garbage;";

/// A clock that does not wait: who sleeps moves it on.
#[derive(Debug, Default)]
struct Hasty {
    nanoseconds: AtomicU64,
}

impl Clock for Hasty {
    fn now(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.nanoseconds.fetch_add(u64::try_from(duration.as_nanos()).unwrap(), Ordering::Relaxed);
        std::future::ready(()).boxed()
    }
}

/// Answers statements with three rows, percentiles with a number, and all else with an error.
struct Busy;

impl Telemetry for Busy {
    fn ask_as(&self, _asker: &Asker, question: Question) -> PendingAnswer {
        let answer = match question {
            Question::Sql(_) => Ok(Answer::Rows(three_rows())),
            Question::Percentile(_) => Ok(Answer::Number(1.5)),
            _ => Err(AskError::NotFound("nothing was ever recorded".to_owned())),
        };
        Box::pin(async move { answer })
    }

    fn health(&self) -> PendingHealth {
        Box::pin(async { Ok(Health::default()) })
    }
}

fn three_rows() -> ResultSet {
    let (mut texts, mut nested) = (TextCells::new(), TextCells::new());
    for name in ["payments", "checkout", "cart"] {
        assert!(texts.push(name) && nested.push(&format!("[{{\"{name}\":[1,9007199254740993]}},null]")));
    }
    let column = |name: &str, cells| Column { name: name.to_owned(), cells, nulls: Nulls::none() };
    let columns = vec![
        column("service_name", Cells::Text(texts)),
        column("count", Cells::Int64(vec![1, i64::MAX, 3])),
        column("start_time", Cells::Timestamp(vec![0, 1, 2])),
        column("nested", Cells::Json(nested)),
    ];
    ResultSet { row_count: 3, columns, truncated: false }
}

/// Looks at the host's memory whenever the script says so.
struct Gauge(Arc<Mutex<Vec<isize>>>);

impl Observer for Gauge {
    fn console(&mut self, _level: Level, text: &str) {
        if text == "measure" {
            self.0.lock().unwrap().push(allocations::live());
        }
    }

    fn event(&mut self, _event: &Event) {}
}

/// Memory at the end of a run, and what the host has allocated after the first turns and at the end.
struct Memory {
    script: u64,
    host: Vec<isize>,
}

/// Runs a script that does something in each of so many turns, `early` of which are the first part.
async fn run(laboratory: &Laboratory, setup: &str, turn: &str, early: usize, turns: usize) -> Memory {
    let source = format!(
        "// @ts-nocheck
        import * as coral from \"jsr:@coral/sdk\";
        const pass = (ms) => new Promise((go) => setTimeout(go, ms));
        {setup}
        for (let turn = 1; turn <= {turns}; turn++) {{
            {turn}
            if (turn === {early} || turn === {turns}) console.log(\"measure\");
        }}"
    );
    let policy = Policy {
        fuel: None,
        timeout: None,
        cpu_time: None,
        queries: None,
        events: None,
        event_rate: None,
        console_bytes: None,
        ..Policy::default()
    };
    let host = Arc::new(Mutex::new(Vec::with_capacity(2)));
    let outcome = laboratory.observe(&source, Busy, policy, Gauge(Arc::clone(&host))).await;
    assert_eq!(outcome.ending, Ending::Completed, "{turn}");
    let host = host.lock().unwrap().clone();
    Memory { script: outcome.usage.peak_memory, host }
}

/// Fails if memory grows after the first turns, by which garbage was collected once.
async fn assert_steady(laboratory: &Laboratory, setup: &str, turn: &str, early: usize, turns: usize) {
    let before = run(laboratory, setup, turn, early, early).await.script;
    let Memory { script: after, host } = run(laboratory, setup, turn, early, turns).await;
    println!("{before} -> {after}, host {host:?}: {turn}");
    assert!(after <= before / 10 * 11, "the script's memory grew from {before} to {after} bytes\n{turn}");
    // A turn that kept anything would keep more than a byte.
    let grown = host[1] - host[0];
    assert!(grown < (turns - early).cast_signed(), "the host's memory grew by {grown} bytes\n{turn}");
}

#[tokio::test]
async fn a_monitor_may_run_for_days() {
    let setup = "const latest = new Map();";
    let turn = r#"
        await pass(10_000);
        const { rows } = await coral.db.query("SELECT service_name, count(*) FROM spans WHERE n > ?", [turn]);
        const p99 = await coral.metrics.getPercentile("payments", "http.server.duration", 0.99);
        let text = "";
        for (const { service_name, count } of rows) text += `${service_name}: ${count} of ${turn}, `;
        latest.set(turn % 10, { text, rows });
        if (turn % 10 === 0) await coral.emit("slow", { turn, p99, text }, "warning");
        console.log(`turn ${turn}: ${text}`, p99);
    "#;
    assert_steady(&laboratory(), setup, turn, 1_000, 100_000).await;
}

#[tokio::test]
async fn nothing_that_is_over_is_kept() {
    let laboratory = laboratory();
    for (setup, turn) in [
        ("", "clearTimeout(setTimeout(() => {}, 1e6)); clearInterval(setInterval(() => {}, 1e6));"),
        ("", "const timer = setInterval(() => {}, 10); await pass(50); clearInterval(timer);"),
        (
            "",
            "await new Promise((go) => { let left = 3; const timer = setInterval(() => { if (--left === 0) { clearInterval(timer); go(); } }, 5); });",
        ),
        ("", "await new Promise((go) => setImmediate(go)); await new Promise((go) => queueMicrotask(go));"),
        ("", "setTimeout(() => {}, 1e6).unref?.(); await pass(2e6);"),
        ("", "try { await Promise.reject(new Error(`no ${turn}`)); } catch {}"),
        ("", "const no = Promise.reject(new Error(`no ${turn}`)); no.catch(() => {}); await pass(1);"),
        ("", "await Promise.allSettled([coral.system.getCPU(), coral.db.query(`SELECT ${turn}`)]);"),
        ("", "try { await coral.db.query('SELECT ?', [{}]); } catch {} try { await coral.emit('', {}); } catch {}"),
        ("", "coral.db.query(`SELECT ${turn}`); if (turn % 100 === 0) await pass(1);"),
        ("", "await Promise.race([coral.db.query('SELECT 1'), pass(1)]); await pass(5);"),
        ("", "await Promise.all([1, 2, 3, 4, 5].map((n) => coral.db.query(`SELECT ${n}`)));"),
        ("", "const one = new AbortController(); one.signal.addEventListener('abort', () => one); one.abort();"),
        ("", "const one = AbortSignal.timeout(5); await new Promise((go) => one.addEventListener('abort', go));"),
        (
            "const { signal } = new AbortController();",
            "const heard = () => turn; signal.addEventListener('abort', heard); signal.removeEventListener('abort', heard);",
        ),
        (
            "const { signal } = new AbortController();",
            "const one = new AbortController(); AbortSignal.any([signal, one.signal]).onabort = () => {}; one.abort();",
        ),
        (
            "const { signal } = new AbortController();",
            "AbortSignal.any([signal]); if (turn % 100 === 0) await pass(1);",
        ),
        (
            "const target = new EventTarget();",
            "target.addEventListener('x', () => turn, { once: true }); target.dispatchEvent(new Event('x'));",
        ),
        ("", "const one = {}; one.other = { one }; new WeakRef(one); structuredClone({ at: new Date(), one });"),
        (
            "",
            "console.log(new URL(`https://a.b/${turn}?c=d`).searchParams.get('c'), { turn }, [turn], new Error('x').stack);",
        ),
        ("", "console.time('t'); console.timeEnd('t'); console.group('g'); console.groupEnd();"),
    ] {
        assert_steady(&laboratory, setup, &format!("{turn} {GARBAGE}"), 2_000, 12_000).await;
    }
}
