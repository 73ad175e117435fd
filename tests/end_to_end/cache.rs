//! The cache of compiled engines: it saves time, and a run never depends on it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::program::{Finished, Workspace};

fn run(workspace: &Workspace, cache: &Path) {
    let mut command = workspace.command();
    command.args(["run", "script.ts", "-q"]).env("XDG_CACHE_HOME", cache);
    let finished = Finished::of(command).expect_code(0);
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("ran\n", ""));
}

fn workspace() -> Workspace {
    Workspace::with_script("console.log('ran')")
}

/// The compiled engines in a cache.
fn engines(cache: &Path) -> Vec<PathBuf> {
    let folder = cache.join("coral-wasm").join("engine");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "cwasm")).collect()
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn an_engine_is_compiled_once_and_for_this_user_alone() {
    let workspace = workspace();
    let cache = workspace.path("cache");
    run(&workspace, &cache);
    let [engine] = &engines(&cache)[..] else { panic!("one engine is cached") };
    assert_eq!(fs::metadata(engine).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(engine.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    let modified = fs::metadata(engine).unwrap().modified().unwrap();
    run(&workspace, &cache);
    assert_eq!(engines(&cache), std::slice::from_ref(engine));
    assert_eq!(fs::metadata(engine).unwrap().modified().unwrap(), modified);
}

#[test]
fn a_damaged_engine_is_replaced() {
    let workspace = workspace();
    let cache = workspace.path("cache");
    run(&workspace, &cache);
    // The second one notes that it is whole.
    run(&workspace, &cache);
    let [engine] = &engines(&cache)[..] else { panic!("one engine is cached") };
    assert!(engine.with_extension("cwasm.summed").exists());
    let mut damaged = fs::read(engine).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0xCC);
    for damaged in [damaged, Vec::new()] {
        fs::write(engine, &damaged).unwrap();
        run(&workspace, &cache);
        let [replaced] = &engines(&cache)[..] else { panic!("one engine is cached") };
        assert_ne!(fs::read(replaced).unwrap(), damaged);
    }
}

#[test]
fn an_engine_that_others_can_write_is_not_trusted() {
    let workspace = workspace();
    let cache = workspace.path("cache");
    let folder = cache.join("coral-wasm").join("engine");
    fs::create_dir_all(&folder).unwrap();
    set_mode(&folder, 0o777);
    run(&workspace, &cache);
    run(&workspace, &cache);
}

#[test]
fn a_cache_that_cannot_be_written_costs_time_alone() {
    let workspace = workspace().with("file", "not a folder");
    run(&workspace, &workspace.path("file"));
    let locked = workspace.path("locked");
    fs::create_dir(&locked).unwrap();
    set_mode(&locked, 0o555);
    run(&workspace, &locked);
    set_mode(&locked, 0o755);
}

#[test]
fn without_home_and_cache_folder_in_the_environment_a_script_runs() {
    let workspace = workspace();
    let mut command = workspace.command();
    command.args(["run", "script.ts", "-q"]).env_remove("HOME").env_remove("XDG_CACHE_HOME");
    let finished = Finished::of(command).expect_code(0);
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("ran\n", ""));
}
