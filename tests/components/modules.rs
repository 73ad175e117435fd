//! Scripts that were compiled together: files that they share are modules of their own, and behave as JavaScript says. What
//! is expected here is what Deno prints of the same files.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use coral_compiler::{CompiledModule, CompiledProgram};
use coral_engine::{ComponentLinker, EngineComponent};
use coral_policy::Policy;
use coral_run::Ending;
use coral_source::{Frame, ModuleMap, Place, SourceMap, parse_stack, place_in_sources};
use tempfile::TempDir;

use crate::laboratory::{LABORATORY, Result, Slow, root};

/// Files in a folder.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("deno.json", "{}")].iter().chain(files) {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    async fn compile(&self, entries: &[&str]) -> Vec<CompiledProgram> {
        compile(&entries.iter().map(|entry| self.0.path().join(entry)).collect::<Vec<_>>()).await
    }

    /// A script of which every file is a module: it shares all of them with itself.
    async fn split(&self, entry: &str) -> CompiledProgram {
        self.compile(&[entry, entry]).await.remove(0)
    }
}

async fn compile(entries: &[PathBuf]) -> Vec<CompiledProgram> {
    LABORATORY.compiler.compile_together(entries).await.unwrap_or_else(|error| panic!("{error}"))
}

fn link(program: &CompiledProgram) -> Vec<u8> {
    let linker = ComponentLinker::new(EngineComponent::committed().unwrap()).unwrap();
    linker.link(&program.bytecode())
}

async fn run(program: &CompiledProgram) -> Result {
    LABORATORY.run_component(&link(program), Slow::new(Duration::ZERO), Policy::default()).await
}

/// What a script prints that completes.
async fn printed(files: &[(&str, &str)], entry: &str) -> Vec<String> {
    let result = run(&Files::new(files).split(entry).await).await;
    assert_eq!(result.outcome.ending, Ending::Completed);
    result.console
}

fn sources(program: &CompiledProgram) -> SourceMap {
    let map = |module: &Arc<CompiledModule>| ModuleMap { module: module.name.clone(), json: module.source_map.clone() };
    let maps: Vec<_> = program.modules.iter().map(map).collect();
    SourceMap::of_modules(move || maps)
}

fn names(program: &CompiledProgram) -> Vec<&str> {
    program.modules.iter().map(|module| module.name.as_str()).collect()
}

#[tokio::test]
async fn files_that_two_scripts_share_are_compiled_once_and_a_script_that_shares_none_is_one_module() {
    let files = Files::new(&[
        (
            "a.ts",
            "import { both } from './lib/both.ts'; import { one } from './lib/one.ts'; console.log('a', both, one);",
        ),
        ("b.ts", "import { both } from './lib/both.ts'; console.log('b', both);"),
        ("c.ts", "import { alone } from './lib/alone.ts'; console.log('c', alone);"),
        ("lib/both.ts", "export { both } from './deep.ts';"),
        ("lib/deep.ts", "export const both = 'both';"),
        ("lib/one.ts", "export const one = 'one';"),
        ("lib/alone.ts", "export const alone = 'alone';"),
    ]);
    let programs = files.compile(&["a.ts", "b.ts", "c.ts"]).await;
    let lib = ["coral-file:lib/deep.ts", "coral-file:lib/both.ts"];
    assert_eq!(names(&programs[0]), [lib[0], lib[1], "coral-file:lib/one.ts", "coral-file:a.ts"]);
    assert_eq!(names(&programs[1]), [lib[0], lib[1], "coral-file:b.ts"]);
    assert_eq!(names(&programs[2]), ["function.mjs"]);
    for shared in 0..2 {
        assert!(Arc::ptr_eq(&programs[0].modules[shared], &programs[1].modules[shared]));
    }
    for (program, expected) in programs.iter().zip(["a both one", "b both", "c alone"]) {
        assert_eq!(run(program).await.console, [expected]);
    }
    let alone = LABORATORY.compile_file(&files.0.path().join("c.ts")).await;
    assert_eq!(link(&programs[2]), alone.component);
}

#[tokio::test]
async fn modules_are_evaluated_in_their_order_with_what_is_only_passed_on() {
    let files = [
        (
            "a.ts",
            "console.log('a'); import './b.ts'; export * from './c.ts'; import { d } from './d.ts';\n\
             export * from './e.ts'; import './b.ts'; console.log('a ends', d);",
        ),
        ("b.ts", "import './shared.ts'; console.log('b');"),
        ("c.ts", "console.log('c'); export const c = 1;"),
        ("d.ts", "import './e.ts'; import { next } from './shared.ts'; console.log('d'); export const d = next();"),
        ("e.ts", "console.log('e'); export const e = 1;"),
        ("shared.ts", "console.log('shared'); let n = 0; export const next = () => ++n;"),
    ];
    assert_eq!(printed(&files, "a.ts").await, ["shared", "b", "c", "e", "d", "a", "a ends 1"]);
}

#[tokio::test]
async fn modules_that_await_do_so_beside_each_other() {
    let wait = "console.log('one starts'); await new Promise((go) => setTimeout(go, 30)); console.log('one ends');";
    let files = [
        ("a.ts", "import './one.ts'; import { two } from './two.ts'; import './three.ts'; console.log('a', two);"),
        ("one.ts", wait),
        ("two.ts", "console.log('two starts'); await null; console.log('two ends'); export const two = 2;"),
        ("three.ts", "import { two } from './two.ts'; console.log('three', two);"),
    ];
    let expected = ["one starts", "two starts", "two ends", "three 2", "one ends", "a 2"];
    assert_eq!(printed(&files, "a.ts").await, expected);
}

#[tokio::test]
async fn modules_that_import_each_other_have_live_bindings() {
    let files = [
        (
            "a.ts",
            "import { count, even } from './even.ts'; import * as odd from './odd.ts';\n\
             console.log(even(10), count, odd.odd(3), count, Object.keys(odd).join());\n\
             try { await import('./early.ts'); } catch (error) { console.log(String(error)); }\n\
             console.log(await import('./odd.ts') === odd);",
        ),
        (
            "even.ts",
            "import { odd } from './odd.ts'; export let count = 0; console.log('even', typeof odd);\n\
             export function even(n: number): boolean { count++; return n === 0 || odd(n - 1); }",
        ),
        (
            "odd.ts",
            "import { even } from './even.ts'; console.log('odd', typeof even);\n\
             export function odd(n: number): boolean { return n !== 0 && even(n - 1); }",
        ),
        ("early.ts", "import { late } from './late.ts'; export const early = 1; console.log(late);"),
        ("late.ts", "import { early } from './early.ts'; export const late = early + 1;"),
    ];
    let expected = [
        "odd function",
        "even function",
        "true 6 true 8 odd",
        "ReferenceError: Cannot access 'early' before initialization",
        "true",
    ];
    assert_eq!(printed(&files, "a.ts").await, expected);
}

#[tokio::test]
async fn what_is_imported_by_a_call_is_evaluated_then_and_once() {
    let files = [
        (
            "a.ts",
            "const asked = [import('./lazy.ts'), import('./lazy.ts')]; console.log('asked');\n\
             const [one, two] = await Promise.all(asked); console.log(one === two, one.value, one.default());\n\
             for (const turn of [1, 2]) await import('./bad.ts').catch((error) => console.log(turn, String(error)));\n\
             const name = './lazy.ts'; await import(name).catch((error) => console.log(error.name));\n\
             await import('coral-file:' + 'no.ts').catch((error) => console.log(error.name));",
        ),
        ("lazy.ts", "console.log('lazy'); export const value = 'value'; export default () => 'default';"),
        ("bad.ts", "console.log('bad'); throw new RangeError('no');"),
    ];
    let expected = [
        "asked",
        "lazy",
        "true value default",
        "bad",
        "1 RangeError: no",
        "2 RangeError: no",
        "TypeError",
        "TypeError",
    ];
    assert_eq!(printed(&files, "a.ts").await, expected);
}

#[tokio::test]
async fn a_json_file_is_one_object_for_all_who_import_it() {
    let files = [
        (
            "a.ts",
            "import data from './data.json' with { type: 'json' }; import { touch } from './touch.ts';\n\
             touch(); console.log(JSON.stringify(data));",
        ),
        ("data.json", r#"{ "a-b": 1, "list": [1], "default": 7, "if": true }"#),
        (
            "touch.ts",
            "import data from './data.json' with { type: 'json' }; export const touch = () => data.list.push(9);",
        ),
    ];
    assert_eq!(printed(&files, "a.ts").await, [r#"{"a-b":1,"list":[1,9],"default":7,"if":true}"#]);
}

#[tokio::test]
async fn state_is_shared_within_a_run_and_not_between_runs() {
    let program = Files::new(&[
        (
            "a.ts",
            "import { next } from './n.ts'; import { again } from './again.ts'; console.log(next(), again(), next());",
        ),
        ("n.ts", "let n = 0; export const next = () => ++n;"),
        ("again.ts", "import { next } from './n.ts'; export const again = () => next();"),
    ]);
    let program = program.split("a.ts").await;
    for _ in 0..2 {
        assert_eq!(run(&program).await.console, ["1 2 3"]);
    }
}

#[tokio::test]
async fn import_meta_is_each_files_own_and_its_main_each_scripts() {
    let files = Files::new(&[
        ("a.ts", "import { b } from './lib/b.ts'; console.log(import.meta.main, import.meta.filename, b());"),
        (
            "lib/b.ts",
            "export const b = () => `${import.meta.main} ${import.meta.url}`; if (import.meta.main) console.log('main', b());",
        ),
    ]);
    let programs = files.compile(&["a.ts", "lib/b.ts"]).await;
    assert_eq!(names(&programs[1]), ["coral-file:lib/b.ts"]);
    assert_eq!(run(&programs[0]).await.console, ["true /a.ts false file:///lib/b.ts"]);
    assert_eq!(run(&programs[1]).await.console, ["main true file:///lib/b.ts"]);
}

#[tokio::test]
async fn errors_are_placed_in_the_file_that_they_come_from() {
    let program = Files::new(&[
        ("a.ts", "import { deeper } from './lib/deeper.ts';\nexport * from './lib/plan (old).ts';\ndeeper();\n"),
        (
            "lib/deeper.ts",
            "import { fail } from './plan (old).ts';\nexport function deeper() {\n  const ü = '日本'; fail(ü);\n}\n",
        ),
        (
            "lib/plan (old).ts",
            "type T = string;\n\nexport function fail(text: T) {\n  const error = new Error(text); console.log(error.stack); throw error;\n}\n",
        ),
    ]);
    let program = program.split("a.ts").await;
    let result = run(&program).await;
    let sources = sources(&program);
    let expected =
        "Error: 日本\n    at fail (lib/plan (old).ts:4:17)\n    at deeper (lib/deeper.ts:3:19)\n    at a.ts:3:1";
    assert_eq!(place_in_sources(&result.console[0], &sources), expected);
    let Ending::Exception(exception) = result.outcome.ending else { panic!("it threw nothing") };
    let frame = |Frame { function, place }| match place {
        Place::Source(at) => format!("{} {}:{}:{}", function.unwrap_or_default(), at.file, at.line, at.column),
        Place::Internal { module } => module,
    };
    let frames: Vec<_> = parse_stack(&exception.stack, &sources).into_iter().map(frame).collect();
    assert_eq!(frames, ["fail lib/plan (old).ts:4:17", "deeper lib/deeper.ts:3:19", " a.ts:3:1"]);
    assert!(sources.text("lib/deeper.ts").unwrap().contains("日本"));
}

#[tokio::test]
async fn many_modules_in_a_chain_are_loaded_and_more_stay_one() {
    for (length, is_split) in [(500, true), (501, false)] {
        let text = |number: usize| match number + 1 {
            next if next == length => format!("console.log({number}); export const n = {number};"),
            next => format!("import {{ n as last }} from './m{next}.ts'; export const n = last;"),
        };
        let files: Vec<_> = (0..length).map(|number| (format!("m{number}.ts"), text(number))).collect();
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let program = Files::new(&files).split("m0.ts").await;
        assert_eq!(program.modules.len(), if is_split { length } else { 1 });
        assert_eq!(run(&program).await.console, [(length - 1).to_string()]);
    }
}

#[tokio::test]
async fn scripts_of_several_files_do_the_same_alone_and_as_modules() {
    let mut compared = 0;
    for folder in fs::read_dir(root().join("tests/conformance/scripts")).unwrap() {
        let entry = folder.unwrap().path().join("main.ts");
        if !entry.exists() {
            continue;
        }
        let alone = LABORATORY.compile_file(&entry).await;
        let together = compile(&[entry.clone(), entry.clone()]).await.remove(0);
        let telemetry = || Slow::new(Duration::ZERO);
        let first = LABORATORY.run_component(&alone.component, telemetry(), Policy::default()).await;
        let second = LABORATORY.run_component(&link(&together), telemetry(), Policy::default()).await;
        assert_eq!(
            told(&first, &SourceMap::new(alone.source_map)),
            told(&second, &sources(&together)),
            "{}",
            entry.display()
        );
        compared += 1;
    }
    assert!(compared >= 2, "{compared}");
}

/// What a person is told of a run.
fn told(result: &Result, sources: &SourceMap) -> (Vec<String>, String) {
    let console = result.console.iter().map(|text| place_in_sources(text, sources).into_owned()).collect();
    let ending = match &result.outcome.ending {
        Ending::Exception(thrown) => format!("{} {:?}", thrown.message, parse_stack(&thrown.stack, sources)),
        ending => format!("{ending:?}"),
    };
    (console, ending)
}
