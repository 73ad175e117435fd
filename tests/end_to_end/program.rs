//! Starts `coral-wasm` in a folder of a test's own, and keeps what it printed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::time::Duration;

use tempfile::TempDir;

use crate::coral_wasm::coral_wasm;

/// No run of these tests takes that long, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The root of the repository.
pub const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// What all tests share: the compiled engine and the sample database.
struct Shared {
    cache: PathBuf,
    database: PathBuf,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("end-to-end");
    let cache = root.join("cache");
    fs::create_dir_all(&cache).unwrap();
    for arguments in [&["demo", "init", "demo"], &["doctor", "--db", "demo/agent.db"]] as [&[&str]; 2] {
        let mut command = program(&cache);
        let output = command.args(arguments).current_dir(&root).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }
    Shared { cache, database: root.join("demo").join("agent.db") }
});

fn program(cache: &Path) -> Command {
    let mut command = coral_wasm(cache);
    command.env("RUST_BACKTRACE", "1");
    command
}

/// The sample database.
pub fn database() -> &'static str {
    SHARED.database.to_str().unwrap()
}

/// A folder of a test's own, in which the program is started.
pub struct Workspace {
    folder: TempDir,
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Finished {
    /// The exit code; none after a signal.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Workspace {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with one script in it, `script.ts`.
    pub fn with_script(text: &str) -> Self {
        Self::new().with("script.ts", text)
    }

    /// The same with one more file in it.
    pub fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(name, content);
        self
    }

    /// Writes a file in one step, as an editor does: whoever watches sees the old or the new text.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let beside = path.with_extension("new");
        fs::write(&beside, content).unwrap();
        fs::rename(beside, path).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program in this folder, with the shared cache, a memory of its own and without settings from the environment.
    pub fn command(&self) -> Command {
        let mut command = program(&SHARED.cache);
        command.current_dir(self.folder.path()).env("XDG_STATE_HOME", self.path("state"));
        command
    }

    /// Runs the program with just these arguments.
    pub fn coral(&self, arguments: &[&str]) -> Finished {
        let mut command = self.command();
        command.args(arguments);
        Finished::of(command)
    }

    /// The command that runs `script.ts` over the sample database.
    pub fn run_command(&self, flags: &[&str]) -> Command {
        let mut command = self.command();
        command.args(["run", "script.ts", "--db", database()]).args(flags);
        command
    }

    /// Runs `script.ts` over the sample database.
    pub fn run(&self, flags: &[&str]) -> Finished {
        Finished::of(self.run_command(flags))
    }
}

/// Runs a script quietly over the sample database: what it prints and errors are all there is.
pub fn run(script: &str) -> Finished {
    Workspace::with_script(script).run(&["-q"])
}

/// What a script prints that must complete without a word on standard error.
pub fn printed(script: &str) -> String {
    let finished = run(script);
    assert_eq!((finished.code, finished.stderr.as_str()), (Some(0), ""), "{finished:#?}");
    finished.stdout
}

impl Finished {
    /// Runs a command to its end.
    pub fn of(command: Command) -> Self {
        let output = assert_cmd::Command::from_std(command).timeout(PATIENCE).output().unwrap();
        Self::from(output)
    }

    /// Fails the test unless the exit code is this.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        let code = output.status.code();
        let finished = Self {
            code,
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        for word in ["panicked", "stack backtrace", "wasm backtrace", "RUST_BACKTRACE"] {
            let head: String = finished.stderr.chars().take(2_000).collect();
            assert!(!finished.stderr.contains(word), "the program fell over ({code:?}): {head}");
        }
        finished
    }
}

/// Where `needle` first stands in `text`, as an editor counts: `line:column`, in UTF-16 units.
#[track_caller]
pub fn place_of(text: &str, needle: &str) -> String {
    let offset = text.find(needle).unwrap();
    let before = &text[..offset];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
    format!("{line}:{column}")
}
