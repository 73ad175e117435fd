//! Watches the latency and the error rate of the payments service, and emits an `alert` when either is too high: what
//! scripts/high-latency-alert.ts does, in Rust.
//!
//! Parameters:
//!   checks  how many checks to make before ending; without it, the monitor watches for ever

mod alert;
mod answers;
mod bindings;
mod timestamp;

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use alert::Figures;
use answers::Answers;
use bindings::coral::script::context;
use bindings::exports::coral::script::program::{Exception, Guest};

const SERVICE: &str = "payments";
const LATENCY_THRESHOLD_MS: f64 = 500.0;
const ERROR_RATE_THRESHOLD: f64 = 0.01;
const CHECK_INTERVAL: Duration = Duration::from_secs(30);

struct Monitor;

impl Guest for Monitor {
    fn run() -> Result<(), Exception> {
        monitor().map_err(|message| Exception { message, stack: String::new(), in_promise: false })
    }
}

fn monitor() -> Result<(), String> {
    let checks = checks_wanted()?;
    println!("Starting high latency monitoring for {SERVICE}...");
    println!("  Latency threshold: {LATENCY_THRESHOLD_MS}ms");
    println!("  Error rate threshold: {}%", ERROR_RATE_THRESHOLD * 100.0);
    println!("  Check interval: {}s", CHECK_INTERVAL.as_secs());

    let mut check = 1;
    loop {
        let began = Instant::now();
        check_health()?;
        if checks.is_some_and(|checks| check >= checks) {
            return Ok(());
        }
        check += 1;
        thread::sleep(CHECK_INTERVAL.saturating_sub(began.elapsed()));
    }
}

/// How many checks the run was asked to make; none for no end.
fn checks_wanted() -> Result<Option<u64>, String> {
    let parameters: HashMap<String, String> = context::get().parameters.into_iter().collect();
    let Some(text) = parameters.get("checks") else { return Ok(None) };
    match text.parse() {
        Ok(checks) if checks > 0 => Ok(Some(checks)),
        _ => Err(format!("the parameter \"checks\" must be a whole number above 0, not \"{text}\"")),
    }
}

/// One look at the service, and an alert if it looks bad.
fn check_health() -> Result<(), String> {
    match Answers::ask(SERVICE, Duration::from_secs(5 * 60)).and_then(Figures::of) {
        Ok(figures) => figures.report(),
        Err(error) => {
            // A check that fails is worth an alert too. If even that cannot be sent, the monitor ends.
            eprintln!("Error checking service health: {error}");
            alert::send_failure(&error)
        }
    }
}

bindings::export!(Monitor with_types_in bindings);
