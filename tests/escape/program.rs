//! Attacks on the program itself: what its terminal would be told, and the code that it ends with. It must not know the
//! runtimes.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::Duration;

use coral_source::is_unsafe;

use crate::attack::Attack;
use crate::coral_wasm::coral_wasm;
use crate::finding::shown;
use crate::verdict::Verdict;

/// The family whose attacks are made on the program.
pub const FAMILY: &str = "program";

/// Longer than any of them may take, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(60);

/// So many lines of a stream's are kept.
const LINES: usize = 30;

/// How the lines begin that tell what Deno is not held to.
const NOTE: &str = "note: Deno counts no ";

/// What is in the line that tells what was used, which is another each time.
const USAGE: &str = " (cpu ";

/// Makes an attack in WASM, and under Deno where it has to do with that.
pub async fn make(attack: &'static Attack) -> Verdict {
    let run = |runtime: &'static str| async move {
        let running = tokio::task::spawn_blocking(move || Finished::of(attack, runtime));
        running.await.unwrap_or_else(|error| Finished { text: format!("PANICS: {error}\n"), raw: Vec::new() })
    };
    let wasm = run("wasm").await;
    let deno = if attack.wasm_only.is_none() { Some(run("deno").await) } else { None };
    let raw: Vec<String> = std::iter::once(&wasm).chain(&deno).flat_map(|finished| finished.raw.clone()).collect();
    let mut verdict = Verdict::of(attack, &wasm.text, deno.as_ref().map(|finished| finished.text.as_str()));
    verdict.wrongs.extend(raw);
    verdict
}

/// What came of the program.
struct Finished {
    text: String,
    /// What of its output a terminal would obey.
    raw: Vec<String>,
}

impl Finished {
    fn of(attack: &Attack, runtime: &str) -> Self {
        let shared = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = tempfile::tempdir().unwrap();
        let script = attack.write_to(folder.path());
        let mut command = coral_wasm(&shared.join("escape-cache"));
        command.current_dir(folder.path());
        command.arg("run").arg(script.file_name().unwrap()).args(["--runtime", runtime]).args(&attack.flags);
        if !attack.flags.iter().any(|flag| flag == "--db") {
            command.arg("--db").arg(shared.join("escape.db"));
        }
        if !attack.policy.is_empty() {
            fs::write(folder.path().join("policy.toml"), &attack.policy).unwrap();
            command.args(["--policy", "policy.toml"]);
        }
        for (name, value) in &attack.parameters {
            command.arg("--param").arg(format!("{name}={value}"));
        }
        let output = assert_cmd::Command::from_std(command).timeout(PATIENCE).output().unwrap();
        let end = output
            .status
            .code()
            .map_or_else(|| format!("signal {}", output.status.signal().unwrap_or_default()), |code| code.to_string());
        let (mut text, mut raw) = (format!("{end}\n"), Vec::new());
        for (sign, name, bytes) in [("|", "standard output", output.stdout), ("!", "standard error", output.stderr)] {
            let said = String::from_utf8_lossy(&bytes);
            let obeyed: Vec<String> = said
                .chars()
                .filter(|c| is_unsafe(*c) && !matches!(c, '\n' | '\t'))
                .take(8)
                .map(|c| c.escape_default().to_string())
                .collect();
            if !obeyed.is_empty() || std::str::from_utf8(&bytes).is_err() {
                raw.push(format!("{runtime} writes to {name} what a terminal obeys: {}", obeyed.join(" ")));
            }
            let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with(NOTE)).collect();
            for line in lines.iter().take(LINES) {
                text.push_str(format!("  {sign} {}", shown(&without_chance(line))).trim_end());
                text.push('\n');
            }
            if lines.len() > LINES {
                text.push_str(&format!("  … and {} more lines\n", lines.len() - LINES));
            }
        }
        Self { text, raw }
    }
}

/// A line without what is another each time: what was used, ids and times.
fn without_chance(line: &str) -> String {
    if let Some((before, _)) = line.split_once(USAGE) {
        return before.rsplit_once(" in ").map_or(before, |(ending, _)| ending).to_owned();
    }
    let measured = ["fuel", "peak_memory", "wall_ms", "cpu_ms", "host_calls"];
    if let Some((name, _)) = line.split_once(": ")
        && measured.contains(&name.trim().trim_matches('"'))
    {
        return format!("{name}: <measured>");
    }
    let is_of_chance = |text: &str| {
        let is_id = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_id || humantime::parse_rfc3339(text).is_ok()
    };
    line.split('"').map(|part| if is_of_chance(part) { "<chance>" } else { part }).collect::<Vec<_>>().join("\"")
}
