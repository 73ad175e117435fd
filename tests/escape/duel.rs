//! An attack, and a well-behaved script beside it on the same host: what came of the one, and whether the other was served
//! as if it were alone. It must not know what is expected of the attack.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use coral_contract::{Question, SqlQuery};
use coral_run::{RunFacts, RunId, Session, SessionOptions};

use crate::arena::{Arena, RuntimeName};
use crate::attack::Attack;
use crate::finding::{self, Said};
use crate::terms;

/// Longer than any run may take, however busy the machine is: what is not over by then hangs.
const OUTER_BOUND: Duration = Duration::from_secs(25);

/// What is found of an attack that did not end.
const HANGS: &str = "HANGS\n";

/// The families whose attacks are statements, each a text that a script would ask.
pub const STATEMENTS: [&str; 2] = ["sql", "sql-bounds"];

/// What came of an attack on one runtime.
pub struct Duel {
    /// How it ended, and what it said.
    pub finding: String,
    /// How the well-behaved script beside it ended, and what it said.
    pub neighbour: String,
}

/// Makes an attack on a runtime, beside a well-behaved script.
pub async fn fight(arena: &'static Arena, attack: &'static Attack, runtime: RuntimeName) -> Duel {
    let attacking = tokio::spawn(async move {
        let folder = tempfile::tempdir().unwrap();
        if STATEMENTS.contains(&attack.family.as_str()) {
            return ask(arena, attack).await;
        }
        let script = attack.write_to(folder.path());
        run(arena, &script, runtime, &attack.policy, attack.parameters.clone()).await
    });
    let neighbour = tokio::spawn(well_behaved(arena, RuntimeName::Wasm));
    // Dropped, a task ends where it waits; where it does not, it is left behind, and its thread with it.
    let attack = tokio::time::timeout(OUTER_BOUND, attacking);
    let neighbour = tokio::time::timeout(OUTER_BOUND, neighbour);
    let (attack, neighbour) = futures::join!(attack, neighbour);
    Duel { finding: ended(attack), neighbour: ended(neighbour) }
}

type Ended = Result<Result<String, tokio::task::JoinError>, tokio::time::error::Elapsed>;

fn ended(result: Ended) -> String {
    match result {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => format!("PANICS: {error}\n"),
        Err(_) => HANGS.to_owned(),
    }
}

/// What a script does that means well: it asks in SQL and otherwise, emits, waits and prints.
const WELL_BEHAVED: &str = r#"
    import { db, emit, metrics } from "jsr:@coral/sdk";

    const { rows } = await db.query(
      "SELECT service_name, count(*) AS spans FROM otel_spans_local GROUP BY ALL ORDER BY service_name LIMIT ?",
      [3],
    );
    for (const row of rows) {
      const nanoseconds = await metrics.getPercentile(row.service_name as string, "", 0.5, "30d");
      console.log(row.service_name, row.spans, nanoseconds);
    }
    await new Promise((go) => setTimeout(go, 20));
    await emit("well-behaved", { rows: rows.length });
    console.error("done");
"#;

/// Runs the well-behaved script; all that came of it.
pub async fn well_behaved(arena: &'static Arena, runtime: RuntimeName) -> String {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("well-behaved.ts");
    std::fs::write(&script, WELL_BEHAVED).unwrap();
    let policy = "fuel = 10_000_000_000\nmemory = 67_108_864\nquery-time = '10s'";
    run(arena, &script, runtime, policy, Vec::new()).await
}

async fn run(arena: &Arena, script: &Path, runtime: RuntimeName, policy: &str, parameters: Parameters) -> String {
    let said = Said::default();
    let session = session(arena, policy, parameters, said.clone());
    match arena.run(script, runtime, Arc::new(session)).await {
        Ok(outcome) => finding::of_ending(&outcome.ending) + &said.text(),
        Err(mistake) => finding::of_mistake(&mistake, script.parent().unwrap()),
    }
}

async fn ask(arena: &Arena, attack: &Attack) -> String {
    let session = session(arena, &attack.policy, Vec::new(), Said::default());
    let question = Question::Sql(SqlQuery { text: attack.text(), parameters: Vec::new(), limit: None });
    let answer = match session.ask(question) {
        Ok(asked) => asked.await,
        Err(error) => Err(error),
    };
    finding::of_answer(answer)
}

/// Names and values.
type Parameters = Vec<(String, String)>;

fn session(arena: &Arena, policy: &str, parameters: Parameters, said: Said) -> Session {
    Session::new(SessionOptions {
        facts: RunFacts { script: "script".to_owned(), id: RunId::generate().unwrap(), parameters },
        policy: terms::policy(policy),
        keep_events: false,
        telemetry: arena.telemetry.clone(),
        observer: Box::new(said),
    })
}
