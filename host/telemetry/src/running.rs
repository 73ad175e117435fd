//! Work on a blocking thread that ends when nobody waits for it; must not know what the work is.

use std::sync::Arc;
use std::time::Duration;

use coral_contract::{Answer, AskError};
use tokio::task::JoinHandle;

use crate::brake::Brake;

/// How often work that has to end is interrupted again.
const INTERRUPT_EVERY: Duration = Duration::from_millis(5);

/// A question that runs on a thread of its own. Dropping this before it has ended, at its deadline or because nobody
/// waits any more, interrupts it.
pub(crate) struct Running {
    worker: JoinHandle<Result<Answer, AskError>>,
    brake: Arc<Brake>,
}

impl Running {
    /// Starts work on a thread that may block; the brake is what it is stopped with.
    pub(crate) fn start(work: impl FnOnce(&Brake) -> Result<Answer, AskError> + Send + 'static) -> Self {
        let brake = Arc::new(Brake::default());
        let worker = tokio::task::spawn_blocking({
            let brake = brake.clone();
            move || work(&brake)
        });
        Self { worker, brake }
    }

    /// The thread's task, to wait for.
    pub(crate) fn worker(&mut self) -> &mut JoinHandle<Result<Answer, AskError>> {
        &mut self.worker
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Ends it if no thread has taken it up yet.
        self.worker.abort();
        if self.worker.is_finished() {
            return;
        }
        self.brake.pull();
        let (brake, worker) = (self.brake.clone(), self.worker.abort_handle());
        // A thread and no task: it has to go on while the runtime shuts down, which waits for the worker. Where none
        // can be had, the one pull above has to do.
        let interrupting = std::thread::Builder::new().name("interrupt".to_owned()).spawn(move || {
            while !worker.is_finished() {
                brake.pull();
                std::thread::sleep(INTERRUPT_EVERY);
            }
        });
        drop(interrupting);
    }
}
