//! Hostile scripts and hostile SQL: each is made on both runtimes in one process, beside a script that means well, and must
//! end as its family's `.expected.txt` says. It must not know how the sandbox is made.
//!
//! `make escape` prints how many there are; `cargo test --test escape -- sql/` makes some of them, by a part of their names.
//! The process is one, so that whatever an attack leaves behind is found by those that come after it.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod arena;
mod attack;
#[path = "../coral_wasm.rs"]
mod coral_wasm;
mod duel;
mod expected;
mod finding;
#[path = "../own_memory.rs"]
mod own_memory;
mod program;
mod remains;
mod template;
mod terms;
mod verdict;

use std::io::Write;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use arena::{Arena, RuntimeName};
use attack::Attack;
use futures::StreamExt;
use remains::Remains;
use verdict::Verdict;

/// The families, in this order: the first are made on the runtimes, the last on the program.
const FAMILIES: [&str; 11] = [
    "cpu",
    "memory",
    "output",
    "events",
    "host-calls",
    "escape",
    "imports",
    "compiler",
    "sql",
    "sql-bounds",
    program::FAMILY,
];

/// So many attacks are made at a time.
const AT_A_TIME: usize = 3;

/// Panics in this process, on whatever thread.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn main() -> ExitCode {
    // As a worker of its own, which answers SQL.
    if std::env::args().nth(1).is_some_and(|verb| verb == "sql-worker") {
        return coral_telemetry::answer_questions();
    }
    let filters: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        hook(panic);
    }));
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    let is_right = threads.block_on(make_all(&filters));
    // An attack that hangs is told of, and must not keep this process.
    threads.shutdown_background();
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Makes the attacks whose titles hold one of the filters, and prints what came of them; whether all is right.
async fn make_all(filters: &[String]) -> bool {
    let arena: &'static Arena = Box::leak(Box::new(Arena::open().await));
    let neighbour = duel::well_behaved(arena, RuntimeName::Wasm).await;
    let neighbour_of_deno = duel::well_behaved(arena, RuntimeName::Deno).await;
    assert!(neighbour.starts_with("0 completed"), "the script that means well does not end well:\n{neighbour}");
    assert_eq!(neighbour, neighbour_of_deno, "the script that means well is served otherwise under Deno");
    let before = Remains::now();

    let (mut count, mut wrongs) = (0, Vec::new());
    for family in FAMILIES {
        let attacks: &'static [Attack] = Vec::leak(Attack::all_of(family));
        let is_chosen =
            |attack: &&Attack| filters.is_empty() || filters.iter().any(|filter| attack.title().contains(filter));
        let chosen: Vec<&'static Attack> = attacks.iter().filter(is_chosen).collect();
        if chosen.is_empty() {
            continue;
        }
        let started = Instant::now();
        let making = chosen.iter().map(async |attack| {
            let started = Instant::now();
            let verdict = make(arena, attack, &neighbour).await;
            Verdict { took: started.elapsed(), ..verdict }
        });
        let mut verdicts: Vec<Verdict> = futures::stream::iter(making).buffered(AT_A_TIME).collect().await;
        let after = duel::well_behaved(arena, RuntimeName::Deno).await;
        if after != neighbour {
            wrongs.push(format!("after {family}, a script that means well is served otherwise under Deno:\n{after}"));
        }
        if expected::is_writing() {
            expected::write(family, &verdicts, attacks);
        }
        let expected = expected::of_family(family);
        for verdict in &mut verdicts {
            verdict.hold_against(expected.get(&verdict.attack.name));
        }
        let wrong: Vec<&Verdict> = verdicts.iter().filter(|verdict| !verdict.wrongs.is_empty()).collect();
        let result = if wrong.is_empty() { "all as expected".to_owned() } else { format!("{} WRONG", wrong.len()) };
        let slowest = verdicts.iter().max_by_key(|verdict| verdict.took).map_or("", |verdict| &verdict.attack.name);
        let took = started.elapsed();
        println!("{family:14} {:>4}  {result}  in {took:.0?}, {slowest} the slowest", chosen.len());
        let _ = std::io::stdout().flush();
        count += chosen.len();
        wrongs.extend(
            wrong.iter().map(|verdict| format!("{} {}", verdict.attack.title(), verdict.wrongs.join("\nand "))),
        );
    }
    let after = duel::well_behaved(arena, RuntimeName::Wasm).await;
    if after != neighbour {
        wrongs.push(format!("after all, a script that means well is served otherwise:\n{after}"));
    }
    wrongs.extend(Remains::now().more_than(&before));
    let panics = PANICS.load(Ordering::Relaxed);
    if panics > 0 {
        wrongs.push(format!("there were {panics} panics in this process"));
    }
    println!("{:14} {count:>4}  {}", "all", if wrongs.is_empty() { "all as expected" } else { "NOT as expected" });
    for wrong in &wrongs {
        println!("\n{wrong}");
    }
    wrongs.is_empty()
}

/// Makes an attack wherever it may be made.
async fn make(arena: &'static Arena, attack: &'static Attack, neighbour: &str) -> Verdict {
    if attack.family == program::FAMILY {
        return program::make(attack).await;
    }
    let wasm = duel::fight(arena, attack, RuntimeName::Wasm).await;
    let is_made_under_deno = attack.wasm_only.is_none() && !duel::STATEMENTS.contains(&attack.family.as_str());
    let deno = if is_made_under_deno { Some(duel::fight(arena, attack, RuntimeName::Deno).await) } else { None };
    let mut verdict = Verdict::of(attack, &wasm.finding, deno.as_ref().map(|duel| duel.finding.as_str()));
    for duel in std::iter::once(&wasm).chain(&deno).filter(|duel| duel.neighbour != neighbour) {
        verdict.wrongs.push(format!("troubles its neighbour, of which came\n{}", duel.neighbour));
    }
    verdict
}
