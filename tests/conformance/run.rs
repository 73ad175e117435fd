//! One run of a script on one runtime, and what came of it. It must not know of the other runtime.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::coral_wasm::coral_wasm;
use crate::script::{REPOSITORY, Script};

/// No script of a corpus takes that long, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// The exit codes of runs that were stopped at a limit: of processor time, fuel, memory or time.
const STOPS: [i32; 4] = [120, 122, 123, 124];

/// What the report of a stop says of a script that waited.
const WAITING: &str = "; it was waiting for ";

/// What a frame of an exception's report begins with.
const FRAME: &str = "    at ";

/// What all runs share: the compiled engine and the sample database.
struct Shared {
    cache: PathBuf,
    database: PathBuf,
    started: SystemTime,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let started = SystemTime::now();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    let cache = root.join("cache");
    fs::create_dir_all(&cache).unwrap();
    let output = program(&cache).args(["demo", "init"]).arg(&root).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    Shared { cache, database: root.join("agent.db"), started }
});

fn program(cache: &Path) -> Command {
    let mut command = coral_wasm(cache);
    command.current_dir(REPOSITORY);
    command
}

/// What came of a run, without what differs from one run to the next.
#[derive(Debug, PartialEq)]
pub struct Finished {
    /// The exit code; none after a signal.
    pub code: Option<i32>,
    pub stdout: String,
    /// What the script printed there, and the report of an exception to its first place.
    pub stderr: String,
    pub events: Vec<Value>,
}

impl Finished {
    /// Runs a script over the sample database.
    pub fn of(script: &Script, runtime: &str) -> Self {
        let events = NamedTempFile::new().unwrap();
        let mut command = program(&SHARED.cache);
        command.args(["run", &script.path, "--quiet", "--runtime", runtime]).args(&script.flags);
        command.arg("--db").arg(&SHARED.database).arg("--emit-to").arg(events.path());
        let output = assert_cmd::Command::from_std(command).timeout(PATIENCE).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: match output.status.code() {
                Some(1) => to_first_place(&stderr),
                Some(code) if STOPS.contains(&code) => without_activity(&stderr),
                _ => stderr,
            },
            events: fs::read_to_string(events.path()).unwrap().lines().map(comparable_event).collect(),
        }
    }

    /// How many lines it printed to either stream.
    pub fn lines(&self) -> usize {
        self.stdout.lines().count() + self.stderr.lines().count()
    }
}

/// The text with its last block of frames reduced to the first place in a source: `    at file.ts:3:11`.
fn to_first_place(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let count = lines.iter().rev().take_while(|line| line.starts_with(FRAME)).count();
    let (before, frames) = lines.split_at(lines.len() - count);
    let place = frames.iter().find_map(|frame| place_of(frame)).map(|place| format!("{FRAME}{place}"));
    before.iter().copied().map(str::to_owned).chain(place).map(|line| line + "\n").collect()
}

/// The text without what the report of a stop says the script was doing: the place where it was, or that it waited.
fn without_activity(text: &str) -> String {
    let (before, report) = text.split_at(text.rfind("error: ").unwrap_or(text.len()));
    let lines = report.lines().filter(|line| !is_of_a_place(line));
    let lines = lines.map(|line| line.split_once(WAITING).map_or(line, |(stop, _)| stop));
    lines.fold(before.to_owned(), |text, line| text + line + "\n")
}

/// Whether a line is one of a code frame, or a frame of a stack.
fn is_of_a_place(line: &str) -> bool {
    line.starts_with(FRAME)
        || line.trim_start_matches([' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']).starts_with('|')
}

/// Where a frame stands, if that is in a source: `file.ts:3:11`.
fn place_of(frame: &str) -> Option<&str> {
    let text = frame.strip_prefix(FRAME)?;
    let place = match text.rsplit_once(" (") {
        Some((_, place)) => place.strip_suffix(')')?,
        None => text,
    };
    let column = place.rsplit(':').next()?;
    column.parse::<u32>().is_ok().then_some(place)
}

/// An event without the run and the time that it is of.
fn comparable_event(line: &str) -> Value {
    let event: Value = serde_json::from_str(line).unwrap();
    json!({
        "name": event["name"],
        "severity": event["severity"],
        "script": event["script"],
        "data": without_times(event["data"].clone()),
    })
}

/// Data with a mark in the place of each point in time since the tests began.
fn without_times(value: Value) -> Value {
    match value {
        Value::String(text) => {
            let is_recent = humantime::parse_rfc3339(&text).is_ok_and(|time| time >= SHARED.started);
            Value::String(if is_recent { "<now>".to_owned() } else { text })
        }
        Value::Array(items) => items.into_iter().map(without_times).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, without_times(value))).collect(),
        other => other,
    }
}
