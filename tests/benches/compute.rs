//! JavaScript that computes, beside Deno and what other toolchains make of it. Each program is run by all in turns, metered
//! in wasmtime as always, and tells itself how long it took, so that nobody's start counts.

mod peers;

use std::fmt::Write;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use coral_contract::Event;
use coral_engine::EngineComponent;
use coral_policy::Policy;
use coral_run::{Ending, Level, Observer};
use coral_runtime::Script;

use self::peers::Peer;
use crate::bare_host::Metering;
use crate::host::Host;
use crate::samples::median;
use crate::{bare_host, deno, document};

/// How often each program is run by each.
const ROUNDS: usize = 5;

/// What is wanted of the geometric mean of the ratios, without that of the floats.
const TARGET: f64 = 4.0;

/// What is wanted of the geometric mean of what metering costs, and how often it is measured.
const METERING_TARGET: f64 = 1.25;
const METERING_ROUNDS: usize = 3;

/// How many are measured beside Deno: ours, and the peers.
const RUNNERS: usize = 1 + peers::NAMES.len();

/// The program that does not count towards the mean.
const BESIDE: &str = "floats";

/// What a program told: how many milliseconds it took, and what it computed.
#[derive(Debug, PartialEq)]
pub struct Told {
    milliseconds: f64,
    result: String,
}

impl Told {
    fn of(line: &str) -> Self {
        let (milliseconds, result) = line.trim().split_once(' ').unwrap();
        Self { milliseconds: milliseconds.parse().unwrap(), result: result.to_owned() }
    }
}

/// What a program took, in milliseconds and otherwise.
struct Measured {
    name: String,
    deno: f64,
    /// Ours and the peers'; none of one that was not made.
    times: [Option<f64>; RUNNERS],
    /// Ours.
    fuel: u64,
    /// How many times as long ours takes with fuel as without, and with epochs too.
    metering: [f64; 2],
}

/// Measures all of it.
pub fn bench() {
    let other = std::env::var_os("COMPUTE_ENGINE").map(|path| std::fs::read(path).unwrap());
    let engine = match &other {
        Some(bytes) => EngineComponent::parse(bytes),
        None => EngineComponent::committed(),
    };
    let host = Host::new(2, &engine.unwrap());
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let measured: Vec<_> = programs().iter().map(|program| tokio.block_on(measure(&host, program))).collect();
    let text = report(&measured);
    print!("{text}");
    if document::is_to_be_written() {
        document::write("compute", &text);
    }
}

async fn measure(host: &Host, program: &Path) -> Measured {
    let script = host.load(program).await;
    let peers = peers::NAMES.map(|name| Peer::of(name, program));
    let (mut deno, mut times, mut fuel) = (Vec::new(), [const { Vec::new() }; RUNNERS], 0);
    for _ in 0..ROUNDS {
        let (line, taken) = printed(host, &script).await;
        let reference = Told::of(&printed_by_deno(program));
        let lines = iter::once(Some(line)).chain(peers.iter().map(|peer| peer.as_ref().map(Peer::printed)));
        for (line, times) in lines.zip(&mut times) {
            let Some(told) = line.as_deref().map(Told::of) else { continue };
            assert_eq!(told.result, reference.result, "{}", program.display());
            times.push(told.milliseconds);
        }
        deno.push(reference.milliseconds);
        fuel = taken;
    }
    Measured {
        name: program.file_stem().unwrap().to_string_lossy().into_owned(),
        deno: median(deno),
        times: times.map(|times| (!times.is_empty()).then(|| median(times))),
        fuel,
        metering: metering(program),
    }
}

/// The figures as Markdown.
fn report(measured: &[Measured]) -> String {
    let (machine, deno) = (document::machine(), document::version(deno::DENO));
    let mut text = format!(
        "{machine}, {deno}; medians of {ROUNDS} runs each, in turns. In parentheses: how many times as long as Deno.\n\n\
         | | Deno | ours | {} | fuel | metered over not | with epochs too |\n|{}\n",
        peers::NAMES.join(" | "),
        "---|".repeat(5 + RUNNERS)
    );
    for Measured { name, deno, times, fuel, metering: [fueled, both] } in measured {
        write!(text, "| {name} | {deno:.0} ms |").unwrap();
        for time in times {
            match time {
                Some(time) => write!(text, " {time:.0} ms ({:.1}) |", time / deno).unwrap(),
                None => text.push_str(" – |"),
            }
        }
        writeln!(text, " {:.2} G | {fueled:.2} | {both:.2} |", *fuel as f64 / 1e9).unwrap();
    }
    let counted = || measured.iter().filter(|measured| measured.name != BESIDE);
    let ratio =
        |runner: usize| geometric_mean(counted().filter_map(|one| one.times[runner].map(|time| time / one.deno)));
    let (ours, cost) = (ratio(0), geometric_mean(counted().map(|one| one.metering[0])));
    write!(text, "\nGeometric means without the loop over floats: **{ours:.1}** times Deno, {TARGET:.1} is wanted")
        .unwrap();
    for (runner, name) in (1..).zip(peers::NAMES).filter(|(runner, _)| !ratio(*runner).is_nan()) {
        write!(text, "; {name} {:.1} times Deno", ratio(runner)).unwrap();
    }
    writeln!(text, "; metering **{cost:.2}**, {METERING_TARGET} is wanted.").unwrap();
    if text.contains(" – |") {
        text.push_str("\nWhat has no figure was not made: tools/peers/build makes it.\n");
    }
    text
}

/// NaN of none.
fn geometric_mean(ratios: impl Iterator<Item = f64>) -> f64 {
    let logarithms: Vec<f64> = ratios.map(f64::ln).collect();
    (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp()
}

/// How many times as long a program takes with fuel as without, and with fuel and epochs; in a host without
/// anything else.
fn metering(program: &Path) -> [f64; 2] {
    let source = std::fs::read_to_string(program).unwrap();
    let hosts = [Metering::FUEL, Metering::BOTH, Metering::NONE].map(|metering| bare_host::prepare(&source, metering));
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..METERING_ROUNDS {
        for (host, times) in hosts.iter().zip(&mut times) {
            let begun = Instant::now();
            assert_eq!(bare_host::printed(host).len(), 1);
            times.push(begun.elapsed().as_secs_f64());
        }
    }
    let [fueled, both, neither] = times.map(median);
    [fueled / neither, both / neither]
}

/// The programs, by their names, and that which is beside the others last.
fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/benches/compute/programs");
    let mut programs: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    // `COMPUTE_PROGRAM` names one, to look at it alone.
    let only = std::env::var("COMPUTE_PROGRAM").unwrap_or_default();
    programs.retain(|path| path.file_stem().is_some_and(|name| name.to_string_lossy().contains(&only)));
    programs.sort_by_key(|path| (path.file_stem().is_some_and(|name| name == BESIDE), path.clone()));
    programs
}

/// What a script prints, and how much fuel it takes.
async fn printed(host: &Host, script: &Script) -> (String, u64) {
    let policy =
        Policy { fuel: None, turn_fuel: None, cpu_time: None, timeout: None, memory: 1 << 30, ..Policy::default() };
    let said = Said::default();
    let outcome = host.run(script, policy, said.clone()).await;
    let text = said.0.lock().unwrap().clone();
    assert_eq!(outcome.ending, Ending::Completed, "{text}");
    (text, outcome.usage.fuel)
}

/// What a script prints.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<String>>);

impl Observer for Said {
    fn console(&mut self, _level: Level, text: &str) {
        self.0.lock().unwrap().push_str(text);
    }

    fn event(&mut self, _event: &Event) {}
}

fn printed_by_deno(program: &Path) -> String {
    let output = deno::command(program).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
