//! What it takes to make a component out of TypeScript, and how large it is.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use coral_engine::EngineComponent;

use crate::document;
use crate::growth::{Growth, grouped};
use crate::host::Host;
use crate::plot::Plot;
use crate::samples::Samples;

/// How often each script is compiled, besides once before.
const TIMES: usize = 15;

const LINES: [usize; 9] = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

/// The script that has a target, and that, in milliseconds until it can be run.
const TARGET: (usize, f64) = (200, 6.0);

/// What the components of two scripts may weigh, in bytes.
const LARGEST: [(&str, &str, usize); 2] =
    [("`console.log('hello')`", "", 2048), ("scripts/high-latency-alert.ts", "high-latency-alert.ts", 12 * 1024)];

/// Measures all of it.
pub fn bench() {
    let host = Host::new(2, &EngineComponent::committed().unwrap());
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mut to_component, mut to_code) = (Vec::new(), Vec::new());
    for lines in LINES {
        let path = folder.path().join(format!("{lines}.ts"));
        std::fs::write(&path, script(lines)).unwrap();
        let (mut making, mut loading) = (Vec::new(), Vec::new());
        for _ in 0..=TIMES {
            let (made, loaded) = tokio.block_on(compile(&host, &path));
            making.push(made);
            loading.push(made + loaded);
        }
        to_component.push((lines as f64, Samples::of(making.split_off(1)).p50() / 1e3));
        to_code.push((lines as f64, Samples::of(loading.split_off(1)).p50() / 1e3));
    }
    let ready = Growth { size: "lines", cost: "ms to a script that can be run", points: to_code };
    let component = Growth { size: "lines", cost: "ms to a component", points: to_component };

    let mut text = format!("{}; medians of {TIMES}, in a process that has compiled before.\n\n", document::machine());
    writeln!(text, "{}\n{}", component.table(), ready.table()).unwrap();
    let (lines, most) = TARGET;
    let took = ready.points.iter().find(|point| point.0 == lines as f64).unwrap().1;
    writeln!(text, "{lines} lines can be run after **{took:.1} ms**; {most} are wanted.\n").unwrap();
    writeln!(text, "| component | bytes | wanted |\n|---|---|---|").unwrap();
    for (name, file, most) in LARGEST {
        let size = tokio.block_on(component_size(&host, folder.path(), file));
        writeln!(text, "| {name} | **{}** | {} |", grouped(size as f64), grouped(most as f64)).unwrap();
    }
    print!("{text}");
    if document::is_wanted("BENCH_WRITE") {
        document::write("compiling", &text);
        let series = vec![component.series("to a component"), ready.series("to a script that can be run")];
        let title = "Compiling scripts of different lengths";
        Plot { file: "compiling", title, x: "lines", y: "milliseconds", is_logarithmic: true, series }.write();
    }
}

/// How long a script takes to a component, and that to machine code.
async fn compile(host: &Host, path: &Path) -> (Duration, Duration) {
    let begun = Instant::now();
    let compiled = host.compiler.compile(path).await.unwrap();
    let made = begun.elapsed();
    drop(host.javascript.load(&compiled.component).unwrap());
    (made, begun.elapsed() - made)
}

async fn component_size(host: &Host, folder: &Path, file: &str) -> usize {
    let path = if file.is_empty() {
        std::fs::write(folder.join("hello.ts"), "console.log('hello');\n").unwrap();
        folder.join("hello.ts")
    } else {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts").join(file)
    };
    host.compiler.compile(&path).await.unwrap().component.len()
}

/// A script of so many lines: an interface, and functions that are all used.
fn script(lines: usize) -> String {
    let mut text =
        "import { emit } from 'jsr:@coral/sdk';\ninterface Span { service: string; duration: number }\n".to_owned();
    let functions = (lines - 4) / 6;
    for number in 0..functions {
        write!(
            text,
            "function slow{number}(spans: Span[], limit = {number}): string[] {{\n\
             \x20 const found = spans.filter((span) => span.duration > limit);\n\
             \x20 const names = new Set(found.map((span) => `${{span.service}}/{number}`));\n\
             \x20 if (names.size === 0) return [];\n\
             \x20 return [...names].sort();\n\
             }}\n"
        )
        .unwrap();
    }
    let calls: Vec<String> = (0..functions).map(|number| format!("...slow{number}(spans)")).collect();
    text.push_str("const spans: Span[] = [{ service: 'payments', duration: 7 }];\n");
    writeln!(text, "await emit('slow', {{ names: [{}] }});", calls.join(", ")).unwrap();
    text
}
