//! What a script prints.

use coral_contract::Selection;
use coral_policy::Policy;
use coral_run::{Ending, Level};

use crate::laboratory::{Laboratory, Report};

async fn run(code: &str) -> Report {
    Laboratory::default().run(code).await
}

#[tokio::test]
async fn output_has_two_levels() {
    let report = run("console.log('a\\nb'); console.info('c'); await 0; console.error('d'); console.warn('e');").await;
    let of = |wanted| {
        report.said.iter().filter(|(level, _)| *level == wanted).map(|(_, text)| text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(Level::Log), ["a", "b", "c"]);
    assert_eq!(of(Level::Error), ["d", "e"]);
}

#[tokio::test]
async fn positions_read_as_in_the_sources() {
    let files = [
        ("main.ts", "import { where } from './lib/plan.ts';\nconsole.log(where());\n"),
        ("lib/plan.ts", "export const where = (): string | undefined =>\n  new Error().stack?.split('\\n')[1];\n"),
    ];
    let report = Laboratory::default().run_files(&files).await;
    assert_eq!(report.text(), "    at where (lib/plan.ts:2:3)\n");
}

#[tokio::test]
async fn long_lines_stay_whole() {
    let report = run("console.log('ü'.repeat(100_000)); Deno.stdout.writeSync(new Uint8Array([255, 120]));").await;
    let texts: Vec<_> = report.said.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["ü".repeat(100_000).as_str(), "\u{fffd}x"]);
}

#[tokio::test]
async fn nothing_reaches_standard_input() {
    let code = "console.log(await Deno.stdin.read(new Uint8Array(1)), prompt('?'));";
    assert_eq!(run(code).await.text(), "null null\n");
}

#[tokio::test]
async fn a_script_knows_its_run() {
    let laboratory = Laboratory {
        parameters: vec![("name".to_owned(), "\"\u{2028}\\ü".to_owned())],
        policy: Policy { services: Selection::only(["payments"]), ..Policy::default() },
        ..Laboratory::default()
    };
    let code = "import { facts, token, url } from 'coral:run';
        console.log(JSON.stringify([facts.scriptId, facts.executionId.length, facts.parameters, facts.services, token]));
        console.log(await (await fetch(url)).text());";
    let report = laboratory.run(code).await;
    assert_eq!(report.ending(), &Ending::Completed, "{}", report.text());
    assert_eq!(report.text(), "[\"script\",32,[[\"name\",\"\\\"\u{2028}\\\\ü\"]],[\"payments\"],\"secret\"]\nok\n");
}

#[tokio::test]
async fn the_sdk_is_there() {
    let files = [("main.ts", "import { context } from 'jsr:@coral/sdk';\nconsole.log(typeof context);\n")];
    let report = Laboratory::default().run_files(&files).await;
    assert_eq!((report.text().as_str(), report.ending()), ("object\n", &Ending::Completed));
}
