//! Threads that give way to all others: they do what need not be done soon. Must not know what that is.

use std::sync::OnceLock;

use rustix::process::setpriority_process;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use crate::processors;

/// How far they give way: of a processor that is wanted at the usual priority too, they get a seventh.
pub const NICENESS: i32 = 8;

/// As many threads as there are processors, which take up work in the order in which it comes. They are started when they
/// are needed, and end when this is dropped.
#[derive(Debug, Default)]
pub struct Background(OnceLock<Option<Runtime>>);

impl Background {
    /// Has a thread do this. Aborting what is returned before one begins leaves it undone; dropping that does not.
    ///
    /// It must be called within an async runtime, which the work is within as well.
    pub fn spawn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
        let runtime = Handle::current();
        match self.0.get_or_init(start) {
            Some(threads) => threads.spawn_blocking(move || {
                let _within = runtime.enter();
                work()
            }),
            // Without threads that give way, those that do not have to do it.
            None => runtime.spawn_blocking(work),
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(threads) = self.0.take().flatten() {
            threads.shutdown_background();
        }
    }
}

/// A runtime of which nothing is used but its threads for what blocks.
fn start() -> Option<Runtime> {
    Builder::new_current_thread()
        .max_blocking_threads(processors())
        .thread_name("background")
        .on_thread_start(|| {
            // Of this thread alone. Where it is not allowed, it is a thread like all others.
            let _unsupported = setpriority_process(None, NICENESS);
        })
        .build()
        .ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use rustix::process::getpriority_process;

    use super::*;

    #[tokio::test]
    async fn what_is_done_in_the_background_gives_way() {
        let background = Background::default();
        let there = || (getpriority_process(None).unwrap(), Handle::current().id());
        let (niceness, runtime) = background.spawn(there).await.unwrap();
        assert_eq!((niceness, runtime), (NICENESS, Handle::current().id()));
        assert_eq!(getpriority_process(None).unwrap(), 0);
    }
}
