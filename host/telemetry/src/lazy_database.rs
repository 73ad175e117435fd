//! A database that is opened at the first question; must not know how it answers.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use coral_contract::{AskError, Asker, Health, PendingAnswer, PendingHealth, Question, Telemetry};

use crate::{Database, Options, started};

/// A database that is opened at the first question, so that a script which asks nothing needs none. Clones share it.
///
/// It is opened once: where that fails, every question is answered `Unavailable`, with the text of the
/// [`OpenError`](crate::OpenError).
#[derive(Clone)]
pub struct LazyDatabase(Arc<Lazy>);

struct Lazy {
    path: PathBuf,
    options: Options,
    opened: OnceLock<Result<Database, AskError>>,
}

impl LazyDatabase {
    /// A database that is still closed.
    pub fn new(path: impl Into<PathBuf>, options: Options) -> Self {
        Self(Arc::new(Lazy { path: path.into(), options, opened: OnceLock::new() }))
    }
}

impl Lazy {
    fn database(&self) -> &Result<Database, AskError> {
        self.opened.get_or_init(|| {
            Database::open_read_only(&self.path, self.options.clone())
                .map_err(|error| AskError::Unavailable(error.to_string()))
        })
    }
}

impl Telemetry for LazyDatabase {
    fn ask_as(&self, asker: Asker, question: Question) -> PendingAnswer {
        let lazy = self.0.clone();
        match lazy.opened.get() {
            Some(Ok(database)) => database.ask_as(asker, question),
            Some(Err(error)) => {
                let error = error.clone();
                Box::pin(async move { Err(error) })
            }
            None => started::now(async move {
                let opened = tokio::task::spawn_blocking(move || lazy.database().clone()).await;
                match opened {
                    Ok(Ok(database)) => database.ask_as(asker, question).await,
                    Ok(Err(error)) => Err(error),
                    Err(panic) => Err(AskError::Unavailable(format!("opening the database failed: {panic}"))),
                }
            }),
        }
    }

    /// A database that was not asked yet has no connection; one that could not be opened is ill.
    fn health(&self) -> PendingHealth {
        match self.0.opened.get() {
            Some(Ok(database)) => database.health(),
            Some(Err(error)) => {
                let error = error.clone();
                Box::pin(async move { Err(error) })
            }
            None => Box::pin(async { Ok(Health::default()) }),
        }
    }
}
