//! The report of a run: what a person reads on standard error, or one JSON object on standard output.

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use bytesize::ByteSize;
use coral_contract::{Event, ExceededBudget};
use coral_policy::{Limit, Settings};
use coral_run::{Activity, Ending, Exception, Outcome, Stop, Usage};
use coral_source::{Frame, Place, SourceMap, code_frame, printable};
use serde::Serialize;

use crate::console_output::Logs;
use crate::failure::Failure;
use crate::json_text::printable_json;

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
    /// What the policy allowed, each limit by its name.
    limits: Settings,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<LimitReport>,
}

/// The limit that a run reached.
#[derive(Debug, Serialize)]
struct LimitReport {
    /// Its name, as the policy spells it.
    name: String,
    /// What it allows: a count, bytes or milliseconds.
    limit: u64,
    /// What was used, or would have been.
    used: u64,
    /// The flag that raises it; none where the limit is the host's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    raise: Option<String>,
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
    pub fn new(script: &Path, run_id: String, outcome: Outcome, limits: Settings, sources: &Sources<'_>) -> Self {
        Self {
            script: script.display().to_string(),
            run_id,
            ending: outcome.ending.name(),
            exit_code: outcome.ending.exit_code(),
            error: ErrorReport::new(&outcome.ending, sources),
            usage: outcome.usage,
            limits,
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
    let _ = writeln!(io::stdout(), "{}", printable_json(&text));
}

impl ErrorReport {
    fn new(ending: &Ending, sources: &Sources<'_>) -> Option<Self> {
        Some(match ending {
            Ending::Completed | Ending::Exited(_) => return None,
            Ending::Exception(exception) | Ending::Denied(exception) => Self::of_exception(exception, sources),
            Ending::OverBudget(budget, exception) => {
                let limit = LimitReport::of_budget(budget);
                let mut report = Self::of_exception(exception, sources);
                if let Some(flag) = &limit.raise {
                    report.message.push_str(&format!(": raise it with {flag}"));
                }
                Self { limit: Some(limit), ..report }
            }
            Ending::Stopped(stop) => Self::of_stop(stop, sources),
            Ending::Trapped(text) => Self::plain(format!("the plugin trapped: {text}")),
            Ending::Interrupted => Self::plain("interrupted".to_owned()),
            Ending::HostFailure(text) => Self::plain(format!("the host failed, not the script: {text}")),
        })
    }

    fn plain(message: String) -> Self {
        Self { message, frames: Vec::new(), code_frame: None, limit: None }
    }

    fn of_stop(stop: &Stop, sources: &Sources<'_>) -> Self {
        let Stop { limit, allowed, used, activity } = stop;
        let flag = format!("--{}", limit.flag());
        let time = humantime::format_duration(Duration::from_millis(*allowed));
        let mut message = match limit {
            Limit::Memory => format!(
                "the script needed more than its {} of memory: raise it with {flag}, or make the script keep less",
                ByteSize(*allowed)
            ),
            Limit::Timeout => {
                format!("the script was stopped after {time}: raise that with {flag}, or `{flag} none` for a monitor")
            }
            Limit::CpuTime => format!(
                "the script used its {time} of processor time: raise it with {flag}, or make the script do less"
            ),
            Limit::TurnFuel => format!(
                "the script used all of the fuel for one turn of its event loop ({allowed}): raise it with {flag}, or \
                 make the script wait more often"
            ),
            _ => {
                format!("the script used all of its fuel ({allowed}): raise it with {flag}, or make the script do less")
            }
        };
        let limit = LimitReport { name: limit.name().to_owned(), limit: *allowed, used: *used, raise: Some(flag) };
        let stack = match activity {
            Activity::Running(stack) => stack.as_str(),
            Activity::Waiting(questions) => {
                message.push_str(&match questions {
                    0 => "; it was waiting for a timer".to_owned(),
                    count => format!("; it was waiting for {}", plural(*count as u64, "question")),
                });
                ""
            }
        };
        let (frames, code_frame) = places(stack, sources);
        Self { message, frames, code_frame, limit: Some(limit) }
    }

    fn of_exception(exception: &Exception, sources: &Sources<'_>) -> Self {
        let (frames, code_frame) = places(&exception.stack, sources);
        let promise = if exception.in_promise { "(in promise) " } else { "" };
        Self { message: format!("Uncaught {promise}{}", exception.message), frames, code_frame, limit: None }
    }
}

impl LimitReport {
    fn of_budget(ExceededBudget { name, limit, used }: &ExceededBudget) -> Self {
        let raise = Limit::named(name).map(|limit| format!("--{}", limit.flag()));
        Self { name: name.clone(), limit: *limit, used: *used, raise }
    }
}

/// The frames of a stack, in places as a person would name them, and the code at the first that is the script's.
fn places(stack: &str, sources: &Sources<'_>) -> (Vec<Frame>, Option<String>) {
    let mut frames = (sources.frames)(stack, sources.map);
    let first = frames.iter().find_map(|frame| match &frame.place {
        Place::Source(position) => Some(position),
        Place::Internal { .. } => None,
    });
    let code_frame = first.and_then(|position| {
        let text = sources.map.text(&position.file)?;
        Some(code_frame(&text, position.line, position.column, 1))
    });
    for frame in &mut frames {
        if let Place::Source(position) = &mut frame.place {
            position.file = sources.display(&position.file);
        }
    }
    (frames, code_frame)
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
                Some(function) => write!(formatter, "\n    at {} ({})", printable(function), printable(&place))?,
                None => write!(formatter, "\n    at {}", printable(&place))?,
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
