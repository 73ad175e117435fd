//! A bar on the terminal that counts the steps of a longer work.

use std::borrow::Cow;
use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts the steps of a longer work on the terminal, until it is dropped.
pub struct Steps {
    bar: ProgressBar,
}

impl Steps {
    /// Begins a work of so many steps.
    pub fn begin(total: usize) -> Self {
        let target = if stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// One more step is done, and `next` is what is done now.
    pub fn step(&self, next: impl Into<Cow<'static, str>>) {
        self.bar.set_message(next);
        self.bar.inc(1);
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
