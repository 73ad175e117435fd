//! `coral-wasm types`: a person's own Deno, and an editor, know the SDK by what it writes.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::http::Served;
use crate::program::{Finished, REPOSITORY, Workspace};

/// Deno in a folder of a test's own, as a person without settings has it.
fn deno(workspace: &Workspace) -> Command {
    let mut command = Command::new(format!("{REPOSITORY}/tools/node_modules/@deno/linux-x64-glibc/deno"));
    command.current_dir(workspace.path("")).env("NO_COLOR", "1").env("DENO_DIR", workspace.path("deno_dir"));
    command
}

/// A script of both generations and a skill, in a folder for which `coral-wasm types` was run.
fn typed() -> Workspace {
    let workspace = Workspace::with_script(
        r#"import * as coral from "jsr:@coral/sdk@^0.1";
           import { activity, emit, metrics } from "@coral/sdk";
           import { latencyReport } from "@coral/sdk/skills/latency-report";
           import type { SkillResult } from "@coral/sdk";

           const rate: number = await coral.metrics.getErrorRate("payments");
           const { value, unit } = await metrics.getP99("payments", "http.server.duration", 300_000);
           const report: SkillResult = await latencyReport({ service: "orders" });
           console.log(rate, value / 1e6, unit, report.summary, coral.context.params.get("a"));
           console.log((await activity.listServiceActivity())[0]);
           await emit("seen", { a: 1 }, "critical");"#,
    );
    let written = workspace.coral(&["types"]).expect_code(0);
    assert!(written.stdout.contains("deno run --allow-net=localhost:9003"), "{}", written.stdout);
    workspace
}

#[test]
fn the_way_of_the_original_works_as_it_is_written() {
    let workspace = typed();
    let served = Served::start(&[]);
    let address = format!("localhost:{}", served.port);
    let mut command = deno(&workspace);
    command
        .args(["run", "--no-prompt", &format!("--allow-net={address}"), "--allow-env=CORAL_SDK_URL", "script.ts"])
        .args(["--param", "a=b"])
        .env("CORAL_SDK_URL", format!("http://{address}"));
    let finished = Finished::of(command).expect_code(0);
    assert_eq!(
        (finished.stdout.as_str(), finished.stderr.as_str()),
        (
            "0.4 650 nanoseconds All 1 service(s) within P99 latency threshold (500ms) b\n\
             {\n  serviceName: \"payments\",\n  requestCount: 5,\n  errorCount: 2,\n  errorRate: 0.4\n}\n",
            "orders: P99=30.0ms, error_rate=0.00%, healthy\n"
        )
    );
    served.wait_for_log(|line| line["message"] == "event" && line["severity"] == "critical");
}

#[test]
fn deno_checks_the_types_of_a_script() {
    let workspace = typed();
    let mut check = deno(&workspace);
    check.args(["check", "--quiet", "script.ts"]);
    Finished::of(check).expect_code(0);

    workspace.write(
        "script.ts",
        "import { metrics } from '@coral/sdk';\nconst p99: number = await metrics.getP99('a', 'b');\n",
    );
    let mut check = deno(&workspace);
    check.args(["check", "--quiet", "script.ts"]);
    let refused = Finished::of(check).expect_code(1);
    assert!(refused.stderr.contains("Type 'MetricValue' is not assignable to type 'number'"), "{}", refused.stderr);
}

#[test]
fn the_sdk_passes_whatever_checks_a_project_has() {
    let workspace = typed();
    let mut config: Value = serde_json::from_str(&workspace.read("deno.json")).unwrap();
    let options = [
        "strict",
        "noUncheckedIndexedAccess",
        "exactOptionalPropertyTypes",
        "noPropertyAccessFromIndexSignature",
        "noImplicitOverride",
        "noImplicitReturns",
        "noUnusedLocals",
        "noUnusedParameters",
        "isolatedDeclarations",
        "verbatimModuleSyntax",
    ];
    config["compilerOptions"] = options.into_iter().map(|option| (option.to_owned(), json!(true))).collect();
    workspace.write("deno.json", config.to_string());
    workspace.write(
        "script.ts",
        "import * as coral from 'jsr:@coral/sdk';\nimport * as colony from '@coral/sdk';\n\
         import { memoryLeakDetector } from '@coral/sdk/skills/memory-leak-detector';\n\
         console.log(coral, colony, memoryLeakDetector);\n",
    );
    let mut check = deno(&workspace);
    check.args(["check", "--quiet", "script.ts"]);
    Finished::of(check).expect_code(0);
}

#[test]
fn an_editor_completes_both_generations() {
    let script = "import * as coral from \"jsr:@coral/sdk\";\nimport * as colony from \"@coral/sdk\";\n\
                  coral.metrics.;\ncolony.metrics.;\n";
    let workspace = Workspace::with_script(script);
    workspace.coral(&["types"]).expect_code(0);
    let mut editor = Editor::open(&workspace, "script.ts", script);
    for (line, column, expected) in [(2, 14, "getErrorRate"), (3, 15, "getP99")] {
        let list = editor.request(
            "textDocument/completion",
            &json!({ "textDocument": { "uri": editor.uri }, "position": { "line": line, "character": column } }),
        );
        let items = list["items"].as_array().unwrap_or_else(|| panic!("no items: {list}"));
        let labels: Vec<&str> = items.iter().filter_map(|item| item["label"].as_str()).collect();
        assert!(labels.contains(&expected), "{labels:?}");
        assert!(labels.len() < 20, "these are no members of metrics: {labels:?}");
    }
}

#[test]
fn types_leaves_a_deno_json_alone() {
    let workspace = Workspace::new().with("deno.json", "{}");
    let refused = workspace.coral(&["types"]).expect_code(1);
    assert!(refused.stderr.contains(r#"add "links": ["./.coral/sdk"] to it"#), "{}", refused.stderr);
    assert!(refused.stderr.contains(r#""@coral/sdk": "./.coral/sdk/src/deno/colony.ts""#), "{}", refused.stderr);
    assert_eq!(workspace.read("deno.json"), "{}");
    workspace.write(
        "deno.json",
        r#"{ "links": ["./.coral/sdk"], "imports": { "@coral/sdk": "./.coral/sdk/src/deno/colony.ts" }, "fmt": {} }"#,
    );
    for _ in 0..2 {
        workspace.coral(&["types", "."]).expect_code(0);
    }
    assert!(workspace.read("deno.json").contains("fmt"));
}

/// An editor's side of Deno's language server: the Language Server Protocol, over its standard streams.
struct Editor {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// The document that is open.
    uri: String,
    last: u64,
}

impl Editor {
    /// Opens a file of a folder, with this text.
    fn open(workspace: &Workspace, name: &str, text: &str) -> Self {
        let mut process = deno(workspace)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let mut editor = Self { process, input, output, uri: uri(&workspace.path(name)), last: 0 };
        let root = uri(&workspace.path(""));
        editor.request(
            "initialize",
            &json!({
                "processId": null, "rootUri": root, "capabilities": { "workspace": { "configuration": true } },
                "workspaceFolders": [{ "uri": root, "name": "scripts" }],
            }),
        );
        editor.notify("initialized", &json!({}));
        let document = json!({ "uri": editor.uri, "languageId": "typescript", "version": 1, "text": text });
        editor.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        editor
    }

    fn notify(&mut self, method: &str, parameters: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// The result of a request. Asked meanwhile for its settings, the editor has none.
    fn request(&mut self, method: &str, parameters: &Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        loop {
            let message = self.receive();
            if message["method"].is_string() {
                if !message["id"].is_null() {
                    let settings: Vec<Value> =
                        message["params"]["items"].as_array().into_iter().flatten().map(|_| json!({})).collect();
                    self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": settings }));
                }
            } else if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the language server has ended");
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
