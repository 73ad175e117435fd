//! DuckDB asked without a server, in this process: what the figures are held against.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use duckdb::Connection;

use crate::figures::Samples;
use crate::process::Process;
use crate::statement::Statement;

/// One caller, one question after the other.
pub fn alone(connection: &Connection, bare: &Statement, duration: Duration) -> Samples {
    measure(duration, |goes_on| {
        let mut latencies = Vec::new();
        while goes_on() {
            let asked = Instant::now();
            bare.ask(connection);
            latencies.push(asked.elapsed());
        }
        latencies
    })
}

/// Many callers, who ask all questions in turns and share as many connections as the server has. What has no SQL costs
/// nothing here.
pub fn together(root: &Connection, questions: &[Option<Statement>], callers: usize, duration: Duration) -> Samples {
    let connections = coral_telemetry::Options::default().connections;
    let idle: Vec<Connection> = (0..connections).map(|_| root.try_clone().unwrap()).collect();
    let (idle, returned) = (Mutex::new(idle), Condvar::new());
    let ask_in_turns = |bare: &Statement| {
        let waiting = returned.wait_while(idle.lock().unwrap(), |idle| idle.is_empty());
        let connection = waiting.unwrap().pop().unwrap();
        bare.ask(&connection);
        idle.lock().unwrap().push(connection);
        returned.notify_one();
    };
    measure(duration, |goes_on| {
        let call = |first: usize| {
            let mut latencies = Vec::new();
            for question in questions.iter().cycle().skip(first % questions.len()) {
                if !goes_on() {
                    break;
                }
                let asked = Instant::now();
                question.as_ref().map(ask_in_turns);
                latencies.push(asked.elapsed());
            }
            latencies
        };
        std::thread::scope(|scope| {
            let callers: Vec<_> = (0..callers).map(|first| scope.spawn(move || call(first))).collect();
            callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
        })
    })
}

/// Measures what goes on for some time.
fn measure(duration: Duration, run: impl FnOnce(&(dyn Fn() -> bool + Sync)) -> Vec<Duration>) -> Samples {
    let (process, started) = (Process::own(), Instant::now());
    let busy_before = process.busy();
    let latencies = run(&|| started.elapsed() < duration);
    Samples { latencies, took: started.elapsed(), busy: process.busy() - busy_before }
}
