//! The private folder of one run: what Deno reads, and nothing that outlives the run. Knows no process.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use coral_contract::Selection;
use coral_policy::Policy;
use coral_run::RunFacts;
use serde_json::{Map, json};
use tempfile::TempDir;

use crate::{Door, Program, SdkModule};

/// Holds what is not the script's. No file of a script is named so, and its frames tell it from the script's.
const OURS: &str = "@coral";

/// A folder that only this user may enter, removed when this is dropped:
///
/// ```text
/// script.js         the bundle; its source map names the script's files as if they lay beside it
/// @coral/           the SDK, the prelude, the run's facts
/// work/             empty, where Deno stands
/// ```
pub(crate) struct RunFolder {
    folder: TempDir,
    /// The URL of the folder, which begins each position that Deno reports.
    url: String,
    /// Its path, which Deno names when it refuses a module of the script's.
    path: String,
}

impl RunFolder {
    pub(crate) fn create(program: &Program<'_>, door: &Door, facts: &RunFacts, policy: &Policy) -> io::Result<Self> {
        let folder =
            tempfile::Builder::new().prefix("coral-wasm-run-").permissions(Permissions::from_mode(0o700)).tempdir()?;
        // Deno names files by their real path, and the folder for temporary files may be a link.
        let path = fs::canonicalize(folder.path())?;
        for name in [OURS, "work"] {
            fs::create_dir(path.join(name))?;
        }
        let map = STANDARD.encode(program.source_map);
        let code = program.code;
        let script = format!("{code}\n//# sourceMappingURL=data:application/json;base64,{map}\n");
        fs::write(path.join("script.js"), script)?;
        let ours = |name: &str, text: &str| fs::write(path.join(OURS).join(name), text);
        let mut imports = Map::new();
        imports.insert("coral:run".to_owned(), json!("./run.js"));
        for (index, module) in program.sdk.modules.iter().enumerate() {
            let name = format!("sdk_{index}.js");
            ours(&name, &sdk_module(module))?;
            imports.insert(module.import.clone(), json!(format!("./{name}")));
        }
        ours("sdk.js", &program.sdk.entry)?;
        ours("prelude.js", &program.sdk.prelude)?;
        ours("run.js", &run_module(door, facts, policy))?;
        ours("import_map.json", &json!({ "imports": imports }).to_string())?;
        let url = format!("file://{}/", percent_encoded(&path));
        Ok(Self { folder, url, path: format!("{}/", path.display()) })
    }

    pub(crate) fn script(&self) -> PathBuf {
        self.folder.path().join("script.js")
    }

    /// The path of a file of ours.
    pub(crate) fn ours(&self, name: &str) -> PathBuf {
        self.folder.path().join(OURS).join(name)
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// A text of Deno's with its positions relative to the script's root folder, which is `/` to the script.
    pub(crate) fn relative(&self, text: String) -> String {
        let names_it = text.contains(&self.url) || text.contains(&self.path);
        if names_it { text.replace(&self.url, "").replace(&self.path, "/") } else { text }
    }
}

/// A module of the SDK, which passes on what all of them share.
fn sdk_module(SdkModule { specifier, exports, .. }: &SdkModule) -> String {
    let (names, specifier) = (exports.join(", "), json!(specifier));
    format!("import {{ modules }} from \"./sdk.js\";\nexport const {{ {names} }} = modules[{specifier}];\n")
}

/// The module `coral:run`; JSON is JavaScript, whatever is in its texts.
fn run_module(door: &Door, facts: &RunFacts, policy: &Policy) -> String {
    let RunFacts { script, id, parameters } = facts;
    let mut known = json!({ "scriptId": script, "executionId": id.to_string(), "parameters": parameters });
    if let Selection::Only(services) = &policy.services {
        known["services"] = json!(services);
    }
    let (url, token) = (json!(door.url()), json!(door.token));
    let pending = policy.requests;
    format!(
        "export const url = {url};\nexport const token = {token};\nexport const pendingRequests = {pending};\n\
         export const facts = {known};\n"
    )
}

/// A path as Deno writes it in a URL.
fn percent_encoded(path: &Path) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~!$&'()*+,;=:@".contains(&byte);
    let encode = |byte: &u8| if is_plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") };
    path.as_os_str().as_encoded_bytes().iter().map(encode).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use coral_policy::Policy;
    use coral_run::{RunFacts, RunId};

    use super::RunFolder;
    use crate::{Door, Program, SdkModules};

    fn folder() -> RunFolder {
        let facts = RunFacts {
            script: "a\"b\u{2028}\n${x}</script>".to_owned(),
            id: RunId::generate().unwrap(),
            parameters: vec![("__proto__".to_owned(), "\\".to_owned())],
        };
        let door = Door { address: "[::1]:80".parse().unwrap(), token: "t".to_owned() };
        let sdk = SdkModules { entry: String::new(), prelude: String::new(), modules: Vec::new() };
        RunFolder::create(&Program { code: "1;", source_map: "{}", sdk: &sdk }, &door, &facts, &Policy::default())
            .unwrap()
    }

    #[test]
    fn nobody_else_may_enter_and_it_goes_with_the_run() {
        let folder = folder();
        let path = folder.folder.path().to_path_buf();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::read_dir(folder.work()).unwrap().count(), 0);
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn facts_cannot_leave_their_quotes() {
        let text = fs::read_to_string(folder().ours("run.js")).unwrap();
        assert!(text.starts_with("export const url = \"http://[::1]:80\";\nexport const token = \"t\";\n"), "{text}");
        assert!(
            text.contains(r#""scriptId":"a\"b"#) && text.contains(r#""parameters":[["__proto__","\\"]]"#),
            "{text}"
        );
        assert_eq!(text.lines().count(), 4, "{text}");
    }

    #[test]
    fn positions_are_relative_to_the_root() {
        let folder = folder();
        let text = format!("    at f ({}lib/plan.ts:3:11)", folder.url);
        assert_eq!(folder.relative(text), "    at f (lib/plan.ts:3:11)");
        let text = format!("no access to \"{}lib/plan.ts\"", folder.path);
        assert_eq!(folder.relative(text), "no access to \"/lib/plan.ts\"");
    }
}
