//! Recursion: however a script recurs, it gets a RangeError that it can catch, and never ends its host's stack.

use std::time::Duration;

use coral_policy::Policy;
use coral_run::Ending;

use crate::laboratory::{LABORATORY, Slow};

const WAYS: &[(&str, &str)] = &[
    ("a call", "const f = () => f() + 1; f();"),
    ("Array.prototype.map", "const f = () => [1].map(f); f();"),
    ("Array.prototype.sort", "const f = () => { [1, 2].sort(f); return 0; }; f();"),
    ("toString", "const o = { toString() { return '' + o; } }; String(o);"),
    ("a getter", "const o = { get a() { return this.a; } }; o.a;"),
    ("a proxy", "const p = new Proxy({}, { get: (_, key, self) => self[key] }); p.x;"),
    ("JSON.parse", "JSON.parse('['.repeat(500000));"),
    ("JSON.stringify", "const f = { toJSON: () => JSON.stringify(f) }; JSON.stringify(f);"),
    ("String.prototype.replace", "const f = () => 'a'.replace('a', f); f();"),
    ("a constructor", "class A { constructor() { new A(); } } new A();"),
    ("a generator", "function* f() { yield* f(); } [...f()];"),
    ("an async function", "const f = async () => { await f(); }; await f();"),
    ("a source text", "new Function('return ' + '('.repeat(100000) + ')'.repeat(100000));"),
    ("Function.prototype.apply", "function f() { return f.apply(null, []); } f();"),
    ("Reflect.apply", "const f = () => Reflect.apply(f, null, []); f();"),
    ("Array.prototype.flat", "let a = []; for (let i = 0; i < 200000; i++) a = [a]; a.flat(Infinity);"),
    ("an iterator", "const o = { [Symbol.iterator]: () => { [...o]; } }; [...o];"),
    ("Symbol.toPrimitive", "const o = { [Symbol.toPrimitive]: () => +o }; +o;"),
];

#[tokio::test]
async fn every_kind_of_deep_recursion_ends_in_a_range_error() {
    for (way, code) in WAYS {
        let source = format!(
            "// @ts-nocheck\ntry {{ {code} console.log('no error'); }} catch (error) {{ console.log(error.name); }}\n\
             console.log('goes on');"
        );
        let result = LABORATORY.run(&source, Slow::new(Duration::ZERO), Policy::default()).await;
        assert_eq!(result.outcome.ending, Ending::Completed, "{way}");
        assert_eq!(result.console, ["RangeError", "goes on"], "{way}");
    }
}

#[tokio::test]
async fn a_recursion_may_be_as_deep_as_programs_need_it() {
    let source = "const sum = (n: number): number => n === 0 ? 0 : n + sum(n - 1); console.log(sum(8000));";
    let result = LABORATORY.run(source, Slow::new(Duration::ZERO), Policy::default()).await;
    assert_eq!(result.console, ["32004000"]);
}
