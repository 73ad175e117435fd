//! Files that are no scripts: one line that names the file and says what to do, exit code 1.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;

use insta::assert_snapshot;

use crate::program::Workspace;

fn refusal(workspace: &Workspace, script: &str) -> String {
    let finished = workspace.coral(&["run", script]).expect_code(1);
    assert_eq!(finished.stdout, "");
    finished.stderr
}

#[test]
fn a_missing_script_is_named() {
    assert_snapshot!(refusal(&Workspace::new(), "missing.ts"), @"error: cannot find missing.ts; check the path");
}

#[test]
fn a_folder_is_told_from_a_script() {
    let workspace = Workspace::new().with("scripts/main.ts", "");
    assert_snapshot!(
        refusal(&workspace, "scripts"),
        @"error: scripts is a folder; name the script in it, such as scripts/main.ts"
    );
}

#[test]
fn a_binary_file_is_told_from_text() {
    let workspace = Workspace::new().with("binary.ts", b"\x7fELF\x02\x01\x01\0\0\xff\xfe");
    assert_snapshot!(
        refusal(&workspace, "binary.ts"),
        @"error: binary.ts is not UTF-8 text (byte 9); save it as UTF-8"
    );
}

#[test]
fn a_huge_script_is_refused_by_its_size() {
    let workspace = Workspace::new().with("huge.ts", vec![b' '; 50 << 20]);
    assert_snapshot!(
        refusal(&workspace, "huge.ts"),
        @"error: huge.ts is larger than the 1048576 bytes that one file of a script may have; move data out of the script"
    );
}

#[test]
fn an_unknown_extension_is_refused() {
    let workspace = Workspace::new().with("script.py", "print(1)").with("script", "1");
    assert_snapshot!(
        refusal(&workspace, "script.py"),
        @"error: script.py is not a script; its name must end in .ts, .mts, .js or .mjs"
    );
    assert_snapshot!(
        refusal(&workspace, "script"),
        @"error: script is not a script; its name must end in .ts, .mts, .js or .mjs"
    );
}

#[test]
fn a_broken_link_is_named() {
    let workspace = Workspace::new();
    symlink("nowhere.ts", workspace.path("link.ts")).unwrap();
    assert_snapshot!(refusal(&workspace, "link.ts"), @"error: cannot find link.ts; check the path");
}

#[test]
fn a_link_that_leads_to_itself_is_named() {
    let workspace = Workspace::new();
    symlink("loop.ts", workspace.path("loop.ts")).unwrap();
    let text = refusal(&workspace, "loop.ts");
    assert!(text.starts_with("error: ") && text.contains("loop.ts"), "{text}");
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let workspace = Workspace::with_script("console.log('read all the same')");
    std::fs::set_permissions(workspace.path("script.ts"), std::fs::Permissions::from_mode(0o000)).unwrap();
    let finished = workspace.coral(&["run", "script.ts", "-q"]);
    // The superuser may read it.
    if finished.code != Some(0) {
        assert_eq!(finished.code, Some(1));
        assert!(finished.stderr.contains("script.ts"), "{}", finished.stderr);
    }
}

#[test]
fn a_socket_and_a_device_do_not_hang_the_program() {
    let workspace = Workspace::new();
    let _socket = UnixListener::bind(workspace.path("socket.ts")).unwrap();
    symlink("/dev/zero", workspace.path("zero.ts")).unwrap();
    for script in ["socket.ts", "zero.ts"] {
        let text = refusal(&workspace, script);
        assert!(text.starts_with("error: ") && text.contains(script), "{text}");
    }
}

#[test]
fn an_empty_script_completes() {
    let finished = Workspace::with_script("").run(&["-q"]).expect_code(0);
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("", ""));
}

#[test]
fn a_byte_order_mark_and_carriage_returns_are_no_mistakes() {
    let script = "\u{feff}const a: number = 1;\r\nconsole.log(a);\r\nthrow new Error('third line');\r\n";
    let finished = Workspace::with_script(script).run(&["-q"]).expect_code(1);
    assert_eq!(finished.stdout, "1\n");
    assert!(finished.stderr.contains("script.ts:3:7"), "{}", finished.stderr);
}

#[test]
fn plain_javascript_runs_too() {
    for name in ["script.js", "script.mjs", "script.mts"] {
        let workspace = Workspace::new().with(name, "console.log('ran', import.meta.main ?? 'unknown');");
        let finished = workspace.coral(&["run", name, "-q"]).expect_code(0);
        assert!(finished.stdout.starts_with("ran"), "{name}: {}", finished.stdout);
    }
}

#[test]
fn odd_file_names_run() {
    for name in ["mit Leerzeichen.ts", "ünï-日本😀.ts", "-dash.ts", "a'b\"c$(d).ts"] {
        let workspace = Workspace::new().with(name, "throw new Error('here');");
        let finished = workspace.coral(&["run", "-q", "--", name]).expect_code(1);
        assert!(finished.stderr.contains(&format!("at {name}:1:7")), "{name}: {}", finished.stderr);
    }
}
