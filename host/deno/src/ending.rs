//! What the end of a process means for its run. Starts, watches and ends no process.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use coral_contract::ExceededBudget;
use coral_policy::{Limit, Policy, milliseconds};
use coral_run::{Activity, Ending, Exception, Stop};
use rustix::process::Signal;

use crate::consumption::fuel_time;
use crate::exception;

/// Why a process was ended from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It reached a limit, of which it had used so much.
    Limit(Limit, u64),
    /// It was refused what it printed.
    OverBudget(ExceededBudget),
    Interrupted,
}

impl Cut {
    pub(crate) fn ending(self, policy: &Policy) -> Ending {
        match self {
            Self::Limit(limit, used) => stopped(limit, used, policy),
            Self::OverBudget(budget) => {
                // As the SDK says it, where an error can be had.
                let message = format!("CoralError: Failed to write to the console: {budget}");
                let exception = Exception { message, stack: String::new(), in_promise: true };
                Ending::OverBudget(budget, exception)
            }
            Self::Interrupted => Ending::Interrupted,
        }
    }
}

fn stopped(limit: Limit, used: u64, policy: &Policy) -> Ending {
    let allowed = match limit {
        Limit::Memory => policy.memory,
        Limit::Timeout => milliseconds(policy.timeout.unwrap_or_default()),
        Limit::CpuTime => milliseconds(policy.cpu_time.unwrap_or_default()),
        _ => policy.fuel.unwrap_or_default(),
    };
    // Where it was, Deno does not tell.
    Ending::Stopped(Stop { limit, allowed, used: used.max(allowed), activity: Activity::Running(String::new()) })
}

/// How allocations fail in V8, in Rust, and in the kernel.
const OF_REFUSED_MEMORY: &[&str] = &[
    "out of memory",
    "Fatal JavaScript invalid size error",
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
pub(crate) fn of_process(status: ExitStatus, last_words: &[String], policy: &Policy) -> (Ending, bool) {
    match (status.code(), status.signal()) {
        (Some(0), _) => (Ending::Completed, false),
        (Some(code), _) => of_code(code, last_words, policy),
        (None, signal) => of_signal(signal.unwrap_or_default(), last_words, policy),
    }
}

fn out_of_memory(policy: &Policy) -> Ending {
    stopped(Limit::Memory, policy.memory, policy)
}

/// Of what the kernel ended by its processor time: whichever of the two limits was the lower.
fn out_of_time(policy: &Policy) -> Ending {
    let limit = if fuel_time(policy).is_some_and(|fuel| policy.cpu_time.is_none_or(|time| fuel <= time)) {
        Limit::Fuel
    } else {
        Limit::CpuTime
    };
    stopped(limit, 0, policy)
}

fn of_code(code: i32, last_words: &[String], policy: &Policy) -> (Ending, bool) {
    // What Deno ends with after an exception; a panic of its own looks the same.
    let exception = if code == 1 { exception::parse(last_words) } else { None };
    match exception {
        Some(exception) if REFUSED_MEMORY.iter().any(|message| exception.message.starts_with(message)) => {
            (out_of_memory(policy), true)
        }
        Some(exception) => (Ending::Exception(exception), true),
        None if is_panic(last_words) => (of_abort("panicked", last_words, policy), true),
        // Exit codes have eight bits.
        None => (Ending::Exited(u8::try_from(code).unwrap_or(u8::MAX)), false),
    }
}

fn is_panic(last_words: &[String]) -> bool {
    last_words.iter().any(|line| line.starts_with("Deno has panicked"))
}

fn of_signal(number: i32, last_words: &[String], policy: &Policy) -> (Ending, bool) {
    let name = match Signal::from_named_raw(number) {
        Some(Signal::XCPU) => return (out_of_time(policy), false),
        // V8's C++ aborts in silence where an allocation of its own is refused; all else that aborts says why.
        Some(Signal::ABORT) if last_words.is_empty() => return (out_of_memory(policy), false),
        Some(Signal::ABORT) => "SIGABRT",
        Some(Signal::BUS) => "SIGBUS",
        Some(Signal::ILL) => "SIGILL",
        Some(Signal::SEGV) => "SIGSEGV",
        Some(Signal::SYS) => "SIGSYS",
        Some(Signal::TRAP) => "SIGTRAP",
        Some(Signal::XFSZ) => "SIGXFSZ",
        // A script may send itself any signal; the code is the one that a shell gives.
        _ => return (Ending::Exited(u8::try_from(number).map_or(u8::MAX, |number| number.saturating_add(128))), false),
    };
    (of_abort(&format!("was ended by {name} ({number})"), last_words, policy), true)
}

fn of_abort(what: &str, last_words: &[String], policy: &Policy) -> Ending {
    let is_of_memory = |line: &String| OF_REFUSED_MEMORY.iter().any(|text| line.contains(text));
    if last_words.iter().any(is_of_memory) {
        return out_of_memory(policy);
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

    use coral_policy::{Limit, Policy};
    use coral_run::{Activity, Ending, Stop};

    use super::of_process;

    fn ending(raw: i32, last_words: &[&str]) -> Ending {
        let last_words: Vec<_> = last_words.iter().map(|line| (*line).to_owned()).collect();
        of_process(ExitStatus::from_raw(raw), &last_words, &Policy::default()).0
    }

    fn stopped(limit: Limit, allowed: u64) -> Ending {
        Ending::Stopped(Stop { limit, allowed, used: allowed, activity: Activity::Running(String::new()) })
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
        let out_of_memory = stopped(Limit::Memory, Policy::default().memory);
        assert_eq!(ending(5, &["", "#", "# Fatal JavaScript out of memory: CALL_AND_RETRY_LAST"]), out_of_memory);
        assert_eq!(ending(6, &["memory allocation of 65536 bytes failed"]), out_of_memory);
        assert_eq!(ending(6, &[]), out_of_memory);
        assert_eq!(ending(EXIT, &["error: Uncaught RangeError: Array buffer allocation failed"]), out_of_memory);
    }

    #[test]
    fn other_signals_are_told() {
        assert_eq!(ending(24, &[]), stopped(Limit::Fuel, 500_000_000_000));
        assert_eq!(ending(9, &[]), Ending::Exited(137));
        assert_eq!(ending(11, &[]), Ending::HostFailure("Deno was ended by SIGSEGV (11)".to_owned()));
        let check = "# Fatal error in , line 0";
        assert_eq!(
            ending(5, &[check]),
            Ending::HostFailure("Deno was ended by SIGTRAP (5): Fatal error in , line 0".to_owned())
        );
    }
}
