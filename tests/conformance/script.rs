//! The scripts of a corpus: what each shows, the flags that it needs and the exit code that it must have. It must not know
//! how they are run.

use std::fs;
use std::path::Path;

/// The root of the repository.
pub const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The line of a script that holds its flags.
const FLAGS: &str = "// flags: ";

/// The line of a script that holds its exit code; without it, that is 0.
const EXIT_CODE: &str = "// exit code: ";

/// The script of a folder that holds one of several files.
const MAIN: &str = "main.ts";

/// A script to run.
pub struct Script {
    /// Its path below the root of the repository.
    pub path: String,
    /// What it shows: the first paragraph of its first comment.
    pub subject: String,
    /// Flags of `coral-wasm run`.
    pub flags: Vec<String>,
    /// The code that it ends with, so that no script fails in one place, on both runtimes, without anyone's notice.
    pub exit_code: i32,
}

impl Script {
    /// The scripts in a folder of the repository: each file in it, and `main.ts` of each folder in it.
    pub fn all_in(folder: &str) -> Vec<Self> {
        let entries = fs::read_dir(Path::new(REPOSITORY).join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut paths: Vec<String> = names.map(|name| format!("{folder}/{name}")).filter_map(entry_of).collect();
        paths.sort();
        paths.into_iter().map(Self::read).collect()
    }

    /// The same with these flags and this exit code.
    pub fn with(self, flags: &[&str], exit_code: i32) -> Self {
        Self { flags: flags.iter().copied().map(str::to_owned).collect(), exit_code, ..self }
    }

    fn read(path: String) -> Self {
        let text = fs::read_to_string(Path::new(REPOSITORY).join(&path)).unwrap();
        let value_of = |name| text.lines().find_map(|line| line.strip_prefix(name));
        Self {
            subject: subject(&text),
            flags: value_of(FLAGS).unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
            exit_code: value_of(EXIT_CODE).map_or(0, |code| code.parse().unwrap()),
            path,
        }
    }
}

/// The first paragraph of the comment that a script begins with; empty where it has none.
fn subject(text: &str) -> String {
    let comment = text.split_once("/**").map(|(_, behind)| behind).unwrap_or_default();
    let lines = comment.lines().skip(1).map(|line| line.trim().trim_start_matches('*').trim());
    lines.take_while(|line| !matches!(*line, "" | "/")).collect::<Vec<_>>().join(" ")
}

/// What a script is called: its file's name without the extension, or that of its folder.
pub fn name(path: &str) -> &str {
    let path =
        path.strip_suffix(MAIN).map_or_else(|| path.trim_end_matches(".ts"), |folder| folder.trim_end_matches('/'));
    path.rsplit('/').next().unwrap_or(path)
}

/// The script that a path stands for, if it is one.
fn entry_of(path: String) -> Option<String> {
    if path.ends_with(".ts") {
        return Some(path);
    }
    let main = format!("{path}/{MAIN}");
    Path::new(REPOSITORY).join(&main).is_file().then_some(main)
}
