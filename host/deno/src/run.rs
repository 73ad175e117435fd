//! One run of a script under Deno: its process, its output, and what comes of them.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use coral_run::{Ending, Outcome, Session, Usage};
use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{self, BoxFuture, Either};

use crate::confinement::command;
use crate::consumption::Consumption;
use crate::ending::{self, Cut};
use crate::output::Output;
use crate::process::{End, Process, Stop};
use crate::run_folder::RunFolder;
use crate::{Deno, Door, Program};

impl Deno {
    /// Runs a script to its end. It never fails: what goes wrong is the ending.
    ///
    /// When `interrupt` is done, the run ends as interrupted. To drop the future ends it too.
    pub fn run(
        &self,
        program: &Program<'_>,
        door: &Door,
        session: Arc<Session>,
        interrupt: BoxFuture<'static, ()>,
    ) -> BoxFuture<'static, Outcome> {
        let folder = RunFolder::create(program, door, session.facts(), session.policy());
        let run = |folder, stop| Run { deno: self.clone(), door: door.clone(), folder, session: session.clone(), stop };
        let run = folder.and_then(|folder| Ok(run(Arc::new(folder), Stop::new()?)));
        // Boxed so that the run is compiled into this crate, and not into each that calls it.
        async move {
            match run.and_then(Run::start) {
                Ok(running) => running.outcome(interrupt).await,
                Err(error) => failed(&session, format!("the run could not be set up: {error}")),
            }
        }
        .boxed()
    }
}

fn failed(session: &Session, reason: String) -> Outcome {
    session.finish(Ending::HostFailure(reason), Usage::default())
}

/// A run before it starts.
struct Run {
    deno: Deno,
    door: Door,
    folder: Arc<RunFolder>,
    session: Arc<Session>,
    stop: Stop,
}

/// A run on its thread. Dropping this ends it.
struct Running {
    session: Arc<Session>,
    outcome: oneshot::Receiver<Outcome>,
    stop: Stop,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.ask();
    }
}

impl Running {
    async fn outcome(mut self, interrupt: BoxFuture<'static, ()>) -> Outcome {
        let outcome = match future::select(interrupt, &mut self.outcome).await {
            Either::Left(((), outcome)) => {
                self.stop.ask();
                outcome.await
            }
            Either::Right((outcome, _)) => outcome,
        };
        outcome.unwrap_or_else(|_| failed(&self.session, "the thread that watches Deno is gone".to_owned()))
    }
}

impl Run {
    /// Deno dies with the thread that starts it, and so that is a thread that lasts for as long as the run.
    fn start(self) -> io::Result<Running> {
        let (sender, outcome) = oneshot::channel();
        let running = Running { session: self.session.clone(), outcome, stop: self.stop.clone() };
        thread::Builder::new().name("deno".to_owned()).spawn(move || {
            let outcome = self.outcome();
            // Nobody is there to take it if the run was dropped.
            let _ = sender.send(outcome);
        })?;
        Ok(running)
    }

    fn outcome(self) -> Outcome {
        let started = Instant::now();
        let (ending, consumption) = self.ending(started).unwrap_or_else(|error| {
            let reason = format!("{} could not be started: {error}", self.deno.path().display());
            (Ending::HostFailure(reason), Consumption::default())
        });
        let usage = Usage {
            fuel: consumption.fuel(),
            peak_memory: consumption.peak_memory,
            wall: started.elapsed(),
            cpu: consumption.cpu,
            ..Usage::default()
        };
        self.session.finish(ending, usage)
    }

    fn ending(&self, started: Instant) -> io::Result<(Ending, Consumption)> {
        let policy = self.session.policy();
        let mut child = command(self.deno.path(), &self.folder, &self.door, policy).spawn()?;
        let output = Output::new(
            child.stdout.take(),
            child.stderr.take(),
            self.session.clone(),
            self.folder.clone(),
            self.stop.clone(),
        );
        let process = Process::new(child)?;
        // Who sees the console may be slow, and must not keep the limits from being watched.
        let draining = thread::Builder::new().name("deno output".to_owned()).spawn(move || output.drain())?;
        let End { cut, status, consumption } = process.watch(policy, &self.stop, started)?;
        let mut console = draining.join().map_err(|_| io::Error::other("its output could not be read"))?;
        let cut = console.over_budget().cloned().map(Cut::OverBudget).or(cut);
        let (ending, are_words_told) = match cut {
            Some(cut) => (cut.ending(policy), false),
            None => ending::of_process(status, console.last_words(), policy),
        };
        if !are_words_told {
            console.release_last_words();
        }
        Ok((ending, consumption))
    }
}
