//! How many spans a server takes over OTLP, with a script that looks each second: what they cost on the disk, how soon they can be
//! read, and how much longer a question takes meanwhile. The generator has the same processors.

mod receiver;
mod visibility;
mod watcher;

use std::fmt::Write;
use std::num::{NonZeroU64, NonZeroUsize};
use std::thread;
use std::time::{Duration, Instant};

use coral_generator::{Counts, Load};
use futures::FutureExt;

use crate::document;
use crate::number::grouped;
use crate::samples::Samples;
use receiver::Receiver;
use watcher::Watcher;

/// What is wanted: spans a second, and how many times as long a question may take meanwhile.
const TARGET_SPANS: u32 = 60_000;
const TARGET_RATIO: f64 = 2.0;

/// How long spans come, and for how long of that, at the end, questions are asked as fast as they are answered.
const LASTS: Duration = Duration::from_secs(150);
const ASKED: Duration = Duration::from_secs(30);
const WATCHED: Duration = LASTS.saturating_sub(ASKED);

/// How many spans are sent a second while all else is measured: a few more than are wanted.
const SPANS_A_SECOND: u64 = 62_000;

/// How long as many are sent as are taken.
const FLOOD: Duration = Duration::from_secs(20);

/// How long nothing comes, for the same questions.
const QUIET: Duration = Duration::from_secs(20);

/// As SDKs send in batches of 512, and collectors in batches of thousands.
const SPANS_AT_ONCE: usize = 1_000;

/// Two requests are under way at any time.
const CONNECTIONS: usize = 2;

/// How long the store has for merging its files once nothing comes any more, before they are counted.
const MERGING: Duration = Duration::from_secs(75);

/// From one question for a percentile to the next.
const ASK_EVERY: Duration = Duration::from_millis(50);

/// What was measured.
struct Ingest {
    /// What became of what was sent, and of as much as was taken.
    counts: Counts,
    flood: Counts,
    bytes_a_span: f64,
    /// Milliseconds until a span is found.
    delays: Samples,
    /// MiB of the server's memory, second by second.
    memory: Vec<f64>,
    /// Milliseconds of the script's looks, and of a percentile with and without ingest.
    looks: Samples,
    asked: Samples,
    asked_in_quiet: Samples,
}

/// Measures all of it.
pub fn bench() {
    let text = report(&measure());
    print!("{text}");
    if document::is_to_be_written() {
        document::write("ingest", text.trim_end());
    }
}

fn measure() -> Ingest {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(&folder.path().join("live"));
    let watcher = Watcher::start(folder.path(), receiver.folder());
    let (counts, memory, delays, looks, asked) = thread::scope(|scope| {
        let load = scope.spawn(|| load(&receiver, LASTS, NonZeroU64::new(SPANS_A_SECOND)));
        let memory = scope.spawn(|| resident_megabytes(&receiver));
        let delays = visibility::delays(&receiver, WATCHED);
        let (looks, memory) = (watcher.stop(), memory.join().unwrap());
        let asked = ask(&receiver, ASKED);
        (load.join().unwrap(), memory, delays, looks, asked)
    });
    thread::sleep(Duration::from_secs(2));
    let asked_in_quiet = ask(&receiver, QUIET);
    thread::sleep(MERGING.saturating_sub(QUIET));
    let spans = receiver.spans();
    assert_eq!(counts.spans.accepted, spans, "all that was taken is there: {counts:?}");
    let bytes_a_span = receiver.span_bytes() as f64 / spans as f64;
    let flood = load(&receiver, FLOOD, None);
    receiver.stop();
    Ingest { counts, flood, bytes_a_span, delays, memory, looks, asked, asked_in_quiet }
}

fn report(ingest: &Ingest) -> String {
    let Ingest { counts, flood, delays, looks, asked, asked_in_quiet, .. } = ingest;
    let mut text = format!("{}.\n\n| | measured | wanted |\n|---|---|---|\n", document::machine());
    let mut row =
        |what: &str, measured: String, wanted: &str| writeln!(text, "| {what} | {measured} | {wanted} |").unwrap();
    let per_second = |counts: &Counts, lasts: Duration| grouped(counts.spans.accepted as f64 / lasts.as_secs_f64());
    let target = grouped(f64::from(TARGET_SPANS));
    row("spans a second, as many as are taken", format!("**{}**", per_second(flood, FLOOD)), &target);
    row("spans a second, of all that follows", per_second(counts, LASTS), &target);
    let unwanted = format!("{}, {}, {}", counts.spans.refused, counts.spans.lost, counts.repeats);
    row("spans refused, lost, sent again", unwanted, "0, 0, –");
    row("bytes a span on the disk", format!("{:.1}", ingest.bytes_a_span), "–");
    let delay = format!("{:.0} ms, {:.0} ms", delays.median(), delays.quantile(1.0));
    row("until a span can be read, p50 and the longest", delay, "1,000 ms");
    let most = |minute: usize| ingest.memory.iter().skip(60 * minute).take(60).copied().fold(0.0, f64::max);
    let memory = format!("{:.0} MiB, {:.0} MiB", most(0), most(1));
    row("memory in the first and the second minute, at most", memory, "flat");
    let ratio = |share: f64| {
        let (load, quiet) = (asked.quantile(share), asked_in_quiet.quantile(share));
        format!("{load:.0} ms, {quiet:.0} ms, **{:.2}**", load / quiet)
    };
    row("a percentile's p50, the same without ingest, ratio", ratio(0.5), "–");
    row("its p99", ratio(0.99), &format!("{TARGET_RATIO:.0}"));
    row("the script's look, p50 and p99", format!("{:.0} ms, {:.0} ms", looks.median(), looks.quantile(0.99)), "–");
    text
}

/// Sends so many spans a second, or as many as are taken.
fn load(receiver: &Receiver, lasts: Duration, spans_per_second: Option<NonZeroU64>) -> Counts {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (connections, spans) = (NonZeroUsize::new(CONNECTIONS).unwrap(), NonZeroUsize::new(SPANS_AT_ONCE).unwrap());
    let load = Load { connections, spans, spans_per_second };
    let endpoint = format!("http://127.0.0.1:{}", receiver.grpc);
    runtime.block_on(async { load.run(&endpoint, tokio::time::sleep(lasts).boxed()).await.unwrap() })
}

/// What the server keeps in memory, second by second, in MiB.
fn resident_megabytes(receiver: &Receiver) -> Vec<f64> {
    (0..WATCHED.as_secs())
        .map(|_| {
            thread::sleep(Duration::from_secs(1));
            receiver.resident_megabytes()
        })
        .collect()
}

/// Asks for a percentile again and again: how many milliseconds each took.
fn ask(receiver: &Receiver, lasts: Duration) -> Samples {
    let begun = Instant::now();
    let mut times = Vec::new();
    while begun.elapsed() < lasts {
        let asked = Instant::now();
        receiver.percentile();
        times.push(asked.elapsed().as_secs_f64() * 1e3);
        thread::sleep(ASK_EVERY);
    }
    Samples::of(times)
}
