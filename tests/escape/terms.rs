//! What an attack's run may use, out of its policy lines, below terms that end every attack soon. It must not know what is
//! attacked.

use coral_policy::{Policy, PolicyFile, PolicyInForce, Preset, Settings, Source};

/// What a run may use that says nothing else. Whatever never ends is ended by its fuel, which is a fifth of a second here and
/// under Deno; the time is for what waits.
const TERMS: &str = "\
fuel = 2_000_000_000
memory = 16_777_216
timeout = '10s'
query-time = '400ms'
requests = 20
events = 100
event-bytes = 4096
console-bytes = 1_048_576
console-line = 65_536
timers = 1_000
";

/// The policy of these lines, each a setting of a policy file; the last of a name counts.
pub fn policy(lines: &str) -> Policy {
    let mut settings = Settings::default();
    for line in TERMS.lines().chain(lines.lines()) {
        let file = PolicyFile::parse(line).unwrap_or_else(|error| panic!("{line}: {}", error.problem));
        for (limit, value) in file.settings.iter() {
            settings.set(limit, value.clone());
        }
    }
    PolicyInForce::of_preset(Preset::Adhoc).with(&settings, |_| Source::Preset(Preset::Adhoc)).policy()
}
