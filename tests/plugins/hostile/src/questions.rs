//! Questions that are misused, and runs that end in the middle of them.

use core::arch::wasm32::unreachable;
use std::hint::black_box;
use std::mem;

use crate::coral::script::requests::{Request, start, wait};
use crate::coral::script::telemetry::Question;
use crate::coral::script::{clock, context};
use crate::memory;

/// How many questions a run has that ends in the middle of them.
const QUESTIONS: usize = 20;

/// No handle that this component was given.
const NO_HANDLE: u32 = 123_456;

/// Takes an answer twice.
pub fn take_twice() {
    let request = start(&Question::Cpu);
    wait(&[&request], None);
    println!("{}", request.take().is_ok());
    println!("{:?}", request.take());
}

/// Takes an answer that nobody has waited for.
pub fn take_early() {
    println!("{:?}", start(&Question::Cpu).take());
}

/// Waits for a question that was dropped.
pub fn wait_for_dropped() {
    let request = start(&Question::Cpu);
    // SAFETY: none, on purpose: the handle is dropped twice.
    let again = unsafe { Request::from_handle(request.handle()) };
    drop(request);
    wait(&[&again], None);
}

/// Takes the answer to a question that is someone else's, if it is anyone's.
pub fn take_of_others() {
    // SAFETY: none, on purpose.
    let request = unsafe { Request::from_handle(NO_HANDLE) };
    println!("{:?}", request.take());
}

/// Waits for one question a million times at once.
pub fn wait_for_a_million() {
    let request = start(&Question::Cpu);
    println!("{}", wait(&vec![&request; 1_000_000], None).len());
}

/// Starts questions, lets them come to a state, and ends the run in a way: the names of both.
pub fn hold(state: &str, end: &str) -> Result<(), String> {
    let is_answered = matches!(state, "answered" | "taken" | "dropped");
    let question = if is_answered { Question::Cpu } else { Question::Services };
    let mut held: Vec<Request> = (0..QUESTIONS).map(|_| start(&question)).collect();
    let now = Some(clock::monotonic());
    match state {
        "started" | "refused" => {}
        "pending" => drop(wait(&held.iter().collect::<Vec<_>>(), now)),
        "answered" | "taken" | "dropped" => {
            wait(&held.iter().collect::<Vec<_>>(), None);
            if state != "answered" {
                held.iter().for_each(|request| drop(request.take()));
            }
            if state == "dropped" {
                held.clear();
            }
        }
        _ => return Err(format!("there is no state {state:?}")),
    }
    let held = mem::ManuallyDrop::new(held);
    match end {
        "exit" => context::exit(3),
        "exception" => return Err("it went wrong".to_owned()),
        "exhaust" => memory::exhaust(),
        "trap" => unreachable(),
        "spin" => loop {
            black_box(&held);
        },
        "wait" => drop(wait(&[], Some(u64::MAX))),
        _ => return Err(format!("there is no end {end:?}")),
    }
    Ok(())
}
