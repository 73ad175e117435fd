//! SQL of askers who may not read everything, one after another and at once: each is held to its own bounds.

use coral_contract::{Answer, AskError, Asker, Bounds, ResultSet, Selection, SqlParameter, Telemetry};

use crate::fixture::{self, Database, Fixture};

fn database() -> Database {
    Fixture::with_tables(
        "INSERT INTO otel_spans_local (trace_id, service_name) VALUES ('t1', 'payments'), ('t2', 'hush');
         CREATE TABLE ledger (owner VARCHAR);
         CREATE TABLE gone (service_name VARCHAR);
         CREATE VIEW broken AS FROM gone;
         DROP TABLE gone;",
    )
    .database()
}

fn asker(tables: Selection, services: Selection) -> Asker {
    Asker::new(Bounds { tables, services, ..Bounds::default() })
}

async fn ask(
    database: &Database,
    asker: &Asker,
    text: &str,
    parameters: &[SqlParameter],
) -> Result<ResultSet, AskError> {
    match database.ask_as(asker, fixture::sql(text, parameters)).await? {
        Answer::Rows(rows) => Ok(rows),
        other => panic!("{text}: {other:?}"),
    }
}

#[tokio::test]
async fn each_asker_sees_the_rows_of_its_services() {
    let database = database();
    let traces = "SELECT trace_id FROM otel_spans_local WHERE trace_id LIKE ? ORDER BY 1";
    let like = [SqlParameter::Text("t%".to_owned())];
    // Twice: what stood in for the tables of one question is gone before the next.
    for _ in 0..2 {
        for (services, seen) in [
            (Selection::only(["payments"]), &["t1"][..]),
            (Selection::only(["hush"]), &["t2"]),
            (Selection::only(["nobody"]), &[]),
            (Selection::Any, &["t1", "t2"]),
        ] {
            let rows = ask(&database, &asker(Selection::Any, services), traces, &like).await.unwrap();
            let seen: Vec<_> = seen.iter().map(|trace| Some((*trace).to_owned())).collect();
            assert_eq!(fixture::texts(&rows, 0), seen);
        }
    }
}

#[tokio::test]
async fn each_asker_reads_its_tables() {
    let database = database();
    let of_spans = asker(Selection::only(["otel_spans_local"]), Selection::Any);
    assert_eq!(ask(&database, &of_spans, "FROM otel_spans_local", &[]).await.unwrap().row_count, 2);
    assert_eq!(
        ask(&database, &of_spans, "FROM ledger", &[]).await,
        Err(AskError::Denied("the table ledger is not allowed: read from otel_spans_local".to_owned()))
    );
    assert_eq!(ask(&database, &Asker::anyone(), "FROM ledger", &[]).await.unwrap().row_count, 0);
}

#[tokio::test]
async fn a_broken_view_fails_only_who_names_it() {
    let of_payments = asker(Selection::Any, Selection::only(["payments"]));
    let AskError::QueryFailed(message) = ask(&database(), &of_payments, "FROM broken", &[]).await.unwrap_err() else {
        panic!("not failed")
    };
    assert!(message.contains("Table with name gone does not exist"), "{message}");
}
