//! What keeps Deno in: its permissions, its environment, and what the kernel holds it to. Knows no run but by its folder,
//! its door and its limits.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use coral_policy::Policy;
use rustix::process::{Pid, Resource, Rlimit, Signal};
use rustix::process::{getppid, set_parent_process_death_signal, setrlimit, setsid};
use rustix::thread::set_no_new_privs;

use crate::Door;
use crate::consumption::{START_UP, cpu_limit};
use crate::run_folder::RunFolder;

const MIB: u64 = 1024 * 1024;

/// Memory that Deno may write to before a script has any, most of it never touched: 512 MiB of it are room for compiled
/// code, and the stacks of its threads are up to 30; the margin of some 35 lets it start on every machine.
const OWN_DATA: u64 = 592 * MIB;

/// V8 does not start with a smaller heap.
const SMALLEST_HEAP: u64 = 16 * MIB;

/// Files and sockets that may be open at once; Deno itself has 16.
const OPEN_FILES: u64 = 256;

/// A path below a file: nothing can be made there, whoever asks, so that Deno has no place to keep anything in.
const NOWHERE: &str = "/dev/null/none";

/// The command that runs the script of `folder`, with its output piped.
pub(crate) fn command(deno: &Path, folder: &RunFolder, door: &Door, policy: &Policy) -> Command {
    let heap = policy.memory.max(SMALLEST_HEAP) / MIB;
    let mut command = Command::new(deno);
    command
        .args(["run", "--quiet", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--no-prompt"])
        .arg("--no-code-cache")
        .arg(format!("--v8-flags=--max-heap-size={heap}"))
        .arg(format!("--allow-net={}", door.address))
        .arg(flag("--import-map", &folder.ours("import_map.json")))
        .arg(flag("--preload", &folder.ours("prelude.js")))
        .arg(folder.script())
        .current_dir(folder.work())
        .env_clear()
        .envs([("DENO_DIR", NOWHERE), ("TMPDIR", NOWHERE)])
        // Deno looks for a command before it refuses it.
        .env("PATH", "/usr/bin:/bin")
        .envs([("DENO_NO_UPDATE_CHECK", "1"), ("DENO_NO_PACKAGE_JSON", "1"), ("NO_COLOR", "1"), ("TZ", "UTC")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    confine(&mut command, policy);
    command
}

fn flag(name: &str, path: &Path) -> std::ffi::OsString {
    let mut flag = std::ffi::OsString::from(name);
    flag.push("=");
    flag.push(path);
    flag
}

/// Puts the process into a session of its own, lets it die with the thread that starts it, and sets its limits.
fn confine(command: &mut Command, policy: &Policy) {
    let parent = Pid::from_raw(std::process::id().cast_signed());
    let seconds = cpu_limit(policy).map(|limit| limit.saturating_add(START_UP).as_secs());
    let limits = [
        (Resource::Core, 0, 0),
        // Nothing of Deno's may grow a file; pipes are none.
        (Resource::Fsize, 0, 0),
        (Resource::Nofile, OPEN_FILES, OPEN_FILES),
        (Resource::Data, OWN_DATA.saturating_add(policy.memory), OWN_DATA.saturating_add(policy.memory)),
    ];
    // Only where nobody watches the process any more: it is stopped before, at its fuel or its time.
    let cpu = seconds.map(|seconds| (Resource::Cpu, seconds.saturating_add(2), seconds.saturating_add(3)));
    let prepare = move || -> io::Result<()> {
        setsid()?;
        set_parent_process_death_signal(Some(Signal::KILL))?;
        if getppid() != parent {
            // It died before the line above: nothing would tell this process.
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        set_no_new_privs(true)?;
        for (resource, current, maximum) in limits.into_iter().chain(cpu) {
            setrlimit(resource, Rlimit { current: Some(current), maximum: Some(maximum) })?;
        }
        Ok(())
    };
    // SAFETY: between fork and exec the closure makes system calls and nothing else; it neither allocates nor takes a
    // lock, and an error of a kind alone holds no allocation.
    unsafe { command.pre_exec(prepare) };
}
