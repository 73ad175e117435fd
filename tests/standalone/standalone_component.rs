//! Components that hold their engine, as `build --standalone` makes them. Must not know where they run.

use std::fs;
use std::path::Path;

use crate::coral_wasm::coral_wasm;

/// A standalone component of these files, of which `script.ts` is the script's own.
pub fn build(files: &[(&str, &str)]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let out = folder.path().join("out.wasm");
    let mut command = coral_wasm(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("standalone"));
    command.args(["build", "script.ts", "--standalone", "--out"]).arg(&out).current_dir(folder.path());
    let built = command.output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    fs::read(out).unwrap()
}
