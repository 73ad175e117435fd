//! The attacks of a family, out of its file: what each is called, what it may use, and the files that it consists of. It
//! must not know how an attack is run.
//!
//! A family's file begins with what they have in common, lines for the needs of all among it. Each attack begins with a line `=== name`; lines that begin with
//! `: ` and stand right below say what it needs, and all else is its source. Further files begin with a line `+++ `:
//!
//! ```text
//! === endless-loop
//! : policy fuel = 1000000
//! : differs Deno counts processor time
//! for (;;) {}
//! +++ lib.ts
//! +++ link.ts -> /etc/passwd
//! +++ pipe.ts is a pipe
//! +++ 100 * part$i.ts
//! ```
//!
//! Large texts are written as what they repeat: see template.rs.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::template::{expand, repeat};

/// What an attack is called for that names none.
const ENTRY: &str = "script.ts";

/// A file that every attack may import.
const ATTEMPT: (&str, &str) = ("attempt.ts", include_str!("attacks/attempt.ts"));

/// One attack.
pub struct Attack {
    /// The family's name, and its own in it.
    pub family: String,
    pub name: String,
    /// What the policy file of its run says, each line a setting.
    pub policy: String,
    /// Parameters of the run.
    pub parameters: Vec<(String, String)>,
    /// Why it ends otherwise under Deno; without a reason it must not.
    pub differs: Option<String>,
    /// Why it has nothing to do with Deno.
    pub wasm_only: Option<String>,
    /// Where the program is, not the runtimes, put to the test: flags of `coral-wasm run`.
    pub flags: Vec<String>,
    /// The file that is run; for SQL, the statement is its text.
    entry: String,
    files: Vec<(String, Content)>,
}

/// What a path is.
enum Content {
    Text(Vec<u8>),
    Link(String),
    Pipe,
    Folder,
}

impl Attack {
    /// All attacks of a family, in the order of its file.
    pub fn all_of(family: &str) -> Vec<Self> {
        let path = folder().join(format!("{family}.txt"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut attacks: Vec<Self> = Vec::new();
        let text = format!("\n{text}");
        let mut sections = text.split("\n=== ");
        let head = sections.next().unwrap_or_default();
        let common: String =
            head.lines().filter(|line| line.starts_with(": ")).map(|line| format!("{line}\n")).collect();
        for section in sections {
            let (name, rest) = section.split_once('\n').unwrap_or((section, ""));
            attacks.push(Self::parse(family, name, &format!("{common}{rest}")));
        }
        let mut names = HashSet::new();
        let twice = attacks.iter().find(|attack| !names.insert(&attack.name));
        assert!(twice.is_none(), "{family} has two attacks {}", twice.map_or("", |attack| &attack.name));
        attacks
    }

    fn parse(family: &str, name: &str, text: &str) -> Self {
        let mut attack = Self {
            family: family.to_owned(),
            name: name.trim().to_owned(),
            policy: String::new(),
            parameters: Vec::new(),
            differs: None,
            wasm_only: None,
            flags: Vec::new(),
            entry: ENTRY.to_owned(),
            files: Vec::new(),
        };
        let mut source = text;
        while let Some(line) = source.strip_prefix(": ") {
            let (line, behind) = line.split_once('\n').unwrap_or((line, ""));
            attack.need(line);
            source = behind;
        }
        attack.add_files(source);
        attack
    }

    fn need(&mut self, line: &str) {
        let (what, value) = line.split_once(' ').unwrap_or((line, ""));
        match what {
            "policy" => self.policy.push_str(&format!("{value}\n")),
            "param" => {
                let (name, value) = value.split_once('=').unwrap();
                let value = String::from_utf8(expand(value)).unwrap();
                self.parameters.push((name.to_owned(), value));
            }
            "differs" => self.differs = Some(value.to_owned()),
            "wasm-only" => self.wasm_only = Some(value.to_owned()),
            "flags" => self.flags.extend(value.split_whitespace().map(str::to_owned)),
            "entry" => self.entry = String::from_utf8(expand(value)).unwrap(),
            _ => panic!("{}/{} needs {what:?}, which nothing here knows", self.family, self.name),
        }
    }

    fn add_files(&mut self, source: &str) {
        self.files.push((ATTEMPT.0.to_owned(), Content::Text(ATTEMPT.1.into())));
        // What is no text comes with the files.
        let whole =
            if source.starts_with("+++ ") { source.to_owned() } else { format!("+++ {}\n{source}", self.entry) };
        for part in format!("\n{whole}").split("\n+++ ").skip(1) {
            let (title, text) = part.split_once('\n').unwrap_or((part, ""));
            if let Some((count, name)) = title.split_once(" * ") {
                let count = count.parse().unwrap();
                let names = (0..count).map(|number| repeat(name, number));
                let texts = (0..count).map(|number| Content::Text(expand(&repeat(text, number))));
                self.files.extend(names.zip(texts));
            } else if let Some((name, target)) = title.split_once(" -> ") {
                self.files.push((name.to_owned(), Content::Link(target.to_owned())));
            } else if let Some(name) = title.strip_suffix(" is a pipe") {
                self.files.push((name.to_owned(), Content::Pipe));
            } else if let Some(name) = title.strip_suffix(" is a folder") {
                self.files.push((name.to_owned(), Content::Folder));
            } else {
                // Some file names are the attack.
                let name = String::from_utf8(expand(title)).unwrap();
                self.files.push((name, Content::Text(expand(text))));
            }
        }
    }

    /// Its family and its name.
    pub fn title(&self) -> String {
        format!("{}/{}", self.family, self.name)
    }

    /// The text of its first file.
    pub fn text(&self) -> String {
        match self.files.get(1) {
            Some((_, Content::Text(text))) => String::from_utf8_lossy(text).trim_end().to_owned(),
            _ => String::new(),
        }
    }

    /// Writes its files into a folder, which must be empty; the path of the one that is run.
    pub fn write_to(&self, root: &Path) -> PathBuf {
        for (name, content) in &self.files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match content {
                Content::Text(text) => fs::write(&path, text).unwrap(),
                Content::Link(target) => symlink(target, &path).unwrap(),
                Content::Pipe => mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap(),
                Content::Folder => fs::create_dir_all(&path).unwrap(),
            }
        }
        root.join(&self.entry)
    }
}

/// Where the families' files are, and what is expected of them.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/escape/attacks")
}
