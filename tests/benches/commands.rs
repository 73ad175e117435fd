//! Whole commands, beside Deno's. Each pair is run in turns, so that what else the machine does meets both;
//! the figures are medians, and the ratios what counts.

mod measured;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use self::measured::{Figures, Measured};
use crate::{deno, document};

/// How often each command of a pair is run, besides once before.
const TIMES: usize = 40;

const CORAL_WASM: &str = env!("CARGO_BIN_EXE_coral-wasm");

/// What is measured: our command and Deno's, for the run of a number.
struct Pair<'a> {
    name: &'static str,
    /// What is wanted of the ratio of wall times.
    target: Option<f64>,
    ours: Box<dyn Fn(usize) -> Command + 'a>,
    deno: Box<dyn Fn(usize) -> Command + 'a>,
}

/// Measures all of it.
pub fn bench() {
    let folder = tempfile::tempdir().unwrap();
    let hello = written(folder.path(), "hello.ts", "console.log('hello');\n");
    let bundle = signed_bundle(folder.path(), &hello);
    let deno = |script: PathBuf| {
        let mut command = deno::command(&script);
        command.env("DENO_DIR", folder.path().join("deno"));
        command
    };
    let ours = |arguments: &[&str]| {
        let mut command = Command::new(CORAL_WASM);
        command.args(arguments).arg("-q").current_dir(folder.path());
        command
    };
    // Each has a text of its own, which neither has seen.
    let unseen = |of: &str, number: usize| {
        let text = format!("const number: number = {number};\nconsole.log('{of}', number);\n");
        written(folder.path(), &format!("{of}-{number}.ts"), &text)
    };
    let pairs = [
        Pair {
            name: "`run hello.ts`, run before",
            target: Some(0.4),
            ours: Box::new(|_| ours(&["run", "hello.ts"])),
            deno: Box::new(|_| deno(hello.clone())),
        },
        Pair {
            name: "the same, never seen before",
            target: Some(1.0),
            ours: Box::new(|number| ours(&["run", unseen("ours", number).to_str().unwrap()])),
            deno: Box::new(|number| deno(unseen("deno", number))),
        },
        Pair {
            name: "out of a signed bundle with machine code",
            target: Some(0.25),
            ours: Box::new(|_| ours(&["run", "hello.coralbundle", "--trust", bundle.to_str().unwrap()])),
            deno: Box::new(|_| deno(hello.clone())),
        },
        Pair {
            name: "`--version`: what a process costs at all",
            target: None,
            ours: Box::new(|_| {
                let mut command = Command::new(CORAL_WASM);
                command.arg("--version");
                command
            }),
            deno: Box::new(|_| {
                let mut command = Command::new(deno::DENO);
                command.arg("--version");
                command
            }),
        },
    ];
    let figures = report(&pairs);
    print!("{figures}");
    if document::is_to_be_written() {
        document::write("commands", &figures);
    }
}

/// The figures as Markdown.
fn report(pairs: &[Pair<'_>]) -> String {
    let mut text = String::new();
    let (machine, deno, rust) = (document::machine(), document::version(deno::DENO), document::version("rustc"));
    writeln!(text, "{machine}, {deno}, {rust}; {TIMES} runs each, in turns.\n").unwrap();
    writeln!(text, "| | wall (Deno) | ratio | wanted | CPU (Deno) | ratio | peak memory (Deno) | ratio |").unwrap();
    writeln!(text, "|---|---|---|---|---|---|---|---|").unwrap();
    for Pair { name, target, ours, deno } in pairs {
        let (mut own, mut other) = (Vec::new(), Vec::new());
        for number in 0..=TIMES {
            let (mine, others) = (Measured::of(ours(number)), Measured::of(deno(number)));
            // The first of each fills what either keeps.
            if number > 0 {
                own.push(mine);
                other.push(others);
            }
        }
        let (own, other) = (Figures::of(&own), Figures::of(&other));
        let target = target.map_or_else(|| "–".to_owned(), |target| format!("{target}"));
        writeln!(
            text,
            "| {name} | {:.1} ± {:.1} ms ({:.1} ± {:.1}) | **{:.2}** | {target} | {:.1} ms ({:.1}) | {:.2} | {:.1} MiB ({:.1}) | {:.2} |",
            own.wall, own.spread, other.wall, other.spread, own.wall / other.wall,
            own.busy, other.busy, own.busy / other.busy,
            own.memory, other.memory, own.memory / other.memory,
        )
        .unwrap();
    }
    text
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// Bundles a script with machine code as `hello.coralbundle`: the key that it is to be trusted by.
fn signed_bundle(folder: &Path, script: &Path) -> PathBuf {
    let run = |arguments: &[&str]| {
        let finished = Command::new(CORAL_WASM).args(arguments).current_dir(folder).output().unwrap();
        assert!(finished.status.success(), "{arguments:?}: {finished:?}");
    };
    run(&["key", "new", "key"]);
    run(&["bundle", "--aot", "--sign", "key", "-o", "hello.coralbundle", script.to_str().unwrap(), "-q"]);
    folder.join("key.pub")
}
