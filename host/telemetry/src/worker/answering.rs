//! The worker's side: opens a database, then answers one question after another until its host is gone.
//!
//! Two threads: this process's first reads what the host says, and so can stop a question, or end the process together
//! with its host, whatever DuckDB is doing on the other.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coral_contract::{AskError, ExceededBudget, ResultSet};
use duckdb::Connection;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpid, kill_process};

use super::confinement;
use super::message::{Opening, Order, Query, Reply};
use super::wire::{self, Garbled};
use crate::brake::Brake;
use crate::guard::Guard;
use crate::instance::Instance;
use crate::opening::Whose;
use crate::reading::Reading;
use crate::{OpenError, Options, opening, schema};

/// How often a question that has to stop is interrupted again.
const INTERRUPT_EVERY: Timespec = Timespec { tv_sec: 0, tv_nsec: 5_000_000 };

/// Bytes of stack for DuckDB, whose parser and planner call themselves for each level of a statement.
const STACK: usize = 16 * 1024 * 1024;

/// Answers the questions of the host at the other end of standard input, which is a socket. It returns only where there
/// never was a host.
///
/// A program whose `Options` name it as a worker calls this for the arguments given there, before all else: it must have
/// no other thread, and must not have opened anything, since the process confines itself to the database.
pub fn answer_questions() -> ExitCode {
    let _no_host = work();
    ExitCode::FAILURE
}

fn work() -> io::Result<()> {
    confinement::close_inherited();
    rustix::thread::set_name(c"sql-worker")?;
    let mut host = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let Order::Open(opening) = next_order(&mut host)? else { return Err(io::ErrorKind::InvalidData.into()) };
    // Where it cannot be, opening the database says so.
    let _later = coral_duckdb::load();
    confinement::enter(&opening)?;
    let desk = Arc::new(Desk::default());
    let (questions, received) = channel();
    let answering = Answering { host: host.try_clone()?, desk: Arc::clone(&desk) };
    std::thread::Builder::new()
        .name("questions".to_owned())
        .stack_size(STACK)
        .spawn(move || answering.serve(&opening, &received))?;
    let _gone = attend(&mut host, &questions, &desk);
    end()
}

/// Ends the process from whichever thread: DuckDB may not be able to end what another is doing.
fn end() -> io::Result<()> {
    Ok(kill_process(getpid(), Signal::KILL)?)
}

/// Does what the host says until it is gone.
fn attend(host: &mut File, questions: &Sender<(u64, Arc<Query>, Arc<Brake>)>, desk: &Desk) -> io::Result<()> {
    loop {
        // A question that has to stop is interrupted until it has ended: DuckDB forgets an interrupt that comes between
        // two statements.
        while let Some(stopped) = desk.stopped() {
            stopped.pull();
            let mut readable = [PollFd::new(&*host, PollFlags::IN)];
            if poll(&mut readable, Some(&INTERRUPT_EVERY))? > 0 {
                break;
            }
        }
        match next_order(host)? {
            Order::Ask(number, query) => {
                let brake = Arc::new(Brake::default());
                *desk.current() = Some((number, Arc::clone(&brake)));
                if questions.send((number, query, brake)).is_err() {
                    return Ok(());
                }
            }
            Order::Stop(number) => desk.stop(number),
            Order::Open(_) => return Ok(()),
        }
    }
}

fn next_order(host: &mut File) -> io::Result<Order> {
    Order::decode(&wire::read_frame(host)?).map_err(|Garbled| io::ErrorKind::InvalidData.into())
}

/// The question that is being answered, with its number and what stops it.
#[derive(Default)]
struct Desk(Mutex<Option<(u64, Arc<Brake>)>>);

impl Desk {
    fn current(&self) -> MutexGuard<'_, Option<(u64, Arc<Brake>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops a question, if it is still being answered.
    fn stop(&self, number: u64) {
        if let Some((current, brake)) = &*self.current()
            && *current == number
        {
            brake.pull();
        }
    }

    /// What stops the question that is being answered and has to end.
    fn stopped(&self) -> Option<Arc<Brake>> {
        self.current().as_ref().filter(|(_, brake)| brake.is_pulled()).map(|(_, brake)| Arc::clone(brake))
    }

    /// The question of a number has been answered.
    fn clear(&self, number: u64) {
        self.current().take_if(|(current, _)| *current == number);
    }
}

/// What answers the questions, on a thread of its own.
struct Answering {
    host: File,
    desk: Arc<Desk>,
}

impl Answering {
    /// Answers questions until the host is gone or this process is of no more use.
    fn serve(mut self, opening: &Opening, questions: &Receiver<(u64, Arc<Query>, Arc<Brake>)>) {
        let served = self.open_and_answer(opening, questions);
        if let Err(error) = served {
            let _gone = self.reply(&Reply::Failed(error), false);
        }
        let _gone = end();
    }

    fn open_and_answer(
        &mut self,
        opening: &Opening,
        questions: &Receiver<(u64, Arc<Query>, Arc<Brake>)>,
    ) -> Result<(), AskError> {
        let unavailable = |error: OpenError| AskError::Unavailable(error.to_string());
        let instance = open(opening).map_err(unavailable)?;
        let mut connection = connect(&instance)?;
        let guard = Guard::new(&connection, opening.sql_bytes)?;
        if self.reply(&Reply::Ready, true).is_err() {
            return Ok(());
        }
        while let Ok((number, query, brake)) = questions.recv() {
            let answered = instance
                .refresh()
                .map_err(unavailable)
                .and_then(|_edition| answer(&connection, &guard, &query, &brake));
            let (reply, goes_on) = match answered {
                Ok(rows) => (Reply::Rows(rows), true),
                Err(error) => verdict(error, opening.memory_limit),
            };
            self.desk.clear(number);
            let reply = reply.encode(goes_on).filter(|frame| frame.len() <= Reply::longest(query.bytes));
            let sent = match reply {
                Some(frame) => self.host.write_all(&frame),
                None => self.reply(&Reply::Failed(too_long(query.bytes)), goes_on),
            };
            if sent.is_err() || !goes_on {
                return Ok(());
            }
            // Each question has a connection of its own, with settings, random numbers and temporary views that no other
            // ever sees. It is made before it is needed.
            drop(connection);
            connection = connect(&instance)?;
        }
        Ok(())
    }

    fn reply(&mut self, reply: &Reply, goes_on: bool) -> io::Result<()> {
        // Neither an error nor a greeting is as long as a frame may be.
        self.host.write_all(&reply.encode(goes_on).unwrap_or_default())
    }
}

fn open(opening: &Opening) -> Result<Instance, OpenError> {
    let options = Options { memory_limit: opening.memory_limit, threads: opening.threads, ..Options::default() };
    // Asked before this works in another place, from which the path may lead elsewhere.
    let is_live = opening.path.is_dir();
    let instance = opening::read_only(&opening.path, &options, Whose::Workers)?;
    if !is_live {
        // Nothing is looked for beside the place where this was started, and nothing keeps that in use.
        let _stays = std::env::set_current_dir("/");
    }
    schema::check(&instance)?;
    Ok(instance)
}

fn connect(instance: &Instance) -> Result<Connection, AskError> {
    instance
        .connect()
        .map_err(|error| AskError::Unavailable(format!("cannot connect to {}: {error}", instance.path().display())))
}

/// The rows of a question, in a transaction that can only read.
fn answer(connection: &Connection, guard: &Guard, query: &Query, brake: &Brake) -> Result<ResultSet, AskError> {
    let _attached = brake.attach(connection);
    connection
        .execute_batch("BEGIN TRANSACTION READ ONLY")
        .map_err(|error| AskError::Unavailable(format!("cannot begin a transaction: {error}")))?;
    // Nothing is rolled back: the connection is closed, which does that.
    let mut admitted = guard.admit(connection, &query.text, &query.access)?;
    Reading { rows: query.rows, bytes: query.bytes, brake }.read(&mut admitted, &query.parameters)
}

/// What an error is for the one who asked, and whether the process is of use after it.
fn verdict(error: AskError, memory_limit: u64) -> (Reply, bool) {
    let AskError::QueryFailed(text) = &error else { return (Reply::Failed(error), true) };
    // DuckDB's own count of its memory, and what it makes of an allocation that the system refuses.
    let is_out_of_memory = ["Out of Memory Error", "std::bad_alloc", "failed to allocate", "Failed to allocate"]
        .iter()
        .any(|words| text.contains(words));
    if is_out_of_memory {
        let budget = ExceededBudget { name: "query-memory".to_owned(), limit: memory_limit, used: memory_limit };
        // Much of what it had it would keep.
        return (Reply::Failed(AskError::BudgetExceeded(budget)), false);
    }
    // An instance that met with one of these refuses all that comes after it.
    let goes_on = !text.starts_with("FATAL Error") && !text.starts_with("INTERNAL Error");
    (Reply::Failed(error), goes_on)
}

fn too_long(limit: u64) -> AskError {
    let used = limit.saturating_add(1);
    AskError::BudgetExceeded(ExceededBudget { name: "query-bytes".to_owned(), limit, used })
}
