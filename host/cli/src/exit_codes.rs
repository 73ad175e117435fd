//! The exit codes of the program, as `--help` and `help exit-codes` tell them. Which ending has which, `coral_run` says.

/// Each code, what it means, and the flag that raises the limit, if there is one.
const CODES: [(&str, &str); 14] = [
    ("0", "the script completed, or called Deno.exit(0)"),
    ("1", "the script threw an exception, or could not be compiled or started"),
    ("2", "wrong usage"),
    ("118", "denied: the script did what its policy forbids, and did not catch that"),
    (
        "119",
        "the script asked, emitted or printed more than its policy holds (--queries, --events, --console-bytes, …)",
    ),
    ("120", "out of processor time (--cpu-time)"),
    ("121", "the plugin trapped: an unreachable instruction, memory out of bounds"),
    ("122", "out of fuel (--fuel, --turn-fuel)"),
    ("123", "out of memory (--memory)"),
    ("124", "out of time (--timeout)"),
    ("130", "interrupted by Ctrl-C"),
    ("134", "the host failed"),
    ("143", "ended by SIGTERM"),
    ("other", "what the script gave to Deno.exit"),
];

/// All of them, a line each.
pub fn text() -> String {
    let line = |(code, meaning): (&str, &str)| format!("  {code:<5}  {meaning}\n");
    format!("Exit codes:\n{}", CODES.into_iter().map(line).collect::<String>())
}

#[cfg(test)]
mod tests {
    use coral_contract::ExceededBudget;
    use coral_policy::Limit;
    use coral_run::{Activity, Ending, Exception, Stop};

    use super::CODES;

    #[test]
    fn every_ending_has_a_code_of_its_own_that_is_told() {
        let stopped =
            |limit| Ending::Stopped(Stop { limit, allowed: 1, used: 2, activity: Activity::Running(String::new()) });
        let budget = ExceededBudget { name: "events".to_owned(), limit: 1, used: 2 };
        let endings = [
            Ending::Completed,
            Ending::Exception(Exception::default()),
            Ending::Denied(Exception::default()),
            Ending::OverBudget(budget, Exception::default()),
            stopped(Limit::CpuTime),
            Ending::Trapped(String::new()),
            stopped(Limit::Fuel),
            stopped(Limit::Memory),
            stopped(Limit::Timeout),
            Ending::Interrupted,
            Ending::HostFailure(String::new()),
        ];
        let codes: Vec<String> = endings.iter().map(|ending| ending.exit_code().to_string()).collect();
        // 2 is wrong usage, 143 a signal, and the last is the script's own.
        let told: Vec<&str> =
            CODES.iter().map(|(code, _)| *code).filter(|code| !["2", "143", "other"].contains(code)).collect();
        assert_eq!(codes, told);
    }
}
