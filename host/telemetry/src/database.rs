//! An open database that answers questions; must not know SQL or the types of cells.

use std::path::Path;
use std::sync::Arc;

use coral_contract::{Answer, AskError, PendingAnswer, Question, ResultSet, Telemetry};
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
        Self { pool: Arc::new(Pool::new(instance, options.connections)), limits: Arc::new(options.limits) }
    }

    async fn answer(self, question: Question) -> Result<Answer, AskError> {
        let inquiry = Inquiry::of(question, &self.limits)?;
        let slot = self.pool.slot().await?;
        let (subject, deadline) = (inquiry.subject, inquiry.deadline);
        let mut running = Running::start(move |brake| {
            let lease = self.pool.lease(slot)?;
            let rows = lease.read_only(|connection| read(connection, &inquiry, &self.limits, brake))?;
            (inquiry.meaning)(rows)
        });
        match tokio::time::timeout(deadline, running.worker()).await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(AskError::QueryFailed(format!("answering {subject} failed: {panic}"))),
            Err(_) => Err(AskError::TimedOut(format!(
                "{subject} took longer than {deadline:?}: ask for less, for example for a shorter window"
            ))),
        }
    }
}

impl Telemetry for Database {
    fn ask(&self, question: Question) -> PendingAnswer {
        started::now(self.clone().answer(question))
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
