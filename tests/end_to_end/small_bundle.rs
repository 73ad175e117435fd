//! The smallest bundle that there can be, for tests of who may use it and not of what it does.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use coral_bundle::{Manifest, pack};
use serde_json::json;

use crate::program::Workspace;

/// The bytes of the bundle `scripts` of this version: one plugin, which is none, and what goes with it.
pub fn small_bundle(version: &str) -> Vec<u8> {
    let manifest: Manifest = serde_json::from_value(json!({
        "format": 1,
        "name": "scripts",
        "version": version,
        "contract": "coral:script@0.1.0",
        "scripts": { "plugin": { "about": {}, "program": { "component": "plugins/plugin.wasm" } } },
    }))
    .unwrap();
    let files = BTreeMap::from([("plugins/plugin.wasm".to_owned(), b"no component".to_vec())]);
    pack(Path::new("scripts.coralbundle"), &manifest, &files, None).unwrap()
}

/// A folder with that bundle in it, `scripts.coralbundle`, signed with a new key, `key`.
pub fn signed_bundle() -> Workspace {
    let workspace = Workspace::new().with("scripts.coralbundle", small_bundle("1.2.0"));
    workspace.coral(&["key", "new", "key", "--comment", "alice@example.com"]).expect_code(0);
    workspace.coral(&["sign", "scripts.coralbundle", "--key", "key"]).expect_code(0);
    workspace
}

/// What another program prints in a test's folder, where it must succeed.
pub fn tool(workspace: &Workspace, command: &str) -> String {
    let output = Command::new("sh").args(["-ec", command]).current_dir(workspace.path("")).output().unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

impl Workspace {
    /// The fingerprint of a key in this folder.
    pub fn fingerprint(&self, key: &str) -> String {
        let shown = self.coral(&["key", "show", key]).expect_code(0).stdout;
        shown.lines().last().unwrap().to_owned()
    }
}
