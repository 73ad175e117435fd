//! One worker, from the host's side: started, asked, stopped, killed. Must not know who asks, or how many others there are.

use std::io::{Error, ErrorKind};
use std::os::unix::process::ExitStatusExt;
use std::sync::Arc;
use std::time::Duration;

use coral_contract::{AskError, ResultSet};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, setpriority_process};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::process::Child;

use super::WorkerProgram;
use super::message::{Order, Query, Reply};
use super::wire::{self, Garbled};

/// How long a database may take to open.
const OPENING_DEADLINE: Duration = Duration::from_secs(30);

/// How long a worker may take to end after it has closed its socket, before it is killed.
const ENDING_DEADLINE: Duration = Duration::from_millis(250);

/// Bytes that are kept for replies between questions.
const KEPT: usize = 1024 * 1024;

/// A worker process with its database open. Dropping it kills it.
pub(super) struct Process {
    child: Child,
    socket: UnixStream,
    /// What has arrived of a reply.
    arrived: Vec<u8>,
    /// Questions asked so far.
    asked: u64,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It waits for a question.
    Idle,
    /// Part of a question is on its way: nothing else can be said to it.
    Asking,
    /// It has a question, and its reply may have so many bytes and rows.
    Answering { bytes: usize, rows: usize },
    /// It ends, or cannot be believed any more.
    Lost,
}

/// Why a worker could not be had.
pub(super) enum Unopened {
    /// The database is at fault, and will be the next time.
    Database(AskError),
    /// The worker is.
    Worker(AskError),
}

/// Why a question has no rows.
pub(super) enum Unanswered {
    /// For this reason.
    Error(AskError),
    /// The worker ended before it had read the question, and so without any part of the question in that.
    Unread,
}

impl Process {
    /// Starts a worker, which gives way to other processes as far as `niceness` says, and lets it open a database.
    pub(super) async fn start(program: &WorkerProgram, opening: &Order, niceness: i32) -> Result<Self, Unopened> {
        let no_worker = |reason: String| {
            Unopened::Worker(AskError::Unavailable(format!(
                "cannot start {} to answer SQL: {reason}; see that the program can be executed and that this user may \
                 start further processes",
                program.path.display()
            )))
        };
        let (child, socket) = program.start().map_err(|error| no_worker(error.to_string()))?;
        let socket = socket.set_nonblocking(true).and_then(|()| UnixStream::from_std(socket));
        let socket = socket.map_err(|error| no_worker(error.to_string()))?;
        // Before it has further threads, which have it from the first. A system that has no such thing does without.
        if let Some(id) = child.id().and_then(|id| Pid::from_raw(id.cast_signed())) {
            let _unsupported = setpriority_process(Some(id), niceness);
        }
        let mut process = Self { child, socket, arrived: Vec::new(), asked: 0, state: State::Idle };
        let opened = tokio::time::timeout(OPENING_DEADLINE, process.exchange(opening, 0, 0)).await;
        match opened {
            Ok(Ok(Reply::Ready)) => Ok(process),
            Ok(Ok(Reply::Failed(error))) => Err(Unopened::Database(error)),
            Ok(Ok(Reply::Rows(_)) | Err(Loss::Garbled)) => Err(no_worker("it is no worker of this version".to_owned())),
            Ok(Err(Loss::Ended(how) | Loss::EndedBefore(how))) => Err(no_worker(how)),
            Err(_) => Err(no_worker(format!("the database was not open after {OPENING_DEADLINE:?}"))),
        }
    }

    /// Asks a question and waits for its answer. Where this is dropped before that, [`Process::stop`] goes on.
    pub(super) async fn ask(&mut self, query: &Arc<Query>) -> Result<ResultSet, Unanswered> {
        let (bytes, rows) = (query.bytes, query.rows);
        self.asked += 1;
        let failed = |text: String| Err(Unanswered::Error(AskError::QueryFailed(text)));
        match self.exchange(&Order::Ask(self.asked, Arc::clone(query)), bytes, rows).await {
            Ok(Reply::Rows(rows)) => Ok(rows),
            Ok(Reply::Failed(error)) => Err(Unanswered::Error(error)),
            Ok(Reply::Ready) | Err(Loss::Garbled) => {
                self.state = State::Lost;
                failed("the process that answers the query gave no answer that can be read".to_owned())
            }
            Err(Loss::EndedBefore(_)) => Err(Unanswered::Unread),
            Err(Loss::Ended(how)) => {
                failed(format!("the query ended the process that was to answer it ({how}): ask for less at a time"))
            }
        }
    }

    /// Stops a question whose answer nobody waits for, and tells whether the worker can be asked another: it may take as
    /// long as `grace` to end it.
    pub(super) async fn stop(&mut self, grace: Duration) -> bool {
        if let State::Answering { bytes, rows } = self.state
            && let Some(stop) = Order::Stop(self.asked).encode()
        {
            let stopping = async {
                self.socket.write_all(&stop).await.map_err(|error| Loss::Ended(error.to_string()))?;
                self.reply(bytes, rows).await
            };
            let _nobody_waits = tokio::time::timeout(grace, stopping).await;
        }
        self.is_usable()
    }

    /// Kills it, and waits until it is gone with all its memory.
    pub(super) async fn kill(mut self) {
        let _already_gone = self.child.kill().await;
    }

    /// Whether it can be asked: it has answered what it was asked, has said nothing since, and has not ended.
    pub(super) fn is_usable(&self) -> bool {
        let mut said = [PollFd::new(&self.socket, PollFlags::IN)];
        self.state == State::Idle && poll(&mut said, Some(&Timespec::default())) == Ok(0)
    }

    async fn exchange(&mut self, order: &Order, bytes: u64, rows: usize) -> Result<Reply, Loss> {
        let Some(order) = order.encode() else {
            let text = "the SQL text and its parameters have more than 64 MiB: pass less at a time";
            return Ok(Reply::Failed(AskError::InvalidArgument(text.to_owned())));
        };
        self.state = State::Asking;
        if let Err(error) = self.socket.write_all(&order).await {
            return Err(self.end(&error).await);
        }
        let bytes = Reply::longest(bytes);
        self.state = State::Answering { bytes, rows };
        self.reply(bytes, rows).await
    }

    /// Waits for a reply. It may be dropped and called again.
    async fn reply(&mut self, longest: usize, rows: usize) -> Result<Reply, Loss> {
        loop {
            if let Some(frame) = wire::first_frame(&self.arrived, longest)? {
                let (reply, goes_on) = Reply::decode(frame, rows)?;
                self.arrived.clear();
                self.arrived.shrink_to(KEPT);
                self.state = if goes_on { State::Idle } else { State::Lost };
                return Ok(reply);
            }
            self.arrived.reserve(wire::missing(&self.arrived));
            match self.socket.read_buf(&mut self.arrived).await {
                Ok(1..) => {}
                Ok(0) => return Err(self.end(&ErrorKind::UnexpectedEof.into()).await),
                Err(error) => return Err(self.end(&error).await),
            }
        }
    }

    /// The process's number; none once it has ended and that was noticed.
    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Waits for the end of a worker that has closed its socket, and tells how it came.
    async fn end(&mut self, failed: &Error) -> Loss {
        self.state = State::Lost;
        let ended = tokio::time::timeout(ENDING_DEADLINE, self.child.wait()).await;
        let how = match ended {
            Ok(Ok(status)) => match (status.signal(), status.code()) {
                (Some(signal), _) => format!("signal {signal}"),
                (None, code) => format!("exit code {}", code.unwrap_or_default()),
            },
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it closed its socket".to_owned(),
        };
        // The system tells apart whether all was read that had been written to the socket.
        let was_unread = matches!(failed.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset);
        if was_unread && self.arrived.is_empty() { Loss::EndedBefore(how) } else { Loss::Ended(how) }
    }
}

/// Why a worker gave no reply.
enum Loss {
    /// It has ended, in this way.
    Ended(String),
    /// It has ended in this way, and had not read all that it was told.
    EndedBefore(String),
    /// What it said is no reply.
    Garbled,
}

impl From<Garbled> for Loss {
    fn from(_: Garbled) -> Self {
        Self::Garbled
    }
}
