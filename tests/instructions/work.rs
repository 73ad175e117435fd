//! The work that is counted, how often it is done for that, and how many instructions it may take. Must not know how they are
//! counted.

use std::path::Path;
use std::sync::Arc;

use coral_compiler::Compiler;
use coral_contract::{
    Answer, Asker, Cells, Column, Health, Nulls, PendingAnswer, PendingHealth, Question, ResultSet, Telemetry,
    TextCells,
};
use coral_policy::Policy;
use coral_run::Ending;
use futures::FutureExt;

use crate::session::{Silent, session};
use crate::workshop::Host;

/// What is counted.
pub struct Work {
    pub name: &'static str,
    /// A few times and more times, whose difference counts.
    pub times: [u32; 2],
    /// The most instructions that doing it once may take: a twentieth above what it took when this was last set.
    pub most: u64,
}

const COMPILE: &str = "compile";

/// What is counted: runs of scripts, by their names, and a compilation.
pub const WORKS: [Work; 4] = [
    Work { name: "empty", times: [50, 150], most: 145_000 },
    Work { name: "sdk", times: [50, 150], most: 154_000 },
    Work { name: "rows", times: [2, 6], most: 114_500_000 },
    Work { name: COMPILE, times: [2, 6], most: 6_480_000 },
];

/// The scripts that are run, by their names.
pub const SCRIPTS: [(&str, &str); 3] = [
    ("empty", ""),
    ("sdk", "import * as coral from 'jsr:@coral/sdk'; globalThis.coral = coral;"),
    (
        "rows",
        "import { db } from 'jsr:@coral/sdk';
         const { rows } = await db.query('SELECT * FROM anything');
         let sum = 0;
         for (const row of rows) sum += row.id + row.duration + row.route.length + row.fields.status + row.start_time.length;
         if (!(sum > 0)) throw new Error(`${sum}`);",
    ),
];

const ROWS: usize = 10_000;

/// Does a work so many times.
pub fn perform(folder: &Path, name: &str, times: u32) {
    let host = Host::open(folder);
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    if name == COMPILE {
        let compiler = Compiler::new(host.runtime.engine(), host.javascript.module()).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/high-latency-alert.ts");
        for _ in 0..times {
            drop(tokio.block_on(compiler.compile(&script)).unwrap());
        }
        return;
    }
    let script = host.script(name);
    let telemetry: Arc<dyn Telemetry> = Arc::new(Rows(rows()));
    for _ in 0..times {
        let session = session(&telemetry, Policy::default(), Silent);
        let outcome = tokio.block_on(host.runtime.run(&script, session, std::future::pending().boxed()));
        assert_eq!(outcome.ending, Ending::Completed);
    }
}

/// Answers everything with the same rows.
struct Rows(ResultSet);

impl Telemetry for Rows {
    fn ask_as(&self, _asker: &Asker, _question: Question) -> PendingAnswer {
        let rows = self.0.clone();
        Box::pin(async move { Ok(Answer::Rows(rows)) })
    }

    fn health(&self) -> PendingHealth {
        Box::pin(async { Ok(Health::default()) })
    }
}

/// Rows as telemetry has them: eight columns of all types, of which one has gaps.
fn rows() -> ResultSet {
    let numbers = || 0..i64::try_from(ROWS).unwrap();
    let text = |cell: &dyn Fn(i64) -> String| {
        let mut cells = TextCells::new();
        assert!(numbers().all(|number| cells.push(&cell(number))));
        cells
    };
    let mut gaps = Nulls::none();
    (0..ROWS).step_by(10).for_each(|index| gaps.set(index));
    let column = |name: &str, cells: Cells| Column { name: name.to_owned(), cells, nulls: Nulls::none() };
    let columns = vec![
        column("id", Cells::Int64(numbers().collect())),
        column("duration", Cells::Double(numbers().map(|number| number as f64 * 0.5).collect())),
        column("is_error", Cells::Boolean(numbers().map(|number| u8::from(number % 7 == 0)).collect())),
        column("start_time", Cells::Timestamp(numbers().map(|number| 1_700_000_000_000_000 + number).collect())),
        column("service", Cells::Text(text(&|number| format!("service-{}", number % 5)))),
        column("route", Cells::Text(text(&|number| format!("/orders/{number}")))),
        column("fields", Cells::Json(text(&|number| format!("{{\"status\":{}}}", 200 + number % 3)))),
        Column { nulls: gaps, ..column("retries", Cells::Int64(numbers().collect())) },
    ];
    ResultSet { row_count: ROWS, columns, truncated: false }
}
