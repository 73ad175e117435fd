//! The program where DuckDB's library is not: what asks nothing runs, and all else says what is missing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::program::{Finished, Workspace, database};

/// Runs the program out of a folder of its own, far from the library.
fn run(workspace: &Workspace, arguments: &[&str]) -> Finished {
    let usual = workspace.command();
    workspace.write("program/bin/coral-wasm", fs::read(usual.get_program()).unwrap());
    let alone = workspace.path("program/bin/coral-wasm");
    fs::set_permissions(&alone, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(alone);
    command.current_dir(workspace.path("")).args(arguments);
    for (name, value) in usual.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env_remove("LD_LIBRARY_PATH");
    Finished::of(command)
}

#[test]
fn a_script_that_asks_nothing_runs() {
    let workspace = Workspace::with_script("console.log('ran')");
    let finished = run(&workspace, &["run", "script.ts", "-q"]);
    assert_eq!((finished.code, finished.stdout.as_str(), finished.stderr.as_str()), (Some(0), "ran\n", ""));
}

#[test]
fn what_needs_it_says_so() {
    let query = "import { db } from 'jsr:@coral/sdk'; await db.query('SELECT 1');";
    let typed = "import { metrics } from 'jsr:@coral/sdk'; await metrics.getErrorRate('payments', '1h');";
    let workspace = Workspace::new().with("query.ts", query).with("typed.ts", typed);
    let commands: [&[&str]; 4] = [
        &["run", "query.ts", "-q", "--db", database()],
        &["run", "typed.ts", "-q", "--db", database()],
        &["demo", "init", "demo"],
        &["serve", "--listen", "127.0.0.1:0", "--db", database()],
    ];
    for command in commands {
        let finished = run(&workspace, command);
        assert_eq!(finished.code, Some(1), "{command:?}: {finished:?}");
        let reason = "cannot load DuckDB's library: libduckdb.so: cannot open shared object file";
        assert_eq!(finished.stderr.matches(reason).count(), 1, "{command:?}: {}", finished.stderr);
        assert!(finished.stderr.contains("`make setup` fetches"), "{}", finished.stderr);
    }
}
