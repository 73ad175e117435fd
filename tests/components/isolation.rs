//! Runs that write a mark wherever a script can, and runs after them, in the same places of the pool, that look for it: in
//! all that JavaScript can reach, and in all of the memory that a plugin can grow.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use coral_policy::Policy;
use coral_run::Ending;
use coral_runtime::{Script, SystemClock};
use tokio::task::JoinSet;

use crate::laboratory::{Laboratory, Result, Slow};

/// How many runs there are, of all kinds.
const RUNS: usize = 10_000;

/// How many of them at once. With fewer places than kinds of runs, each place has had all of them.
const AT_ONCE: u32 = 3;

/// What each script does first: it prints what it draws.
const DRAW: &str = r#"
    import * as coral from "jsr:@coral/sdk";
    import * as colony from "@coral/sdk";
    const drawn = [...crypto.getRandomValues(new Uint8Array(32))].join();
    console.log(drawn, Math.random(), Math.random());
"#;

/// Prints all that can be reached: names and descriptors of properties, plain values, and which object is which.
const WALK: &str = r#"
    const failure = await coral.emit("").catch((error: unknown) => error);
    function walk(): string {
        const numbers = new Map<unknown, number>();
        const notes: string[] = [];
        const note = (text: string) => notes.push(text);
        const open: unknown[] = [globalThis, coral, colony, failure];
        while (open.length > 0) {
            const value = open.pop();
            const known = numbers.get(value);
            if (Object(value) !== value || known !== undefined) {
                note(known === undefined ? `${typeof value} ${String(value)}` : `#${known}`);
                continue;
            }
            numbers.set(value, numbers.size);
            const object = value as object;
            // The environment's variables may not even be listed.
            if (object === Deno.env || object === process.env) continue;
            for (const key of Reflect.ownKeys(object)) {
                const property = Object.getOwnPropertyDescriptor(object, key)!;
                note(`${String(key)} ${property.enumerable} ${property.configurable} ${property.writable}`);
                open.push(property.value, property.get, property.set);
            }
            note(String(Object.isExtensible(object)));
            open.push(Object.getPrototypeOf(object));
        }
        return notes.join(" ");
    }
    console.log(walk(), new Intl.NumberFormat("en-US").format(1234.5), new Intl.DateTimeFormat("en-US").format(0));
"#;

/// Looks where a walk does not come to.
const LOOK: &str = r#"
    console.count("mark");
    console.timeLog("mark");
    console.log(performance.getEntries().length, Deno.exitCode, Object.keys(globalThis).includes("left"));
    console.log(new Error("x").stack!.split("\n").length > 1, new BigUint64Array(1 << 9).every((byte) => byte === 0n));
    console.log(coral.context.params.size);
"#;

/// What it finds where there is nothing.
const NOTHING: [&str; 5] = ["mark: 1", "Timer 'mark' does not exist", "0 0 false", "true true", "0"];

/// Writes a mark wherever a script can, and fills so much memory with it as the parameter `bytes` says.
const MARK: &str = r#"
    const mark = "a mark of another run";
    const marked = (value: unknown) => {
        if (Object(value) !== value) return;
        const object = value as Record<string | symbol, unknown>;
        try {
            object.left = mark;
            object[Symbol.for(mark)] = mark;
        } catch {
            // A module.
        }
    };
    for (const object of [globalThis, coral, colony]) {
        for (const key of Reflect.ownKeys(object)) {
            const { value } = Object.getOwnPropertyDescriptor(object, key)!;
            marked(value);
            marked(value?.prototype);
            if (Object(value) === value && object !== globalThis) Object.values(value).forEach(marked);
        }
    }
    const { constructor: CoralError } = await coral.emit("").catch((error: unknown) => error);
    CoralError.prototype.message = CoralError.left = mark;
    Error.stackTraceLimit = 0;
    Error.prepareStackTrace = () => mark;
    /(a mark)/.exec(mark);
    new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" }).format(1);
    new Intl.DateTimeFormat("en-US").format(0);
    setTimeout(() => console.log(mark), 1e6).unref();
    Deno.unrefTimer(Number(setInterval(() => console.log(mark), 1e6)));
    console.group(mark);
    console.count("mark");
    console.time("mark");
    performance.mark(mark);
    addEventListener("unload", () => 0);
    addEventListener("error", () => marked(globalThis));
    addEventListener("unhandledrejection", () => marked(globalThis));
    const controller = new AbortController();
    controller.signal.addEventListener("abort", () => marked(globalThis));
    controller.abort(mark);
    AbortSignal.timeout(1e6);
    new FinalizationRegistry(() => console.log(mark)).register({}, mark);
    const bytes = Number(coral.context.params.get("bytes"));
    const pattern = new TextEncoder().encode(mark);
    let filled: Uint8Array | undefined = new Uint8Array(bytes);
    filled.set(pattern);
    for (let count = pattern.length; count < bytes; count *= 2) filled.copyWithin(count, 0, count);
    filled = undefined;
    Deno.stdout.writeSync(new TextEncoder().encode(mark));
    Deno.exitCode = 7;
    Object.prototype.toString = () => mark;
    Array.prototype.at = String.prototype.at = () => mark;
"#;

/// How a run ends that has written its mark.
const ENDS: [(&str, &str); 6] = [
    ("", "exited"),
    ("const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1));", "out-of-memory"),
    ("for (;;);", "out-of-fuel"),
    ("for (;;);", "timed-out"),
    ("await new Promise((go) => setTimeout(go, 1e9));", "interrupted"),
    ("await new Promise((go) => setTimeout(go, 1e9));", "dropped"),
];

/// How many bytes are filled with the mark, in turn.
const SIZES: [&str; 4] = ["100", "70000", "1000000", "6000000"];

struct Scripts {
    walking: Script,
    looking: Script,
    marking: Vec<Script>,
}

impl Scripts {
    async fn compile(laboratory: &Laboratory) -> Self {
        let mut marking = Vec::new();
        for (end, _) in ENDS {
            marking.push(laboratory.ready(&format!("// @ts-nocheck\n{DRAW} {MARK} {end}")).await);
        }
        Self {
            walking: laboratory.ready(&format!("{DRAW} {WALK}")).await,
            looking: laboratory.ready(&format!("{DRAW} {LOOK}")).await,
            marking,
        }
    }
}

async fn run(laboratory: &Laboratory, script: &Script, bytes: &str, policy: Policy) -> Result {
    let parameters = [("bytes", bytes)];
    let parameters = if bytes.is_empty() { &[][..] } else { &parameters[..] };
    laboratory.run_ready(script, parameters, Slow::new(Duration::ZERO), policy, std::future::pending()).await
}

/// Lets a run write its mark and end in one of the ways; what it drew, if it came to that.
async fn write_mark(laboratory: &Laboratory, script: &Script, name: &str, bytes: &str) -> Option<String> {
    let mut policy = Policy { memory: 32 << 20, ..Policy::default() };
    match name {
        "out-of-fuel" => policy.fuel = Some(5_000_000),
        "timed-out" => policy.timeout = Some(Duration::from_millis(10)),
        "dropped" => {
            let run = run(laboratory, script, bytes, policy);
            assert!(tokio::time::timeout(Duration::from_millis(10), run).await.is_err());
            return None;
        }
        "interrupted" => {
            let soon = tokio::time::sleep(Duration::from_millis(10));
            let parameters = [("bytes", bytes)];
            let run = laboratory.run_ready(script, &parameters, Slow::new(Duration::ZERO), policy, soon);
            let result = run.await;
            assert_eq!(result.outcome.ending, Ending::Interrupted);
            return result.console.into_iter().next();
        }
        _ => {}
    }
    let result = run(laboratory, script, bytes, policy).await;
    assert_eq!(result.outcome.ending.name(), name, "{:?}", result.outcome.ending);
    result.console.into_iter().next()
}

/// The run of this number: what it drew, if it came to that.
async fn run_of(number: usize, laboratory: &Laboratory, scripts: &Scripts, walked: &str) -> Option<String> {
    let kind = number % 100;
    let bytes = SIZES[number / 100 % SIZES.len()];
    if let Some((_, name)) = ENDS.get(kind) {
        return write_mark(laboratory, &scripts.marking[kind], name, bytes).await;
    }
    if kind < 8 {
        return write_mark(laboratory, &scripts.marking[0], ENDS[0].1, bytes).await;
    }
    let (script, expected): (_, &[&str]) =
        if kind < 9 { (&scripts.walking, &[walked]) } else { (&scripts.looking, &NOTHING) };
    let mut result = run(laboratory, script, "", Policy::default()).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    let drawn = result.console.remove(0);
    assert!(result.console == expected, "a run sees what is not its own: {:?}", result.console);
    Some(drawn)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_run_is_seen_by_any_after_it() {
    let laboratory = Arc::new(Laboratory::new(AT_ONCE, SystemClock::default()));
    let scripts = Arc::new(Scripts::compile(&laboratory).await);
    let walked = run(&laboratory, &scripts.walking, "", Policy::default()).await.console.remove(1);
    let next = Arc::new(AtomicUsize::new(0));
    let mut runners = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (laboratory, scripts, walked) = (Arc::clone(&laboratory), Arc::clone(&scripts), walked.clone());
        let next = Arc::clone(&next);
        runners.spawn(async move {
            let mut drawn = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= RUNS {
                    return drawn;
                }
                drawn.extend(run_of(number, &laboratory, &scripts, &walked).await);
            }
        });
    }
    let drawn = runners.join_all().await.concat();
    assert!(drawn.len() > RUNS * 95 / 100, "only {} runs have drawn", drawn.len());
    for place in 0..3 {
        let draws: HashSet<_> = drawn.iter().map(|line| line.split(' ').nth(place).unwrap()).collect();
        assert_eq!(draws.len(), drawn.len(), "the draws at place {place} are not all different");
    }
}

#[tokio::test]
async fn a_walk_sees_a_mark() {
    let laboratory = Laboratory::new(1, SystemClock::default());
    let walked = laboratory.ready(&format!("{DRAW} {WALK}")).await;
    let walked = run(&laboratory, &walked, "", Policy::default()).await.console.remove(1);
    for mark in [
        "(globalThis as any).mark = 1;",
        "Object.defineProperty(Array.prototype, 'mark', { value: 1 });",
        "Date.now = () => 0;",
        "Object.freeze(coral.db);",
        "(await coral.emit('').catch((error) => error)).constructor.mark = 1;",
        "Deno.inspect = () => '';",
    ] {
        let source = format!("// @ts-nocheck\n{DRAW} {mark} {WALK}");
        let seen = run(&laboratory, &laboratory.ready(&source).await, "", Policy::default()).await;
        assert!(seen.console.get(1) != Some(&walked), "{mark}");
    }
}

/// More than there are places for memories, so that each run of one takes the place that was left alone for longest.
const PLUGINS: usize = 8;

#[tokio::test]
async fn memory_that_was_used_before_is_all_zeros() {
    let laboratory = Laboratory::new(1, SystemClock::default());
    let scripts = Scripts::compile(&laboratory).await;
    let plugins: Vec<Script> = (0..PLUGINS).map(|_| laboratory.plugin("hostile")).collect();
    for round in 0..12 {
        let (_, name) = ENDS[round % ENDS.len()];
        write_mark(&laboratory, &scripts.marking[round % ENDS.len()], name, SIZES[3]).await;
        for (index, plugin) in plugins.iter().enumerate() {
            let act = format!("memory {}", [2, 16, 256, 800][(round + index) % 4]);
            let (telemetry, policy) = (Slow::new(Duration::ZERO), Policy { memory: 64 << 20, ..Policy::default() });
            let parameters = [("act", act.as_str())];
            let run = laboratory.run_ready(plugin, &parameters, telemetry, policy, std::future::pending());
            assert_eq!(run.await.outcome.ending, Ending::Completed, "{act}");
        }
    }
}
