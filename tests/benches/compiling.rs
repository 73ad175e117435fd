//! What it takes to make a component out of TypeScript, and how large it is.

use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use coral_engine::EngineComponent;

use crate::document;
use crate::growth::Growth;
use crate::host::Host;
use crate::number::grouped;
use crate::plot::Plot;
use crate::samples::median;

/// How often each script is compiled, besides once before.
const TIMES: usize = 15;

const LINES: [usize; 9] = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

/// The script that has a target, and that, in milliseconds until it can be run.
const TARGET: (usize, f64) = (200, 6.0);

const HELLO: &str = "console.log('hello');";

const ALERT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/high-latency-alert.ts");

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
            loading.push(loaded);
        }
        to_component.push((lines as f64, median(making.split_off(1))));
        to_code.push((lines as f64, median(loading.split_off(1))));
    }
    let ready = Growth { size: "lines", cost: "ms to a script that can be run", points: to_code };
    let component = Growth { size: "lines", cost: "ms to a component", points: to_component };

    let mut text = format!("{}; medians of {TIMES}, in a process that has compiled before.\n\n", document::machine());
    writeln!(text, "{}\n{}", component.table(), ready.table()).unwrap();
    let (lines, most) = TARGET;
    let took = ready.points.iter().find(|point| point.0 == lines as f64).unwrap().1;
    writeln!(text, "{lines} lines can be run after **{took:.1} ms**; {most} are wanted.\n").unwrap();
    writeln!(text, "| component | bytes | wanted |\n|---|---|---|").unwrap();
    let hello = folder.path().join("hello.ts");
    std::fs::write(&hello, HELLO).unwrap();
    // What a component may weigh, in bytes.
    let largest = [(HELLO, hello.as_path(), 2048), ("scripts/high-latency-alert.ts", Path::new(ALERT), 12 * 1024)];
    for (name, script, most) in largest {
        let size = tokio.block_on(host.compiler.compile(script)).unwrap().component.len();
        writeln!(text, "| `{name}` | **{}** | {} |", grouped(size as f64), grouped(most as f64)).unwrap();
    }
    print!("{text}");
    if document::is_to_be_written() {
        document::write("compiling", &text);
        let series = vec![component.series("to a component"), ready.series("to a script that can be run")];
        let title = "Compiling scripts of different lengths";
        Plot { file: "compiling", title, x: "lines", y: "milliseconds", is_logarithmic: true, series }.write();
    }
}

/// After how many milliseconds a script is a component, and after how many it can be run.
async fn compile(host: &Host, path: &Path) -> (f64, f64) {
    let begun = Instant::now();
    let passed = || begun.elapsed().as_secs_f64() * 1e3;
    let compiled = host.compiler.compile(path).await.unwrap();
    let made = passed();
    drop(host.javascript.load(&compiled.component).unwrap());
    (made, passed())
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
