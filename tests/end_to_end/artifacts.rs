//! Files that the program itself made, damaged or exchanged on their way: each gives one error, or is made anew, and nothing of
//! it runs. Bundles have tests of their own (`bundle_tampering`).

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use insta::assert_snapshot;

use crate::forged_component::with_source_maps;
use crate::program::{Finished, Workspace};
use crate::small_bundle::tool;

const SCRIPT: &str = "console.log('EXECUTED');\nthrow new Error('thrown');\n";

/// How many bytes the section at a component's end has, with its checksum.
const CHECKSUM: usize = 47;

/// A folder with a component in it, and the component's bytes.
fn built(flags: &[&str]) -> (Workspace, Vec<u8>) {
    let workspace = Workspace::with_script(SCRIPT);
    workspace.coral(&[&["build", "script.ts", "-q"], flags].concat()).expect_code(0);
    let bytes = fs::read(workspace.path("script.wasm")).unwrap();
    (workspace, bytes)
}

/// What is said of these bytes, which must not run.
#[track_caller]
fn refusal(workspace: &Workspace, bytes: &[u8]) -> String {
    workspace.write("script.wasm", bytes);
    let finished = workspace.coral(&["run", "script.wasm", "-q"]);
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), ""), "{finished:?}");
    assert_eq!(finished.stderr.matches("error: ").count(), 1, "{}", finished.stderr);
    finished.stderr
}

#[test]
fn no_component_runs_that_is_cut_off_anywhere() {
    let (workspace, sound) = built(&[]);
    for end in (0..32).chain((32..sound.len()).step_by(101)).chain(sound.len() - 3..sound.len()) {
        refusal(&workspace, &sound[..end]);
    }
}

#[test]
fn no_component_runs_with_a_flipped_bit_anywhere() {
    for (flags, step) in [(&[] as &[&str], 41), (&["--standalone"], 40_009)] {
        let (workspace, sound) = built(flags);
        for place in (0..sound.len()).step_by(step) {
            let mut bytes = sound.clone();
            bytes[place] ^= 1 << (place % 8);
            let text = refusal(&workspace, &bytes);
            assert!(text.starts_with("error: script.wasm "), "byte {place}: {text}");
        }
    }
}

#[test]
fn each_damage_of_a_component_has_its_words() {
    let (workspace, sound) = built(&[]);
    let mut flipped = sound.clone();
    flipped[3_000] ^= 1;
    let bytes: [&[u8]; 6] =
        [b"", &sound[..6], &sound[..sound.len() - CHECKSUM], &flipped, &sound[..8], b"\0asm\x01\0\0\0"];
    assert_snapshot!(bytes.map(|bytes| refusal(&workspace, bytes)).concat(), @r"
    error: script.wasm is not a script; its name must end in .ts, .mts, .js or .mjs
    error: script.wasm is damaged
      caused by: unexpected end-of-file (at offset 0x4)
    error: script.wasm is damaged
      caused by: it was cut off or changed after it was built: build it again
    error: script.wasm is damaged
      caused by: it was cut off or changed after it was built: build it again
    error: the script's component does not fit this host: no exported instance named `coral:script/program@0.1.0`
    error: script.wasm is a core module, and scripts are components: make one of it with `wasm-tools component new`
    ");
}

#[test]
fn something_behind_a_component_is_noticed() {
    let (workspace, sound) = built(&[]);
    for behind in [&b"\0"[..], b"\0\x05\x04name", &sound] {
        refusal(&workspace, &[&sound, behind].concat());
    }
}

/// What is said of a script that throws, whose component has these source maps.
#[track_caller]
fn told_with_source_maps(maps: &str) -> String {
    let (workspace, sound) = built(&[]);
    workspace.write("script.wasm", with_source_maps(&sound, maps));
    let finished = workspace.coral(&["run", "script.wasm", "-q"]).expect_code(1);
    assert_eq!(finished.stdout, "EXECUTED\n");
    finished.stderr
}

#[test]
fn a_source_map_that_is_damaged_knows_no_places() {
    let map = |mappings: &str| {
        format!(r#"{{"function.mjs":{{"version":3,"names":[],"sources":["a.ts"],"mappings":"{mappings}"}}}}"#)
    };
    let nested = "[".repeat(100_000);
    let beyond = [map("AA+//////HA"), map("AAA+//////H"), map("AADA"), map("AC"), map("AAAA,gggggggggggggggA")];
    let damaged = ["", "{", "[]", "{\"function.mjs\":7}", "{\"function.mjs\":{\"version\":3}}", &nested];
    for maps in damaged.into_iter().chain(beyond.iter().map(String::as_str)) {
        assert_eq!(told_with_source_maps(maps), "error: Uncaught (in promise) Error: thrown\n");
    }
}

#[test]
fn a_source_map_of_a_million_places_is_read_once() {
    let tokens = ";".repeat(500_000) + &"AAAA,".repeat(500_000);
    let map = format!(r#"{{"function.mjs":{{"version":3,"names":[],"sources":["a.ts"],"mappings":"{tokens}"}}}}"#);
    assert_eq!(told_with_source_maps(&map), "error: Uncaught (in promise) Error: thrown\n");
}

#[test]
fn the_sources_of_a_map_are_names_and_no_files_or_commands() {
    let map = |source: &str| {
        let text = r#""sourcesContent":["let \u001b[2J\u202e = 1;"]"#;
        format!(
            r#"{{"function.mjs":{{"version":3,"names":[],"sources":["{source}"],{text},"mappings":"AAAA;AAAA;AAAA"}}}}"#
        )
    };
    assert_snapshot!(told_with_source_maps(&map("../../../../etc/hostname")), @r"
    error: Uncaught (in promise) Error: thrown
       |
     1 | let �[2J� = 1;
       | ^
        at ../../../../etc/hostname:1:1
    ");
    assert_eq!(told_with_source_maps(&map(r"\u001b[2J.ts")), "error: Uncaught (in promise) Error: thrown\n");
    assert_eq!(told_with_source_maps(&map(&"a".repeat(5_000))), "error: Uncaught (in promise) Error: thrown\n");
}

/// A cache with an engine in it, and the engine's file.
fn cache(workspace: &Workspace) -> (PathBuf, PathBuf) {
    let cache = workspace.path("cache");
    run(workspace, &cache);
    (cache.clone(), only_engine(&cache))
}

#[track_caller]
fn only_engine(cache: &Path) -> PathBuf {
    let engines: Vec<_> =
        fs::read_dir(cache.join("coral-wasm/engine")).unwrap().map(|file| file.unwrap().path()).collect();
    let [engine] = &engines[..] else { panic!("not one engine: {engines:?}") };
    engine.clone()
}

/// The script runs, in the right engine and without a word.
#[track_caller]
fn run(workspace: &Workspace, cache: &Path) {
    let mut command = workspace.command();
    command.args(["run", "script.ts", "-q"]).env("XDG_CACHE_HOME", cache);
    let finished = Finished::of(command).expect_code(0);
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("ran\n", ""));
}

#[test]
fn a_cached_engine_that_is_not_what_was_written_is_made_anew() {
    let workspace = Workspace::with_script("console.log('ran')");
    let (cache, engine) = cache(&workspace);
    let sound = fs::read(&engine).unwrap();
    let flipped = |place: usize| {
        let mut bytes = sound.clone();
        bytes[place] ^= 0x40;
        bytes
    };
    let damaged = [sound[..sound.len() / 2].to_vec(), flipped(9), flipped(sound.len() - 1), b"\x7fELF".repeat(4096)];
    for bytes in damaged {
        fs::write(&engine, &bytes).unwrap();
        run(&workspace, &cache);
        assert!(fs::read(only_engine(&cache)).unwrap() != bytes);
    }
}

#[test]
fn a_cached_engine_of_another_name_is_not_taken() {
    let workspace = Workspace::with_script("console.log('ran')");
    let (cache, engine) = cache(&workspace);
    let name = engine.file_name().unwrap().to_str().unwrap();
    // Of another engine or version, whose keys differ; and one that only begins as ours.
    for other in [format!("0{}", &name[1..]), name.replace(".cwasm", ".cwasm.1"), name.replace('-', "--")] {
        if other == name {
            continue;
        }
        let other = engine.with_file_name(other);
        fs::rename(&engine, &other).unwrap();
        fs::write(&other, b"\x7fELF what would do anything").unwrap();
        run(&workspace, &cache);
        assert!(fs::metadata(&engine).unwrap().len() > 1_000_000, "it was made anew");
        let _ = fs::remove_file(other);
    }
}

#[test]
fn a_cached_engine_that_is_no_file_of_this_user_alone_is_not_taken() {
    let workspace = Workspace::with_script("console.log('ran')");
    let (cache, engine) = cache(&workspace);
    let elsewhere = workspace.path("elsewhere");
    let aside = || fs::rename(&engine, &elsewhere).unwrap();

    fs::set_permissions(&engine, fs::Permissions::from_mode(0o666)).unwrap();
    run(&workspace, &cache);
    assert_eq!(fs::metadata(only_engine(&cache)).unwrap().permissions().mode() & 0o777, 0o600);

    aside();
    symlink(&elsewhere, &engine).unwrap();
    run(&workspace, &cache);
    assert!(fs::symlink_metadata(only_engine(&cache)).unwrap().is_file());

    aside();
    tool(&workspace, &format!("mkfifo {}", engine.display()));
    run(&workspace, &cache);
    assert!(fs::symlink_metadata(only_engine(&cache)).unwrap().is_file());

    // Nothing can take a folder's place: it costs time alone.
    aside();
    fs::create_dir(&engine).unwrap();
    run(&workspace, &cache);
    assert!(only_engine(&cache).is_dir());
}
