//! What holds a worker before it opens a database: the kernel's limits, and what of the system it can reach. Knows nothing
//! of DuckDB but the names of its files.
//!
//! SQL of a script cannot ask for a file, a socket or a program; this is for the day on which a statement makes DuckDB do
//! what DuckDB's authors did not mean.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
    Scope,
};
use rustix::process::{Resource, Rlimit, getpid, setrlimit};
use rustix::thread::set_no_new_privs;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

use super::message::Opening;

/// Files that may be open at once: the socket, the database with its log, and few more.
const OPEN_FILES: u64 = 32;

/// The same for a live database, which has some dozens of files.
const OPEN_FILES_OF_LIVE: u64 = 1024;

/// What DuckDB may put behind the name of its file.
const ENDINGS: [&str; 4] = ["", ".wal", ".wal.checkpoint", ".wal.recovery"];

/// What DuckDB reads to learn how much of the machine is this process's.
const SHARE_OF_MACHINE: [&str; 2] = ["/proc/self/cgroup", "/sys/fs/cgroup"];

/// Closes the files that this process got from the one that started it, but the standard ones: DuckDB leaves its own
/// open across `exec`, and so may others.
pub(super) fn close_inherited() {
    // SAFETY: nothing in this process has opened a file yet, so nobody owns what is closed. A kernel that does not know
    // the call leaves the files open, of which nothing here knows.
    unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, 0) };
}

/// Confines this process to the database that it is to open. It must have no other thread yet.
pub(super) fn enter(opening: &Opening) -> io::Result<()> {
    set_no_new_privs(true)?;
    for (resource, limit) in [
        (Resource::Core, 0),
        // No file can grow; sockets are none.
        (Resource::Fsize, 0),
        (Resource::Nofile, if opening.path.is_dir() { OPEN_FILES_OF_LIVE } else { OPEN_FILES }),
        (Resource::Data, opening.memory),
    ] {
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })?;
    }
    // Where the machine runs out of memory, the kernel ends this process first. It is not the limit that holds it.
    let _unsupported = std::fs::write("/proc/self/oom_score_adj", "1000");
    reach_only(&opening.path).map_err(io::Error::other)?;
    for filter in filters()? {
        seccompiler::apply_filter(&filter).map_err(io::Error::other)?;
    }
    Ok(())
}

/// Leaves of the file system the database's files, or a live one's folder, for reading, and of the network nothing: as far as the kernel knows how.
fn reach_only(database: &Path) -> Result<(), RulesetError> {
    let known = ABI::V6;
    let mut ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(known))?
        .handle_access(AccessNet::from_all(known))?
        .scope(Scope::from_all(known))?
        .create()?;
    if database.is_dir()
        && let Ok(folder) = PathFd::new(database)
    {
        ruleset = ruleset.add_rule(PathBeneath::new(folder, AccessFs::ReadFile | AccessFs::ReadDir))?;
    }
    let readable = files_of(database).filter(|path| path.is_file()).chain(SHARE_OF_MACHINE.map(PathBuf::from));
    for path in readable {
        // What is not there cannot be read either.
        if let Ok(path) = PathFd::new(path) {
            ruleset = ruleset.add_rule(PathBeneath::new(path, AccessFs::ReadFile))?;
        }
    }
    ruleset.restrict_self()?;
    Ok(())
}

/// The files that DuckDB may open for a database: it looks for the log beside the file itself, not beside a link to it.
fn files_of(database: &Path) -> impl Iterator<Item = PathBuf> {
    let paths = [Some(database.to_owned()), std::fs::canonicalize(database).ok()];
    paths.into_iter().flatten().flat_map(|path| {
        ENDINGS.map(|ending| {
            let mut file = path.as_os_str().to_owned();
            file.push(ending);
            PathBuf::from(file)
        })
    })
}

/// What refuses system calls: sockets, other programs and processes, and what changes the system or is seldom looked at.
fn filters() -> io::Result<[BpfProgram; 2]> {
    let mut refused: BTreeMap<i64, Vec<SeccompRule>> = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    let own = u64::from(getpid().as_raw_nonzero().get().cast_unsigned());
    // Threads are made, processes are not.
    let thread = libc::CLONE_THREAD as u64;
    refused.insert(libc::SYS_clone, only_if(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(thread), 0)?);
    for call in [libc::SYS_kill, libc::SYS_tgkill] {
        refused.insert(call, only_if(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, own)?);
    }
    // Limits are read, not set.
    refused.insert(libc::SYS_prlimit64, only_if(2, SeccompCmpArgLen::Qword, SeccompCmpOp::Ne, 0)?);
    // Its arguments are out of a filter's sight: libc does without it where the kernel lacks it.
    let unknown = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    Ok([program(refused, libc::EPERM)?, program(unknown, libc::ENOSYS)?])
}

const REFUSED: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_execve,
    libc::SYS_execveat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_tkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_kcmp,
    libc::SYS_setrlimit,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_chroot,
    libc::SYS_pivot_root,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_fsopen,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    libc::SYS_memfd_create,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_personality,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_mq_open,
];

fn only_if(argument: u8, length: SeccompCmpArgLen, operator: SeccompCmpOp, value: u64) -> io::Result<Vec<SeccompRule>> {
    let condition = SeccompCondition::new(argument, length, operator, value).map_err(io::Error::other)?;
    Ok(vec![SeccompRule::new(vec![condition]).map_err(io::Error::other)?])
}

fn program(rules: BTreeMap<i64, Vec<SeccompRule>>, errno: i32) -> io::Result<BpfProgram> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
    SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(errno.cast_unsigned()), architecture)
        .and_then(BpfProgram::try_from)
        .map_err(io::Error::other)
}
