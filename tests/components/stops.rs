//! Where a script was when it was stopped, and that nothing of it runs after that.

use std::time::Duration;

use coral_policy::{Limit, Policy};
use coral_run::{Activity, Ending, Stop};
use coral_source::{Frame, ModuleMap, Place, SCRIPT_MODULE, SourceMap, parse_stack};

use crate::laboratory::{LABORATORY, Slow};

/// Stands before each place of a source where it may be stopped.
const MARK: &str = "/*!*/";

/// What `script.ts` does: it calls `spin` of the other file, from a function of its own.
const CALLER: &str = "import { spin } from './lib/spin.ts';\nfunction check() {\n  return /*!*/spin(1);\n}\ncheck();";

/// Endless bodies of `spin`.
const LOOPS: &[(&str, &str)] = &[
    ("while", "/*!*/while (true) {}"),
    ("while with a condition", "let x = 0;\n  /*!*/while (x >= 0) {\n    x = x ^ 1;\n  }"),
    ("for", "let x = 0;\n  /*!*/for (;;) {\n    x ^= n;\n  }"),
    ("for with all its parts", "let x = 0;\n  /*!*/for (let i = 0; i >= 0; i ^= 1) x ^= i;"),
    ("do", "let x = 0;\n  do {\n    x ^= 1;\n  /*!*/} while (x >= 0);"),
    ("for of", "const one = function* () { /*!*/for (;;) /*!*/yield 1; };\n  /*!*/for (const _ of one()) {}"),
    ("continue", "/*!*/for (;;) {\n    if (n > /*!*/0) continue;\n    n++;\n  }"),
    ("calls", "const leaf = (x: number) => x;\n  /*!*/for (;;) /*!*/leaf(n);"),
    ("recursion", "const f = (x: number): number => x < /*!*/1 ? 0 : /*!*/f(x - 1) + /*!*/f(x - 1);\n  /*!*/f(60);"),
    ("a regular expression", "/^(a+)+$/./*!*/test('a'.repeat(40) + 'b');"),
    ("sort", "[2, 1]./*!*/sort(() => { /*!*/for (;;) {} });"),
    ("an endless iterable", "Array./*!*/from({ *[Symbol.iterator]() { /*!*/for (;;) /*!*/yield 1; } });"),
    ("a getter", "const o = { get x() { /*!*/for (;;) {} } };\n  o./*!*/x;"),
    ("a proxy", "'x' /*!*/in new Proxy({}, { has() { /*!*/for (;;) {} } });"),
    ("toString", "String({ toString() { /*!*/for (;;) {} } });"),
    ("JSON", "JSON./*!*/stringify({ toJSON() { /*!*/while (true) {} } });"),
];

/// The same in functions that wait: of microtasks there is no caller.
const ASYNC_LOOPS: &[(&str, &str)] = &[
    ("await", "/*!*/for (;;) await null;"),
    ("for await", "/*!*/for await (const _ of (async function* () { /*!*/for (;;) yield 1; })()) {}"),
];

fn fuel(units: u64) -> Policy {
    Policy { fuel: Some(units), ..Policy::default() }
}

/// Runs `script.ts` beside `lib/spin.ts`: how it was stopped, and the frames of that.
async fn stopped(script: &str, spin: &str, policy: Policy) -> (Stop, Vec<Frame>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("lib")).unwrap();
    std::fs::write(folder.path().join("lib/spin.ts"), spin).unwrap();
    let path = folder.path().join("script.ts");
    std::fs::write(&path, script).unwrap();
    let compiled = LABORATORY.compile_file(&path).await;
    let result = LABORATORY.run_component(&compiled.component, Slow::new(Duration::ZERO), policy).await;
    let Ending::Stopped(stop) = result.outcome.ending else { panic!("{:?}\n{spin}", result.outcome.ending) };
    let Activity::Running(stack) = &stop.activity else { panic!("{stop:?}\n{spin}") };
    let map = ModuleMap { module: SCRIPT_MODULE.to_owned(), json: compiled.source_map };
    let frames = parse_stack(stack, &SourceMap::of_modules(|| vec![map]));
    (stop, frames)
}

/// The places of a file that are marked, as `function`'s frames may name them.
fn marks(file: &str, text: &str) -> Vec<String> {
    let place = |(start, _): (usize, &str)| {
        let before = &text[..start + MARK.len()];
        let column = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1);
        format!("{file}:{}:{}", before.matches('\n').count() + 1, column + 1)
    };
    text.match_indices(MARK).map(place).collect()
}

fn place_of(frame: &Frame) -> String {
    match &frame.place {
        Place::Source(position) => {
            format!("{}:{}:{}", position.file.trim_start_matches("./"), position.line, position.column)
        }
        other => format!("{other:?}"),
    }
}

/// Fails unless the innermost place in a file is one that is marked.
fn assert_marked(frames: &[Frame], spin: &str, what: &str) {
    let marked = [marks("lib/spin.ts", spin), marks("script.ts", CALLER)].concat();
    let places: Vec<String> = frames.iter().map(place_of).collect();
    let first = places.iter().find(|place| place.contains(".ts:"));
    assert!(first.is_some_and(|place| marked.contains(place)), "{what}: {places:?}, marked {marked:?}\n{spin}");
}

#[tokio::test]
async fn out_of_fuel_in_a_loop_names_the_function_and_the_place() {
    for (what, body) in LOOPS {
        let spin = format!("export function spin(n: number) {{\n  {body}\n}}");
        let (stop, frames) = stopped(CALLER, &spin, fuel(20_000_000)).await;
        assert_eq!((stop.limit, stop.allowed), (Limit::Fuel, 20_000_000), "{what}");
        assert!((20_000_001..220_000_000).contains(&stop.used), "{what}: {}", stop.used);
        assert_marked(&frames, &spin, what);
        let called: Vec<_> = frames.iter().map(|frame| (frame.function.as_deref(), place_of(frame))).collect();
        // Of a deep recursion the outermost are not shown.
        if frames.len() < 10 {
            assert!(called.iter().any(|(function, _)| *function == Some("spin")), "{what}: {called:?}");
            assert!(called.contains(&(Some("check"), "script.ts:3:15".to_owned())), "{what}: {called:?}");
        }
    }
}

#[tokio::test]
async fn out_of_fuel_in_a_function_that_waits_names_its_place() {
    for (what, body) in ASYNC_LOOPS {
        let spin = format!("export async function spin(n: number) {{\n  {body}\n}}");
        // With this fuel, QuickJS asks in code of the script's. It could also be between two steps of an async generator,
        // of which no place is known.
        let (stop, frames) = stopped(CALLER, &spin, fuel(40_000_000)).await;
        assert_eq!(stop.limit, Limit::Fuel, "{what}");
        assert_marked(&frames, &spin, what);
    }
}

#[tokio::test]
async fn the_end_of_time_names_the_place_too() {
    let spin = "export function spin(n: number) {\n  let x = 0;\n  /*!*/while (x >= 0) x ^= n;\n}";
    let time = Duration::from_millis(100);
    let unlimited = Policy { fuel: None, ..Policy::default() };
    for (policy, limit) in [
        (Policy { timeout: Some(time), ..unlimited.clone() }, Limit::Timeout),
        (Policy { cpu_time: Some(time), ..unlimited.clone() }, Limit::CpuTime),
    ] {
        let (stop, frames) = stopped(CALLER, spin, policy).await;
        assert_eq!((stop.limit, stop.allowed), (limit, 100));
        assert!(stop.used >= 100, "{}", stop.used);
        assert_marked(&frames, spin, limit.name());
    }
}

#[tokio::test]
async fn a_long_step_of_the_engine_s_own_is_ended_without_a_place() {
    let spin = "export const spin = (n: number) => Array.prototype.indexOf.call({ length: 2 ** 53 - n }, 1);";
    let (stop, frames) = stopped(CALLER, spin, fuel(20_000_000)).await;
    assert_eq!((stop.limit, stop.allowed), (Limit::Fuel, 20_000_000));
    assert!(stop.used > 20_000_000);
    assert_eq!(frames.len(), 0);
    let late = Policy { fuel: None, timeout: Some(Duration::from_millis(100)), ..Policy::default() };
    let (stop, frames) = stopped(CALLER, spin, late).await;
    assert_eq!((stop.limit, frames.len()), (Limit::Timeout, 0));
}

#[tokio::test]
async fn a_run_that_waits_when_its_time_is_over_says_for_what() {
    for (source, questions) in [
        ("await new Promise((go) => setTimeout(go, 60_000));", 0),
        ("import { getCPU } from 'jsr:@coral/sdk'; await Promise.all([getCPU(), getCPU()]);", 2),
    ] {
        let policy = Policy { timeout: Some(Duration::from_millis(50)), ..Policy::default() };
        let outcome = LABORATORY.run(source, Slow::new(Duration::from_secs(3600)), policy).await.outcome;
        let Ending::Stopped(stop) = outcome.ending else { panic!("{:?}", outcome.ending) };
        assert_eq!((stop.limit, stop.activity), (Limit::Timeout, Activity::Waiting(questions)));
    }
}

#[tokio::test]
async fn out_of_memory_names_the_place_where_there_is_one() {
    let spin = "export function spin(n: number) {\n  const kept: Uint8Array[] = [];\n  for (;;) kept.push(new Uint8Array(n << 20));\n}";
    let policy = Policy { memory: 16 << 20, ..Policy::default() };
    let (stop, frames) = stopped(CALLER, spin, policy).await;
    assert_eq!((stop.limit, stop.allowed), (Limit::Memory, 16 << 20));
    assert!(stop.used > stop.allowed);
    assert_eq!(
        place_of(frames.iter().find(|frame| frame.function.as_deref() == Some("spin")).unwrap()),
        "lib/spin.ts:3:22"
    );
}

/// What a script may try to go on after it was stopped in `spin`. It would print "on".
const TRIES: &[&str] = &[
    "try { spin(); } catch { on(); } finally { on(); }",
    "for (;;) try { spin(); } catch { on(); } finally { on(); }",
    "outer: for (;;) { try { spin(); } finally { on(); continue outer; } }",
    "const f = async () => { try { spin(); } catch { on(); } finally { on(); } }; f().catch(on).finally(on); on();",
    "const f = async () => { try { await null; spin(); } catch { on(); } finally { on(); } }; await f().catch(on);",
    "Promise.resolve().then(spin).then(on, on).finally(on);",
    "new Promise(spin).then(on, on); on();",
    "new Promise((go) => { try { spin(); } finally { go(1); } }).then(on, on); await null; on();",
    "try { await Promise.any([Promise.resolve().then(spin)]); } catch { on(); }",
    "function* g() { try { yield 1; } finally { on(); } } for (const _ of g()) spin();",
    "function* g() { try { spin(); } finally { on(); yield 1; } } for (const _ of g()) on();",
    "async function* g() { try { yield 1; } finally { on(); } } for await (const _ of g()) spin();",
    "async function* g() { try { spin(); } catch { on(); } } try { for await (const _ of g()) on(); } catch { on(); }",
    "const it = { [Symbol.iterator]: () => it, next: () => ({ value: 1 }), return() { on(); return {}; } }; for (const _ of it) spin();",
    "const it = { [Symbol.iterator]: () => it, next: () => ({ value: 1 }), return() { on(); return {}; } }; Array.from(it, spin);",
    "const it = { [Symbol.iterator]: () => it, next: () => ({ value: 1 }), return() { on(); return {}; } }; const [a] = it; new Map({ [Symbol.iterator]: () => ({ next: spin, return: on }) });",
    "const p = new Proxy({}, { get() { try { spin(); } catch { on(); } }, has: on }); p.x; 'x' in p; on();",
    "const o = { toString() { spin(); }, valueOf() { on(); } }; try { `${o}`; } catch { on(); }",
    "const o = { valueOf() { spin(); }, toString() { on(); } }; try { +o; o + 1; } catch { on(); }",
    "try { JSON.stringify({ toJSON: spin }); } catch { on(); }",
    "try { JSON.parse('[1, 2]', spin); } catch { on(); }",
    "try { [2, 1].sort(spin); } catch { on(); }",
    "try { 'a'.replace(/a/, spin); } catch { on(); }",
    "try { console.log({ [Symbol.for('Deno.customInspect')]: spin }); } catch { on(); } on();",
    "try { Deno.inspect({ get x() { return spin(); } }, { getters: true }); } catch { on(); } on();",
    "try { structuredClone({ get x() { return spin(); } }); } catch { on(); }",
    "const r = new FinalizationRegistry(on); (() => { for (let i = 0; i < 9; i++) r.register({}, 1); })(); spin();",
    "addEventListener('unhandledrejection', (e) => { e.preventDefault(); on(); }); Promise.reject(1); Promise.resolve().then(spin);",
    "addEventListener('unhandledrejection', (e) => { e.preventDefault(); spin(); }); Promise.reject(1); setTimeout(on);",
    "addEventListener('error', (e) => { e.preventDefault(); on(); }); setTimeout(spin); setTimeout(on, 1);",
    "addEventListener('error', (e) => { e.preventDefault(); spin(); }); setTimeout(() => { throw 1; }); setTimeout(on, 5);",
    "addEventListener('unload', on); addEventListener('beforeunload', on); spin();",
    "addEventListener('unload', () => { try { spin(); } catch { on(); } });",
    "Error.prepareStackTrace = on; spin();",
    "Error.stackTraceLimit = 0; spin();",
    "Object.defineProperty(Error.prototype, 'stack', { get: on, set: on }); Object.defineProperty(Error.prototype, 'message', { get: on }); Object.defineProperty(Error.prototype, 'name', { get: on }); spin();",
    "Object.defineProperty(Object.prototype, 'stack', { get: on, set: on }); Object.prototype.toString = on; spin();",
    "throw { toString: spin, [Symbol.for('Deno.customInspect')]: spin };",
    "throw new (class extends Error { get message() { return spin(); } get name() { return spin(); } })();",
    "const again = () => queueMicrotask(again); again();",
    "const again = async () => { for (;;) await null; }; again().finally(on);",
    "const list = []; const p = Promise.resolve(); const f = Reflect.apply.bind(null, Promise.prototype.then, p, list); list.push(f); p.then(f);",
    "setInterval(() => { try { spin(); } catch { on(); } on(); }); setTimeout(on, 50);",
    "setTimeout(() => { reportError(spin()); on(); }); setTimeout(on, 50);",
    "new AbortController().signal.addEventListener('abort', on); const c = new AbortController(); c.signal.onabort = spin; c.abort(); on();",
    "class A { static { try { spin(); } finally { on(); } } }",
    "with_(spin); function with_(f) { try { return f(); } finally { return on(); } }",
    "const e = new EventTarget(); e.addEventListener('x', spin); e.addEventListener('x', on); e.dispatchEvent(new Event('x')); on();",
    "try { await import(String('nothing')).catch(spin); } finally { on(); }",
    "{ await using x = { async [Symbol.asyncDispose]() { on(); } }; spin(); }",
];

#[tokio::test]
async fn nothing_of_a_script_runs_after_it_was_stopped() {
    for body in TRIES {
        let source = format!(
            "// @ts-nocheck\nconst write = console.log;\nconst on = () => {{ write('on'); return {{}}; }};\n\
             const spin = () => {{ write('begun'); for (;;) {{}} }};\n{body}"
        );
        let result = LABORATORY.run(&source, Slow::new(Duration::ZERO), fuel(20_000_000)).await;
        let Ending::Stopped(stop) = &result.outcome.ending else { panic!("{:?}\n{body}", result.outcome.ending) };
        assert_eq!(stop.limit, Limit::Fuel, "{body}");
        let begun = result.console.iter().position(|line| line == "begun").unwrap_or(result.console.len());
        let after: Vec<_> = result.console[begun..].iter().filter(|line| *line != "begun").collect();
        assert!(after.is_empty() && result.console[begun..].len() <= 1, "{:?}\n{body}", result.console);
    }
}
