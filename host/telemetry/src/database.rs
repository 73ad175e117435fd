//! An open database that answers questions; must not know SQL or the types of cells.

use std::path::Path;
use std::sync::Arc;

use coral_contract::{Answer, AskError, Asker, Health, PendingAnswer, PendingHealth, Question, ResultSet, Telemetry};
use duckdb::Connection;

use crate::brake::Brake;
use crate::guard::Guard;
use crate::inquiry::{Inquiry, Text};
use crate::instance::Instance;
use crate::pool::Pool;
use crate::reading::Reading;
use crate::running::Running;
use crate::{Limits, OpenError, Options, opening, query_error, schema, started};

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Database {
    pool: Arc<Pool>,
    limits: Arc<Limits>,
}

impl Database {
    /// Opens a DuckDB file for reading. Its tables `otel_spans_local` and `system_metrics_local` may be views.
    ///
    /// It blocks while DuckDB reads the file's catalog. [`OpenError`] tells what is wrong with the file and what to do.
    pub fn open_read_only(path: impl AsRef<Path>, options: Options) -> Result<Self, OpenError> {
        let instance = opening::read_only(path.as_ref(), &options)?;
        schema::check(&instance)?;
        Ok(Self::over(instance, options))
    }

    /// A database over an instance, however that was opened.
    fn over(instance: Instance, options: Options) -> Self {
        Self {
            pool: Arc::new(Pool::new(instance, options.connections, options.patience)),
            limits: Arc::new(options.limits),
        }
    }

    async fn answer(self, asker: Asker, question: Question) -> Result<Answer, AskError> {
        let inquiry = Inquiry::of(question, &self.limits)?;
        let place = self.pool.place(asker).await?;
        let (subject, deadline) = (inquiry.subject, inquiry.deadline);
        let running = Running::start(move |brake| {
            let lease = self.pool.lease(Some(place))?;
            let rows = lease.read_only(|connection| read(connection, &inquiry, &self.limits, brake))?;
            (inquiry.meaning)(rows)
        });
        running.within(deadline, subject).await
    }

    async fn examine(self) -> Result<Health, AskError> {
        let deadline = self.limits.health_deadline;
        let pool = Arc::clone(&self.pool);
        let running = Running::start(move |brake| {
            // Without a place: a database that is busy is not ill.
            pool.lease(None)?.read_only(|connection| {
                let _attached = brake.attach(connection);
                connection.execute_batch("SELECT 1").map_err(|error| query_error::of_duckdb(&error))
            })
        });
        running.within(deadline, "the health of the database").await?;
        Ok(self.pool.health())
    }
}

impl Telemetry for Database {
    fn ask_as(&self, asker: Asker, question: Question) -> PendingAnswer {
        started::now(self.clone().answer(asker, question))
    }

    fn health(&self) -> PendingHealth {
        Box::pin(self.clone().examine())
    }
}

/// The rows of an inquiry, read over a connection.
fn read(connection: &Connection, inquiry: &Inquiry, limits: &Limits, brake: &Brake) -> Result<ResultSet, AskError> {
    let _attached = brake.attach(connection);
    let mut statement = match &inquiry.text {
        Text::Ours(text) => connection.prepare(text).map_err(|error| query_error::of_duckdb(&error))?,
        Text::OfScript(text) => Guard { longest: limits.sql_bytes }.admit(connection, text)?,
    };
    let reading = Reading { rows: inquiry.rows, bytes: limits.result_bytes, brake };
    reading.read(&mut statement, &inquiry.parameters)
}
