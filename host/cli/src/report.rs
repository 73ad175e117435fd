//! The report of a run: what a person reads on standard error, or one JSON object on standard output.

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::path::Path;

use bytesize::ByteSize;
use coral_contract::Event;
use coral_run::{Ending, Exception, Limits, Outcome, Usage};
use coral_source::{Frame, Place, SourceMap, code_frame, printable};
use serde::Serialize;

use crate::console_output::Logs;
use crate::failure::Failure;

/// A run's report.
#[derive(Debug, Serialize)]
pub struct Report {
    script: String,
    run_id: String,
    ending: &'static str,
    exit_code: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorReport>,
    usage: Usage,
    limits: LimitsReport,
    events: Vec<Event>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logs: Option<Logs>,
}

/// What went wrong, and where.
#[derive(Debug, Serialize)]
struct ErrorReport {
    message: String,
    frames: Vec<Frame>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_frame: Option<String>,
}

#[derive(Debug, Serialize)]
struct LimitsReport {
    fuel: u64,
    memory: u64,
    timeout_ms: Option<u64>,
}

/// A script's sources, for the places in a report.
pub struct Sources<'a> {
    /// The source map.
    pub map: &'a SourceMap,
    /// The folder that its files are relative to.
    pub root: &'a Path,
    /// How the stack of an exception is read.
    pub frames: fn(&str, &SourceMap) -> Vec<Frame>,
}

impl Report {
    /// The report of an outcome.
    pub fn new(script: &Path, run_id: String, outcome: Outcome, limits: &Limits, sources: &Sources<'_>) -> Self {
        Self {
            script: script.display().to_string(),
            run_id,
            ending: outcome.ending.name(),
            exit_code: outcome.ending.exit_code(),
            error: ErrorReport::new(&outcome.ending, sources),
            usage: outcome.usage,
            limits: LimitsReport {
                fuel: limits.fuel,
                memory: limits.memory,
                timeout_ms: limits.wall.map(|wall| u64::try_from(wall.as_millis()).unwrap_or(u64::MAX)),
            },
            events: outcome.events,
            logs: None,
        }
    }

    /// The report with the console's output in it.
    pub fn with_logs(self, logs: Option<Logs>) -> Self {
        Self { logs, ..self }
    }

    /// Prints it: as JSON if it holds logs, else for a person, where `quiet` leaves out what was used.
    pub fn print(&self, quiet: bool) {
        let mut stderr = io::stderr();
        if self.logs.is_some() {
            return print_json(self);
        }
        if let Some(error) = &self.error {
            let _ = writeln!(stderr, "{error}");
        }
        if !quiet {
            let _ = writeln!(stderr, "{}", self.usage_text());
        }
    }

    /// What was used, in one line.
    fn usage_text(&self) -> String {
        let Usage { fuel, peak_memory, wall, cpu, host_calls, rows, events, .. } = &self.usage;
        format!(
            "{} in {:.0?} (cpu {:.0?}, fuel {}, memory {}, {}, {}, {})",
            self.ending,
            wall,
            cpu,
            abbreviate(*fuel),
            ByteSize(*peak_memory),
            plural(*host_calls, "host call"),
            plural(*rows, "row"),
            plural(*events, "event")
        )
    }
}

/// Prints the JSON report of a run that never began, such as for a mistake in the script.
pub fn print_failure(script: &Path, failure: &Failure) {
    print_json(&serde_json::json!({
        "script": script.display().to_string(),
        "ending": "not-started",
        "exit_code": failure.exit_code(),
        "error": { "message": failure.to_string() },
    }));
}

fn print_json(value: &impl Serialize) {
    // Reports are made of plain values, which always have a JSON form.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let _ = writeln!(io::stdout(), "{text}");
}

impl ErrorReport {
    fn new(ending: &Ending, sources: &Sources<'_>) -> Option<Self> {
        let message = match ending {
            Ending::Completed | Ending::Exited(_) => return None,
            Ending::Exception(exception) => return Some(Self::of_exception(exception, sources)),
            Ending::OutOfFuel { limit } => {
                format!("the script used all of its fuel ({limit}): raise it with --fuel, or make the script do less")
            }
            Ending::OutOfMemory { limit } => format!(
                "the script needed more than its {} of memory: raise it with --memory, or make the script keep less",
                ByteSize(*limit)
            ),
            Ending::TimedOut { limit } => format!(
                "the script was stopped after {}: raise that with --timeout, or `--timeout none` for a monitor",
                humantime::format_duration(*limit)
            ),
            Ending::Trapped(text) => format!("the plugin trapped: {text}"),
            Ending::Interrupted => "interrupted".to_owned(),
            Ending::HostFailure(text) => format!("the host failed, not the script: {text}"),
        };
        Some(Self { message, frames: Vec::new(), code_frame: None })
    }

    fn of_exception(exception: &Exception, sources: &Sources<'_>) -> Self {
        let mut frames = (sources.frames)(&exception.stack, sources.map);
        let thrown_at = frames.iter().find_map(|frame| match &frame.place {
            Place::Source(position) => Some(position),
            Place::Internal { .. } => None,
        });
        let code_frame = thrown_at.and_then(|position| {
            let text = sources.map.text(&position.file)?;
            Some(code_frame(&text, position.line, position.column, 1))
        });
        for frame in &mut frames {
            if let Place::Source(position) = &mut frame.place {
                position.file = sources.display(&position.file);
            }
        }
        let promise = if exception.in_promise { "(in promise) " } else { "" };
        Self { message: format!("Uncaught {promise}{}", exception.message), frames, code_frame }
    }
}

impl Sources<'_> {
    /// A file as a person would name it: relative to where they stand, if it lies below.
    fn display(&self, file: &str) -> String {
        let path = self.root.join(file);
        let here = std::env::current_dir().ok();
        let shown = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf)).unwrap_or(path);
        shown.display().to_string()
    }
}

impl fmt::Display for ErrorReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A stranger wrote it: it must not reach the terminal as commands.
        write!(formatter, "error: {}", printable(&self.message))?;
        if let Some(code_frame) = &self.code_frame {
            write!(formatter, "\n{code_frame}")?;
        }
        for frame in &self.frames {
            let mut place = String::new();
            match &frame.place {
                Place::Source(at) => write!(place, "{}:{}:{}", at.file, at.line, at.column)?,
                Place::Internal { module } => place.push_str(module),
            }
            match &frame.function {
                Some(function) => write!(formatter, "\n    at {} ({place})", printable(function))?,
                None => write!(formatter, "\n    at {place}")?,
            }
        }
        Ok(())
    }
}

fn plural(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A count in three digits: 1.25M.
fn abbreviate(count: u64) -> String {
    let scales = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];
    match scales.iter().find(|(scale, _)| count as f64 >= *scale) {
        Some((scale, letter)) => {
            let value = count as f64 / scale;
            let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
            format!("{value:.decimals$}{letter}")
        }
        None => count.to_string(),
    }
}
