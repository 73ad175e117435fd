//! The cache of compiled scripts: it saves time, and what runs is always what the files say now.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::time::SystemTime;

use crate::program::{Finished, Workspace};

/// A project in a folder of its own, with a cache of its own.
struct Kept(Workspace);

impl Kept {
    fn new(files: &[(&str, &str)]) -> Self {
        let workspace = Workspace::with_script("");
        for (name, text) in files {
            workspace.write(name, text);
        }
        Self(workspace)
    }

    /// What the script writes.
    #[track_caller]
    fn run(&self) -> String {
        let mut command = self.0.command();
        command.args(["run", "script.ts", "-q"]).env("XDG_CACHE_HOME", self.0.path("cache"));
        let finished = Finished::of(command).expect_code(0);
        assert_eq!(finished.stderr, "");
        finished.stdout
    }

    /// The one script that is kept.
    #[track_caller]
    fn file(&self) -> PathBuf {
        let folder = self.0.path("cache/coral-wasm/scripts");
        let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let [file] = &files[..] else { panic!("not one script is kept: {files:?}") };
        file.clone()
    }

    fn written(&self) -> SystemTime {
        fs::metadata(self.file()).unwrap().modified().unwrap()
    }
}

#[test]
fn a_script_is_compiled_once_and_kept_for_this_user_alone() {
    let kept = Kept::new(&[("script.ts", "console.log('ran')")]);
    assert_eq!(kept.run(), "ran\n");
    let written = kept.written();
    assert_eq!(fs::metadata(kept.file()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(kept.run(), "ran\n");
    assert_eq!(kept.written(), written);
}

#[test]
fn a_change_of_any_file_of_a_script_counts() {
    let kept = Kept::new(&[
        ("script.ts", "import { name } from './lib/name.ts'; console.log(name);"),
        ("lib/name.ts", "export { name } from './deep.ts';"),
        ("lib/deep.ts", "export const name = 'one';"),
    ]);
    assert_eq!(kept.run(), "one\n");
    kept.0.write("lib/deep.ts", "export const name = 'two';");
    assert_eq!(kept.run(), "two\n");
    let written = kept.written();
    kept.0.write("lib/unrelated.ts", "export {}");
    assert_eq!(kept.run(), "two\n");
    assert_eq!(kept.written(), written);
    kept.0.write("script.ts", "console.log('three')");
    assert_eq!(kept.run(), "three\n");
}

#[test]
fn a_file_that_is_gone_is_missed() {
    let kept = Kept::new(&[("script.ts", "import './other.ts';"), ("other.ts", "console.log('ran')")]);
    assert_eq!(kept.run(), "ran\n");
    fs::remove_file(kept.0.path("other.ts")).unwrap();
    let mut command = kept.0.command();
    command.args(["run", "script.ts", "-q"]).env("XDG_CACHE_HOME", kept.0.path("cache"));
    let finished = Finished::of(command);
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), ""));
    assert!(finished.stderr.contains("could not resolve \"./other.ts\""), "{}", finished.stderr);
}

#[test]
fn a_link_to_another_file_is_followed_anew() {
    let kept = Kept::new(&[
        ("script.ts", "import './link.ts';"),
        ("one.ts", "console.log(import.meta.filename?.split('/').pop())"),
        ("two.ts", "console.log(import.meta.filename?.split('/').pop())"),
    ]);
    symlink("one.ts", kept.0.path("link.ts")).unwrap();
    assert_eq!(kept.run(), "one.ts\n");
    fs::remove_file(kept.0.path("link.ts")).unwrap();
    symlink("two.ts", kept.0.path("link.ts")).unwrap();
    assert_eq!(kept.run(), "two.ts\n");
}

#[test]
fn errors_of_a_kept_script_are_placed_as_before() {
    let workspace = Workspace::with_script("const text: string = 'x';\nthrow new Error(text);\n");
    let run = || {
        let mut command = workspace.command();
        command.args(["run", "script.ts", "-q"]).env("XDG_CACHE_HOME", workspace.path("cache"));
        Finished::of(command).expect_code(1).stderr
    };
    let first = run();
    assert!(first.contains("at script.ts:2:7"), "{first}");
    assert_eq!(run(), first);
}

#[test]
fn a_kept_script_that_is_not_what_was_written_is_compiled_anew() {
    let kept = Kept::new(&[("script.ts", "console.log('ran')")]);
    kept.run();
    let sound = fs::read(kept.file()).unwrap();
    let flipped = |place: usize| {
        let mut bytes = sound.clone();
        bytes[place] ^= 0x40;
        bytes
    };
    let last = sound.len() - 1;
    for bytes in [sound[..sound.len() / 2].to_vec(), flipped(3), flipped(17), flipped(400), flipped(last), Vec::new()] {
        fs::write(kept.file(), &bytes).unwrap();
        assert_eq!(kept.run(), "ran\n");
        assert!(fs::read(kept.file()).unwrap() != bytes);
    }
}

#[test]
fn a_kept_script_that_is_no_file_of_this_user_alone_is_not_taken() {
    let kept = Kept::new(&[("script.ts", "console.log('ran')")]);
    kept.run();
    let file = kept.file();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    kept.run();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let elsewhere = kept.0.path("elsewhere");
    fs::rename(&file, &elsewhere).unwrap();
    symlink(&elsewhere, &file).unwrap();
    kept.run();
    assert!(fs::symlink_metadata(&file).unwrap().is_file());
}

#[test]
fn a_cache_that_cannot_be_written_is_done_without() {
    let kept = Kept::new(&[("script.ts", "console.log('ran')")]);
    kept.0.write("cache/coral-wasm/scripts", "no folder");
    assert_eq!(kept.run(), "ran\n");
    assert_eq!(kept.run(), "ran\n");
}
