//! SQL of scripts runs in worker processes, one question at a time each, which can be killed.
//!
//! DuckDB cannot be held within a process: its `memory_limit` does not count large values and its parser, and some of its
//! functions do not heed an interrupt for minutes. So the text of a script runs in a process that has its own bound of
//! memory, that is told to stop, and that is killed if it does not. On the host's side a [`Crew`] answers, which has one
//! [`lane`] for short questions and one for long ones; on the worker's side [`answer_questions`] does, behind its [`confinement`]. Between them goes what [`message`] says, in
//! the form of [`wire`].

mod answering;
mod confinement;
mod crew;
mod idle_workers;
mod lane;
mod launcher;
mod message;
mod process;
mod program;
mod rows;
mod standing;
mod wire;

pub use answering::answer_questions;
pub(crate) use crew::Crew;
pub(crate) use message::Query;
pub use program::WorkerProgram;
