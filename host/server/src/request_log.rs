//! One line in the log for each request, answered or not; must not know what is asked. A line has the path and never the
//! query, a header or a body: those may hold secrets.

use std::time::{Duration, Instant};

use tracing::{info, warn};

/// A request of which the log is to tell.
pub(crate) struct RequestLog {
    method: String,
    path: String,
    started: Instant,
    run_id: String,
    script: String,
    is_written: bool,
}

impl RequestLog {
    /// A request that arrives now.
    pub(crate) fn begin(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            started: Instant::now(),
            run_id: String::new(),
            script: String::new(),
            is_written: false,
        }
    }

    /// Whose it is.
    pub(crate) fn is_of(&mut self, run_id: String, script: String) {
        self.run_id = run_id;
        self.script = script;
    }

    /// Writes the line. `outcome` is `ok` or the code of a refusal. Returns how long the request took.
    pub(crate) fn answered(mut self, status: u16, outcome: &str, rows: u64) -> Duration {
        let took = self.started.elapsed();
        self.is_written = true;
        let Self { method, path, run_id, script, .. } = &self;
        let duration_ms = milliseconds(took);
        if status < 500 {
            info!(%method, %path, status, duration_ms, rows, outcome, %run_id, %script, "request");
        } else {
            warn!(%method, %path, status, duration_ms, rows, outcome, %run_id, %script, "request");
        }
        took
    }
}

impl Drop for RequestLog {
    fn drop(&mut self) {
        if !self.is_written {
            let Self { method, path, run_id, script, .. } = &self;
            let duration_ms = milliseconds(self.started.elapsed());
            info!(%method, %path, duration_ms, outcome = "caller-left", %run_id, %script, "request");
        }
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1_000.0
}
