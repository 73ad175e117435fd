//! A database that is opened at the first question; must not know how it answers.

use std::path::PathBuf;
use std::sync::Arc;

use coral_contract::{Answer, AskError, Asker, PendingAnswer, PendingHealth, Question, Telemetry};

use tokio::sync::OnceCell;

use crate::inquiry::Asked;
use crate::worker::Crew;
use crate::{Database, Options, started};

/// A database that is opened at the first question, so that a script which asks nothing needs none. Clones share it.
///
/// It is opened once in this process, and there only for a question that is not in SQL: those are the workers' affair. Where
/// it cannot be opened, here or there, every question is answered `Unavailable`, with the text of the
/// [`OpenError`](crate::OpenError).
#[derive(Clone)]
pub struct LazyDatabase(Arc<Lazy>);

struct Lazy {
    path: PathBuf,
    options: Options,
    crew: Arc<Crew>,
    opened: OnceCell<Result<Database, AskError>>,
}

impl LazyDatabase {
    /// A database that is still closed.
    pub fn new(path: impl Into<PathBuf>, options: Options) -> Self {
        let path = path.into();
        let crew = Crew::new(&path, &options);
        Self(Arc::new(Lazy { path, options, crew, opened: OnceCell::new() }))
    }
}

impl Lazy {
    async fn answer(self: Arc<Self>, asker: Asker, question: Question) -> Result<Answer, AskError> {
        match Asked::of(question, &asker.bounds, &self.options.limits)? {
            Asked::Ours(inquiry) => self.database().await?.answer_ours(&asker, inquiry).await,
            Asked::OfScript(query, deadline) => {
                Arc::clone(&self.crew).ask(asker.id, query, deadline).await.map(Answer::Rows)
            }
        }
    }

    async fn database(self: &Arc<Self>) -> Result<Database, AskError> {
        // Those who ask meanwhile wait without a thread.
        let opened = self.opened.get_or_init(|| async {
            let lazy = Arc::clone(self);
            tokio::task::spawn_blocking(move || lazy.open())
                .await
                .unwrap_or_else(|panic| Err(AskError::Unavailable(format!("opening the database failed: {panic}"))))
        });
        opened.await.clone()
    }

    fn open(&self) -> Result<Database, AskError> {
        Database::open_beside(Arc::clone(&self.crew), &self.path, self.options.clone())
            .map_err(|error| AskError::Unavailable(error.to_string()))
    }
}

impl Telemetry for LazyDatabase {
    fn ask_as(&self, asker: &Asker, question: Question) -> PendingAnswer {
        started::now(Arc::clone(&self.0).answer(asker.clone(), question))
    }

    /// A database that was not asked yet has no connection; one that could not be opened is ill.
    fn health(&self) -> PendingHealth {
        match self.0.opened.get() {
            Some(Ok(database)) => database.health(),
            Some(Err(error)) => {
                let error = error.clone();
                Box::pin(async move { Err(error) })
            }
            None => {
                let health = self.0.crew.health();
                Box::pin(async move { health })
            }
        }
    }
}
