//! What a script cannot reach.

use crate::program::{printed, run};

#[test]
fn no_global_of_another_runtime_is_there() {
    let script = "
        const names = ['require', 'std', 'os', 'bjson', 'scriptArgs', 'load', '__loadScript', 'Javy', 'Bun',
          'WebAssembly', 'module', 'exports', 'XMLHttpRequest', 'importScripts', 'Buffer'];
        console.log(names.filter((name) => (globalThis as any)[name] !== undefined).join(' '));";
    assert_eq!(printed(script), "\n");
}

#[test]
fn files_the_network_commands_and_the_environment_are_refused() {
    let script = r#"
        const tries: Record<string, () => unknown> = {
          readFile: () => Deno.readFile("/etc/passwd"),
          readTextFileSync: () => Deno.readTextFileSync("/etc/passwd"),
          writeTextFile: () => Deno.writeTextFile("out.txt", "x"),
          remove: () => Deno.remove("script.ts"),
          "env.get": () => Deno.env.get("HOME"),
          "env.toObject": () => Deno.env.toObject(),
          fetch: () => fetch("http://localhost:9003/health"),
          connect: () => Deno.connect({ hostname: "localhost", port: 1 }),
          Command: () => new Deno.Command("ls").output(),
          hostname: () => Deno.hostname(),
          WebSocket: () => new WebSocket("ws://localhost"),
        };
        for (const [name, attempt] of Object.entries(tries)) {
          try {
            console.log(name, "IS POSSIBLE", await attempt());
          } catch (error: any) {
            console.log(name, error instanceof Deno.errors.NotCapable, error.message.split(",")[0]);
          }
        }"#;
    insta::assert_snapshot!(printed(script), @r#"
    readFile true Requires read access to "/etc/passwd"
    readTextFileSync true Requires read access to "/etc/passwd"
    writeTextFile true Requires write access to "out.txt"
    remove true Requires write access to "script.ts"
    env.get true Requires env access to "HOME"
    env.toObject true Requires env access
    fetch true Requires net access to "localhost:9003"
    connect true Requires net access to "localhost:1"
    Command true Requires run access to "ls"
    hostname true Requires sys access to "hostname"
    WebSocket true Requires net access to "localhost:80"
    "#);
}

#[test]
fn a_dynamic_import_reaches_no_file_and_no_module_of_the_engine() {
    let script = r#"
        for (const name of ["file:///etc/passwd", "/etc/passwd", "std", "os", "coral:host", "coral:platform", "https://esm.sh/x"]) {
          const module = name;
          try {
            console.log(name, Object.keys(await import(module)));
          } catch {
            console.log("refused");
          }
        }"#;
    let finished = run(script);
    // Either at the bundling or at the call: never a module.
    if finished.code == Some(0) {
        assert_eq!(finished.stdout, "refused\n".repeat(7), "{finished:#?}");
    } else {
        assert_eq!(finished.code, Some(1), "{finished:#?}");
    }
}

#[test]
fn one_run_leaves_nothing_to_the_next() {
    let script = "
        const before = (globalThis as any).left;
        (globalThis as any).left = 1; (Array.prototype as any).left = 2;
        console.log(before, ([] as any).left);";
    for _ in 0..2 {
        assert_eq!(printed(script), "undefined 2\n");
    }
}

#[test]
fn a_script_that_rewrites_the_builtins_harms_itself_alone() {
    let script = "
        import * as coral from 'jsr:@coral/sdk';
        Object.prototype.toString = () => { throw 1; }; Array.prototype.map = () => { throw 2; };
        (globalThis as any).Promise = undefined; JSON.stringify = () => 'null';
        (Array.prototype as any)[Symbol.iterator] = () => { throw 3; };
        console.log('still here');
        await coral.emit('x', { a: 1 }).catch(() => {});";
    let finished = run(script);
    assert!(matches!(finished.code, Some(0 | 1)), "{finished:#?}");
}

#[test]
fn an_exit_code_is_given_to_the_shell() {
    for (argument, code) in [("", 0), ("3", 3), ("256", 0), ("-1", 255)] {
        let finished = run(&format!("console.log('a'); Deno.exit({argument}); console.log('b');")).expect_code(code);
        assert_eq!(finished.stdout, "a\n");
    }
    let finished = run("try { Deno.exit(4); } catch { console.log('caught'); } finally { console.log('finally'); }");
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(4), ""));
}

#[test]
fn the_console_goes_to_the_stream_of_its_level() {
    let finished = run("console.log('log %s %d', 'x', 5); console.info('info'); console.debug('debug');
        console.warn('warn'); console.error('error');")
    .expect_code(0);
    assert_eq!(finished.stdout, "log x 5\ninfo\ndebug\n");
    assert_eq!(finished.stderr, "warn\nerror\n");
}
