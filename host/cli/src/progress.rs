//! A line on the terminal that says what is being waited for, once that has taken half a second.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const PATIENCE: Duration = Duration::from_millis(500);
const FRAME: Duration = Duration::from_millis(100);

/// Shows progress until it is dropped.
pub struct Progress {
    bar: ProgressBar,
    waiting: tokio::task::JoinHandle<()>,
}

impl Progress {
    /// Shows `what` from half a second on, if standard error is a terminal. Must be called within a Tokio runtime.
    pub fn show(what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let shown = bar.clone();
        let waiting = tokio::spawn(async move {
            if !stderr().is_terminal() {
                return;
            }
            tokio::time::sleep(PATIENCE).await;
            shown.set_draw_target(ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                shown.set_style(style);
            }
            shown.set_message(what);
            shown.enable_steady_tick(FRAME);
        });
        Self { bar, waiting }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.waiting.abort();
        self.bar.finish_and_clear();
    }
}
