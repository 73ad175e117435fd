//! What Deno prints, on its way to the run's console. Knows nothing of how the process ends.

use std::io::{self, Read};
use std::process::{ChildStderr, ChildStdout};
use std::sync::Arc;
use std::time::Instant;

use coral_contract::{AskError, ExceededBudget};
use coral_run::{Level, Session};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::last_words::LastWords;
use crate::lines::Lines;
use crate::process::Stop;
use crate::run_folder::RunFolder;

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// The output of one process.
pub(crate) struct Output {
    stdout: Option<ChildStdout>,
    stderr: Option<ChildStderr>,
    log: Lines,
    errors: Lines,
    console: Console,
}

/// Where lines go.
pub(crate) struct Console {
    session: Arc<Session>,
    folder: Arc<RunFolder>,
    last_words: LastWords,
    stop: Stop,
    over_budget: Option<ExceededBudget>,
}

impl Output {
    pub(crate) fn new(
        stdout: Option<ChildStdout>,
        stderr: Option<ChildStderr>,
        session: Arc<Session>,
        folder: Arc<RunFolder>,
        stop: Stop,
    ) -> Self {
        let console = Console { session, folder, last_words: LastWords::default(), stop, over_budget: None };
        Self { stdout, stderr, log: Lines::default(), errors: Lines::default(), console }
    }

    /// Reads both pipes to their ends, at the pace of who sees the console; the last words are kept back.
    pub(crate) fn drain(mut self) -> Console {
        let mut chunk = vec![0; CHUNK];
        while self.stdout.is_some() || self.stderr.is_some() {
            let (is_log_ready, is_error_ready) = self.wait();
            if is_log_ready {
                let bytes = read(&mut self.stdout, &mut chunk);
                self.log.push(bytes, |line| self.console.log(line));
            }
            if is_error_ready {
                let bytes = read(&mut self.stderr, &mut chunk);
                self.errors.push(bytes, |line| self.console.error(line));
            }
            if self.console.last_words.deadline().is_some_and(|deadline| deadline <= Instant::now()) {
                self.console.release_last_words();
            }
        }
        if let Some(line) = self.log.finish() {
            self.console.log(line);
        }
        if let Some(line) = self.errors.finish() {
            self.console.error(line);
        }
        self.console
    }

    /// Waits until there is something to read, or until the last words have waited for long enough.
    fn wait(&self) -> (bool, bool) {
        let mut ready = Vec::with_capacity(2);
        ready.extend(self.stdout.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        ready.extend(self.stderr.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        let left =
            self.console.last_words.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let timeout = left.and_then(|left| Timespec::try_from(left).ok());
        if poll(&mut ready, timeout.as_ref()).is_err() {
            return (false, false);
        }
        let mut ready = ready.into_iter().map(|pipe| !pipe.revents().is_empty());
        let is_log_ready = self.stdout.is_some() && ready.next().unwrap_or_default();
        (is_log_ready, self.stderr.is_some() && ready.next().unwrap_or_default())
    }
}

/// Reads what is there; at the end of the pipe, it is closed.
fn read<'a>(pipe: &mut Option<impl Read>, chunk: &'a mut [u8]) -> &'a [u8] {
    let count = match pipe.as_mut().map(|pipe| pipe.read(chunk)) {
        Some(Ok(count)) if count > 0 => count,
        Some(Err(error)) if error.kind() == io::ErrorKind::Interrupted => 0,
        _ => {
            *pipe = None;
            0
        }
    };
    &chunk[..count]
}

impl Console {
    fn log(&mut self, line: String) {
        let line = self.folder.relative(line);
        self.write(Level::Log, &line);
    }

    fn error(&mut self, line: String) {
        for line in self.last_words.push(self.folder.relative(line), Instant::now()) {
            self.write(Level::Error, &line);
        }
    }

    /// Writes a line, or ends the process where its run may write no more: an error in the script is not to be had from
    /// here. What is in the pipes then is dropped.
    fn write(&mut self, level: Level, line: &str) {
        if self.over_budget.is_some() {
            return;
        }
        if let Err(AskError::BudgetExceeded(budget)) = self.session.console(level, line) {
            self.over_budget = Some(budget);
            self.stop.ask();
        }
    }

    /// The budget that what was printed is above.
    pub(crate) fn over_budget(&self) -> Option<&ExceededBudget> {
        self.over_budget.as_ref()
    }

    /// What was kept back as last words.
    pub(crate) fn last_words(&self) -> &[String] {
        self.last_words.lines()
    }

    /// Prints what was kept back: it was the script's.
    pub(crate) fn release_last_words(&mut self) {
        for line in self.last_words.release() {
            self.write(Level::Error, &line);
        }
    }
}
