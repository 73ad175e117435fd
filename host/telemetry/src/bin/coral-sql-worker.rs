//! A worker alone, for whoever embeds the crate and has no program of which it could be a part; knows nothing of its own.

fn main() -> std::process::ExitCode {
    coral_telemetry::answer_questions()
}
