//! What the end of a process means for its run. Starts, watches and ends no process.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use coral_run::{Ending, Limits};
use rustix::process::Signal;

use crate::exception;

/// Why a process was ended from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    OutOfFuel,
    OutOfMemory,
    TimedOut,
    Interrupted,
}

impl Cut {
    pub(crate) fn ending(self, limits: &Limits) -> Ending {
        match self {
            Self::OutOfFuel => Ending::OutOfFuel { limit: limits.fuel },
            Self::OutOfMemory => Ending::OutOfMemory { limit: limits.memory },
            Self::TimedOut => Ending::TimedOut { limit: limits.wall.unwrap_or_default() },
            Self::Interrupted => Ending::Interrupted,
        }
    }
}

/// How allocations fail in V8, in Rust, and in the kernel.
const OF_REFUSED_MEMORY: &[&str] = &[
    "out of memory",
    "memory allocation of ",
    "Cannot allocate memory (os error 12)",
    "Resource temporarily unavailable (os error 11)",
];

/// How they fail where a script can catch it.
const REFUSED_MEMORY: &[&str] = &[
    "RangeError: Array buffer allocation failed",
    "RangeError: ArrayBuffer.prototype.resize: Out of memory",
    "RangeError: SharedArrayBuffer.prototype.grow: Out of memory",
    "RangeError: WebAssembly.Memory(): could not allocate memory",
    "RangeError: WebAssembly.Memory.grow(): Unable to grow instance memory",
];

/// How the script ended, of a process that ended by itself after these last words; and whether the words are told by
/// that, so that nobody else needs them.
pub(crate) fn of_process(status: ExitStatus, last_words: &[String], limits: &Limits) -> (Ending, bool) {
    match (status.code(), status.signal()) {
        (Some(0), _) => (Ending::Completed, false),
        (Some(code), _) => of_code(code, last_words, limits),
        (None, signal) => of_signal(signal.unwrap_or_default(), last_words, limits),
    }
}

fn of_code(code: i32, last_words: &[String], limits: &Limits) -> (Ending, bool) {
    // What Deno ends with after an exception; a panic of its own looks the same.
    let exception = if code == 1 { exception::parse(last_words) } else { None };
    match exception {
        Some(exception) if REFUSED_MEMORY.iter().any(|message| exception.message.starts_with(message)) => {
            (Cut::OutOfMemory.ending(limits), true)
        }
        Some(exception) => (Ending::Exception(exception), true),
        None if is_panic(last_words) => (of_abort("panicked", last_words, limits), true),
        // Exit codes have eight bits.
        None => (Ending::Exited(u8::try_from(code).unwrap_or(u8::MAX)), false),
    }
}

fn is_panic(last_words: &[String]) -> bool {
    last_words.iter().any(|line| line.starts_with("Deno has panicked"))
}

fn of_signal(number: i32, last_words: &[String], limits: &Limits) -> (Ending, bool) {
    let name = match Signal::from_named_raw(number) {
        Some(Signal::XCPU) => return (Cut::OutOfFuel.ending(limits), false),
        Some(Signal::ABORT) => "SIGABRT",
        Some(Signal::BUS) => "SIGBUS",
        Some(Signal::ILL) => "SIGILL",
        Some(Signal::KILL) => "SIGKILL",
        Some(Signal::SEGV) => "SIGSEGV",
        Some(Signal::SYS) => "SIGSYS",
        Some(Signal::TERM) => "SIGTERM",
        Some(Signal::TRAP) => "SIGTRAP",
        Some(Signal::XFSZ) => "SIGXFSZ",
        _ => "signal",
    };
    (of_abort(&format!("was ended by {name} ({number})"), last_words, limits), true)
}

fn of_abort(what: &str, last_words: &[String], limits: &Limits) -> Ending {
    let is_of_memory = |line: &String| OF_REFUSED_MEMORY.iter().any(|text| line.contains(text));
    if last_words.iter().any(is_of_memory) {
        return Cut::OutOfMemory.ending(limits);
    }
    let reason = last_words.iter().find(|line| line.contains("Fatal") || line.starts_with("thread '"));
    match reason {
        Some(reason) => Ending::HostFailure(format!("Deno {what}: {}", reason.trim_start_matches("# "))),
        None => Ending::HostFailure(format!("Deno {what}")),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use coral_run::{Ending, Limits};

    use super::of_process;

    fn ending(raw: i32, last_words: &[&str]) -> Ending {
        let last_words: Vec<_> = last_words.iter().map(|line| (*line).to_owned()).collect();
        of_process(ExitStatus::from_raw(raw), &last_words, &Limits::default()).0
    }

    const EXIT: i32 = 0x100;

    #[test]
    fn exit_codes_are_the_scripts() {
        assert_eq!(ending(0, &[]), Ending::Completed);
        assert_eq!(ending(3 * EXIT, &["error: Uncaught Error: x"]), Ending::Exited(3));
        assert_eq!(ending(EXIT, &[]), Ending::Exited(1));
        assert!(matches!(ending(EXIT, &["error: Uncaught Error: x"]), Ending::Exception(_)));
    }

    #[test]
    fn memory_is_refused_in_many_ways() {
        let out_of_memory = Ending::OutOfMemory { limit: Limits::default().memory };
        assert_eq!(ending(5, &["", "#", "# Fatal JavaScript out of memory: CALL_AND_RETRY_LAST"]), out_of_memory);
        assert_eq!(ending(6, &["memory allocation of 65536 bytes failed"]), out_of_memory);
        assert_eq!(ending(EXIT, &["error: Uncaught RangeError: Array buffer allocation failed"]), out_of_memory);
    }

    #[test]
    fn other_signals_are_told() {
        assert_eq!(ending(24, &[]), Ending::OutOfFuel { limit: Limits::default().fuel });
        assert_eq!(ending(9, &[]), Ending::HostFailure("Deno was ended by SIGKILL (9)".to_owned()));
        let check = "# Fatal error in , line 0";
        assert_eq!(
            ending(5, &[check]),
            Ending::HostFailure("Deno was ended by SIGTRAP (5): Fatal error in , line 0".to_owned())
        );
    }
}
