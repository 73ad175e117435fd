//! Every command that a document shows in a `console` block runs, and succeeds.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn documents() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<_> = docs.filter(|path| path.extension().is_some_and(|kind| kind == "md")).collect();
    documents.push(root().join("README.md"));
    documents.sort();
    documents
}

/// The lines behind `$ ` of the blocks that are marked as `console`.
fn commands(text: &str) -> Vec<&str> {
    let mut commands = Vec::new();
    let mut is_console = false;
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("```") {
            is_console = kind == "console";
        } else if is_console && let Some(command) = line.strip_prefix("$ ") {
            commands.push(command);
        }
    }
    commands
}

/// The scripts of the repository in a folder of their own, where a command may write, and the plugins that were built.
fn workspace() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    for folder in ["scripts", "demo"] {
        fs::create_dir(workspace.path().join(folder)).unwrap();
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, workspace.path().join(folder).join(path.file_name().unwrap())).unwrap();
        }
    }
    // What tools/build-plugins made.
    let plugins = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("plugins");
    std::os::unix::fs::symlink(plugins, workspace.path().join("plugins")).unwrap();
    workspace
}

/// `coral-wasm serve` on ports that are free, in place of the usual ones; it ends with the test.
struct Server {
    process: Child,
    address: String,
    otlp: Option<String>,
}

impl Server {
    fn start(command: &str, folder: &Path) -> Self {
        let free = "--listen localhost:0 --otlp-http localhost:0 --otlp-grpc localhost:0";
        let mut process = shell(&format!("exec {command} {free}"), folder).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines().map(|line| line.unwrap());
        let listening = log.find(|line| line.contains("listening")).unwrap();
        let after =
            |line: &str, before: &str| line.split(before).nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let address = after(&listening, "http://");
        let otlp = command.contains("--live").then(|| {
            let receiving = log.find(|line| line.contains("OTLP over HTTP")).unwrap();
            after(&receiving, "address=")
        });
        // What it says further is not read, and must find someone.
        std::thread::spawn(move || log.for_each(drop));
        Self { process, address, otlp }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A line as a terminal would run it, with the program and Deno on the PATH.
fn shell(command: &str, folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_coral-wasm")).parent().unwrap().display();
    let deno = root().join("tools/node_modules/@deno/linux-x64-glibc");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", format!("{program}:{}:{}", deno.display(), env::var("PATH").unwrap()))
        .env("DENO_DIR", folder.join("deno_dir"))
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("XDG_STATE_HOME", folder.join("state"));
    shell
}

fn run_all(document: &Path) -> usize {
    let workspace = workspace();
    let text = fs::read_to_string(document).unwrap();
    let commands = commands(&text);
    let mut server = None;
    for command in &commands {
        println!("{}: {command}", document.display());
        if command.starts_with("coral-wasm serve") {
            server = Some(Server::start(command, workspace.path()));
            continue;
        }
        // A free port in place of the usual one, which may be taken.
        let address = server.as_ref().map_or("localhost:9003", |server: &Server| &server.address);
        let otlp = server.as_ref().and_then(|server| server.otlp.as_deref()).unwrap_or("localhost:4318");
        let moved = command
            .replace("localhost:9003", address)
            .replace("localhost:4318", otlp)
            .replace("deno run ", "deno run --no-prompt --allow-env=CORAL_SDK_URL ")
            .replace("curl ", "curl --fail --silent --show-error ");
        let mut shell = shell(&moved, workspace.path());
        if command.starts_with("deno run ") {
            shell.env("CORAL_SDK_URL", format!("http://{address}"));
        }
        let output = shell.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {command}\n{said}", document.display());
    }
    commands.len()
}

#[test]
fn the_commands_of_every_document_succeed() {
    let run: usize = documents().iter().map(|document| run_all(document)).sum();
    assert!(run >= 12, "only {run} commands were found");
}

#[test]
fn the_readme_shows_the_make_targets_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let shown = readme.lines().filter_map(|line| line.trim_start().strip_prefix("make "));
    let targets: Vec<_> = shown.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(targets.contains(&"demo") && targets.contains(&"test"), "{targets:?}");
    for target in targets {
        assert!(makefile.lines().any(|line| line.starts_with(&format!("{target}:"))), "make {target}");
    }
}

#[test]
fn what_the_promises_of_security_rest_on_is_there() {
    let text = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 15);
    for row in rows {
        let shown_by = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        // What stands in parentheses says which part of it.
        let parts = shown_by.split('(').map(|part| part.rsplit(')').next().unwrap().trim());
        let shown_by = parts.collect::<Vec<_>>().join("");
        for name in shown_by.split(',').map(|name| name.trim().trim_matches('`')) {
            match name.strip_prefix("make ") {
                Some(target) => assert!(makefile.contains(&format!("\n{target}: ")), "{row}"),
                None => assert!(root().join(name).exists(), "{name}: {row}"),
            }
        }
    }
}
