//! The program without a compiler, which `tools/build-compiler-free` builds: what it runs, and what it refuses.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Finished, Workspace, database};

/// The program, which lies beside the folder of the whole one.
fn program() -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_coral-wasm")).parent().and_then(Path::parent).unwrap();
    let program = folder.join("compiler-free").join("coral-wasm");
    assert!(program.exists(), "{} is not there: run tools/build-compiler-free", program.display());
    program
}

/// Runs it in the folder, with a cache of the folder's own.
fn run(workspace: &Workspace, arguments: &[&str]) -> Finished {
    let like = workspace.command();
    let mut command = Command::new(program());
    command.current_dir(like.get_current_dir().unwrap());
    for (name, value) in like.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env("XDG_CACHE_HOME", workspace.path("cache")).args(arguments);
    Finished::of(command)
}

const SCRIPT: &str = "import * as coral from 'jsr:@coral/sdk';
const { rows } = await coral.db.query('SELECT 6 * 7 AS answer');
console.log(rows[0].answer);
await coral.emit('done', { answer: 42 });
if (coral.context.params.has('fail')) throw new Error('as asked');
";

/// A folder with a signed bundle of one script, precompiled as the flags say, and its key.
fn bundled(flags: &[&str]) -> Workspace {
    let workspace = Workspace::with_script(SCRIPT);
    workspace.coral(&["key", "new", "key"]).expect_code(0);
    workspace.coral(&[&["bundle", "script.ts", "--sign", "key", "-q"], flags].concat()).expect_code(0);
    workspace
}

#[test]
fn precompiled_code_runs_from_a_bundle_of_a_trusted_key() {
    let workspace = bundled(&["--aot", "--sources"]);
    let arguments = ["run", "script.coralbundle", "--trust", "key.pub", "--db", database()];
    // Out of the bundle, and then out of the cache.
    for _ in 0..2 {
        let finished = run(&workspace, &arguments).expect_code(0);
        assert_eq!(finished.stdout, "42\n");
        assert!(finished.stderr.contains("event done (info): {\"answer\":42}"), "{}", finished.stderr);
    }
    let thrown = run(&workspace, &[&arguments[..], &["-q", "--param", "fail=1"]].concat()).expect_code(1);
    assert!(thrown.stderr.contains("Error: as asked") && thrown.stderr.contains("script.ts:5:"), "{}", thrown.stderr);
}

#[test]
fn limits_hold_for_precompiled_code() {
    let workspace = Workspace::with_script("while (true) {}");
    workspace.coral(&["key", "new", "key"]).expect_code(0);
    workspace.coral(&["bundle", "script.ts", "--sign", "key", "--aot", "-q"]).expect_code(0);
    let run =
        |flags: &[&str]| run(&workspace, &[&["run", "script.coralbundle", "--trust", "key.pub", "-q"], flags].concat());
    run(&["--fuel", "1000000"]).expect_code(122);
    run(&["--timeout", "100ms"]).expect_code(124);
}

#[test]
fn what_would_have_to_be_compiled_is_refused() {
    let workspace = bundled(&["--aot"]);
    let refusal = |arguments: &[&str]| run(&workspace, arguments).expect_code(1).stderr;
    insta::assert_snapshot!(refusal(&["run", "script.coralbundle"]), @"error: script.coralbundle cannot be run: this coral-wasm has no compiler, and precompiled code is used only with --trust and a key that signed it. Bundle it with --aot for this machine and --sign, and trust the key with --trust");
    insta::assert_snapshot!(refusal(&["run", "script.ts"]), @"error: script.ts cannot be run: this coral-wasm has no compiler. Bundle it with one that has (coral-wasm bundle --aot --sign KEY), and trust the key here with --trust");
    workspace.coral(&["build", "script.ts", "-q"]).expect_code(0);
    insta::assert_snapshot!(refusal(&["run", "script.wasm"]), @"error: script.wasm cannot be run: this coral-wasm has no compiler. Bundle it with one that has (coral-wasm bundle --aot --sign KEY), and trust the key here with --trust");
    let portable = bundled(&[]);
    insta::assert_snapshot!(
        run(&portable, &["run", "script.coralbundle", "--trust", "key.pub"]).expect_code(1).stderr,
        @"error: script.coralbundle cannot be run: this coral-wasm has no compiler, and the bundle holds no precompiled code. Bundle it with --aot for this machine and --sign, and trust the key with --trust");
}

#[test]
fn code_for_other_machines_is_refused_here_and_compiled_anew_by_the_whole_program() {
    let workspace = bundled(&["--aot=aarch64-unknown-linux-gnu"]);
    let arguments = ["run", "script.coralbundle", "--trust", "key.pub", "-q", "--db", database()];
    insta::assert_snapshot!(run(&workspace, &arguments).expect_code(1).stderr, @"error: script.coralbundle cannot be run: this coral-wasm has no compiler, and it was precompiled for aarch64-unknown-linux-gnu, and this machine is x86_64-unknown-linux-gnu. Bundle it with --aot for this machine and --sign, and trust the key with --trust");
    assert_eq!(workspace.coral(&arguments).expect_code(0).stdout, "42\n");
}

#[test]
fn code_for_every_machine_of_this_target_runs() {
    let workspace = bundled(&["--aot=x86_64-unknown-linux-gnu"]);
    let arguments = ["run", "script.coralbundle", "--trust", "key.pub", "-q", "--db", database()];
    assert_eq!(run(&workspace, &arguments).expect_code(0).stdout, "42\n");
}

#[test]
fn it_says_what_it_can_do() {
    let workspace = Workspace::new();
    let doctor = run(&workspace, &["doctor"]).expect_code(0).stdout;
    assert!(doctor.contains("no compiler: runs bundles precompiled by wasmtime "), "{doctor}");
    let help = run(&workspace, &["--help"]).expect_code(0).stdout;
    assert!(help.contains("  verify ") && !help.contains("  bundle "), "{help}");
}
