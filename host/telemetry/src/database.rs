//! An open database that answers questions; must not know SQL or the types of cells.

use std::path::Path;
use std::sync::Arc;

use coral_contract::{Answer, AskError, Asker, Health, PendingAnswer, PendingHealth, Question, ResultSet, Telemetry};
use duckdb::Connection;

use crate::brake::Brake;
use crate::guard::Admitted;
use crate::inquiry::{Asked, Inquiry};
use crate::named_metric::MetricsTable;
use crate::opening::Whose;
use crate::pool::Pool;
use crate::reading::Reading;
use crate::running::Running;
use crate::worker::Crew;
use crate::{Limits, OpenError, Options, opening, query_error, schema, started};

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Database {
    pool: Arc<Pool>,
    /// Answers what scripts ask in SQL.
    crew: Arc<Crew>,
    metrics: Arc<MetricsTable>,
    limits: Arc<Limits>,
}

/// What an inquiry came to.
enum Found {
    /// An answer.
    Answer(Result<Answer, AskError>),
    /// Rows, whose meaning the inquiry tells.
    Rows(ResultSet),
}

impl Database {
    /// Opens a DuckDB file, or the folder of a live database, for reading. A file's tables `otel_spans_local` and `system_metrics_local` may be views.
    ///
    /// It blocks while DuckDB reads the file's catalog. [`OpenError`] tells what is wrong with the file and what to do.
    pub fn open_read_only(path: impl AsRef<Path>, options: Options) -> Result<Self, OpenError> {
        let crew = Crew::new(path.as_ref(), &options);
        Self::open_beside(crew, path.as_ref(), options)
    }

    /// Starts what will answer the first question in SQL, so that it need not wait for that.
    ///
    /// It must be called within an async runtime.
    pub fn start_ahead(&self) {
        self.crew.start_ahead();
    }

    /// Opens a file for what is not asked in SQL, beside the workers that answer the rest.
    pub(crate) fn open_beside(crew: Arc<Crew>, path: &Path, options: Options) -> Result<Self, OpenError> {
        let instance = opening::read_only(path, &options, Whose::Hosts)?;
        schema::check(&instance)?;
        let pool = Arc::new(Pool::new(instance, options.connections, options.patience));
        Ok(Self { pool, crew, metrics: Arc::default(), limits: Arc::new(options.limits) })
    }

    async fn answer(self, asker: Asker, question: Question) -> Result<Answer, AskError> {
        match Asked::of(question, &asker.bounds, &self.limits)? {
            Asked::Ours(inquiry) => self.answer_ours(&asker, inquiry).await,
            Asked::OfScript(query, deadline) => self.crew.ask(asker.id, query, deadline).await.map(Answer::Rows),
        }
    }

    /// Answers an inquiry in this process.
    pub(crate) async fn answer_ours(self, asker: &Asker, inquiry: Inquiry) -> Result<Answer, AskError> {
        let seat = self.pool.seat(asker.id).await?;
        let (subject, deadline) = (inquiry.subject, inquiry.deadline);
        let (pool, metrics) = (Arc::clone(&self.pool), Arc::clone(&self.metrics));
        let background = seat.background.clone();
        let running = Running::start(background.as_deref(), move |brake| {
            let lease = pool.lease(Some(seat))?;
            let found = lease.work(|connection| {
                if let Some(metric) = &inquiry.named_metric
                    && let Some(answer) = metric.ask(connection, &metrics, brake)?
                {
                    return Ok((Found::Answer(answer), true));
                }
                let rows = read(connection, &inquiry, brake)?;
                let is_at_end = !rows.truncated;
                Ok((Found::Rows(rows), is_at_end))
            })?;
            match found {
                Found::Answer(answer) => answer,
                Found::Rows(rows) => (inquiry.meaning)(rows),
            }
        });
        running.within(deadline, subject).await
    }

    async fn examine(self) -> Result<Health, AskError> {
        let deadline = self.limits.health_deadline;
        let pool = Arc::clone(&self.pool);
        let running = Running::start(None, move |brake| {
            // Without a place: a database that is busy is not ill.
            pool.lease(None)?.work(|connection| {
                let _attached = brake.attach(connection);
                connection.execute_batch("SELECT 1").map_err(|error| query_error::of_duckdb(&error))?;
                Ok(((), true))
            })
        });
        running.within(deadline, "the health of the database").await?;
        Ok(self.pool.health() + self.crew.health()?)
    }
}

impl Telemetry for Database {
    fn ask_as(&self, asker: &Asker, question: Question) -> PendingAnswer {
        started::now(self.clone().answer(asker.clone(), question))
    }

    fn health(&self) -> PendingHealth {
        Box::pin(self.clone().examine())
    }
}

/// The rows of an inquiry, read over a connection.
fn read(connection: &Connection, inquiry: &Inquiry, brake: &Brake) -> Result<ResultSet, AskError> {
    let _attached = brake.attach(connection);
    let mut statement = Admitted::ours(connection, inquiry.text)?;
    let reading = Reading { rows: inquiry.rows, bytes: inquiry.bytes, brake };
    reading.read(&mut statement, &inquiry.parameters)
}
