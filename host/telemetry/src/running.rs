//! Work on a blocking thread that ends when nobody waits for it; must not know what the work is.

use std::sync::Arc;
use std::time::Duration;

use coral_contract::AskError;
use coral_processor::Background;
use tokio::task::JoinHandle;

use crate::brake::Brake;
use crate::query_error;

/// How often work that has to end is interrupted again.
const INTERRUPT_EVERY: Duration = Duration::from_millis(5);

/// A question that runs on a thread of its own. Dropping this before it has ended, at its deadline or because nobody
/// waits any more, interrupts it.
pub(crate) struct Running<T> {
    worker: JoinHandle<Result<T, AskError>>,
    brake: Arc<Brake>,
}

impl<T: Send + 'static> Running<T> {
    /// Starts work on a thread that may block, one of the background if there is one; the brake is what it is stopped with.
    pub(crate) fn start(
        background: Option<&Background>,
        work: impl FnOnce(&Brake) -> Result<T, AskError> + Send + 'static,
    ) -> Self {
        let brake = Arc::new(Brake::default());
        let work = {
            let brake = brake.clone();
            move || work(&brake)
        };
        let worker = match background {
            Some(background) => background.spawn(work),
            None => tokio::task::spawn_blocking(work),
        };
        Self { worker, brake }
    }

    /// Waits for what comes of it, and for no longer than `deadline`; `subject` names it in messages.
    pub(crate) async fn within(mut self, deadline: Duration, subject: &str) -> Result<T, AskError> {
        match tokio::time::timeout(deadline, &mut self.worker).await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(AskError::QueryFailed(format!("answering {subject} failed: {panic}"))),
            Err(_) => Err(query_error::too_long(subject, deadline)),
        }
    }
}

impl<T> Drop for Running<T> {
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
