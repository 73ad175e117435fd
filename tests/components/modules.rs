//! Scripts that were compiled together: files that they share are modules of their own, and behave as JavaScript says.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use coral_compiler::CompiledProgram;
use coral_engine::{BytecodeModule, ComponentLinker, EngineComponent};
use coral_run::{Ending, Limits};
use coral_source::{ModuleMap, SourceMap, parse_stack, place_in_sources};

use crate::laboratory::{LABORATORY, Result, Slow};

#[tokio::test]
async fn explore() {
    let Ok(dir) = std::env::var("EXPLORE_DIR") else { return };
    let entries: Vec<_> = std::env::var("EXPLORE").unwrap().split(' ').map(|e| Path::new(&dir).join(e)).collect();
    for program in compile(&entries).await {
        println!("==== {:?}", program.modules.iter().map(|m| &m.name).collect::<Vec<_>>());
        let result = run(&program).await;
        let sources = sources(&program);
        for line in &result.console {
            println!("{}", place_in_sources(line, &sources));
        }
        println!("{:?} fuel {}", result.outcome.ending, result.outcome.usage.fuel);
        if let Ending::Exception(exception) = &result.outcome.ending {
            println!("{} {:?}", exception.message, parse_stack(&exception.stack, &sources));
        }
    }
}

/// All conformance scripts, alone and split.
#[tokio::test]
async fn explore_conformance() {
    if std::env::var("EXPLORE_ALL").is_err() { return };
    let folder = crate::laboratory::root().join("tests/conformance/scripts");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).map(|p| if p.is_dir() { p.join("main.ts") } else { p }).collect();
    paths.sort();
    let mut same = 0;
    for path in paths {
        if !path.exists() { continue }
        let Ok(alone) = LABORATORY.compiler.compile(&path).await else { continue };
        let program = compile(&[path.clone(), path.clone()]).await.remove(0);
        let text = |result: &Result, sources: &SourceMap| {
            let console: Vec<_> = result.console.iter().map(|line| place_in_sources(line, sources).into_owned()).collect();
            let ending = match &result.outcome.ending {
                Ending::Exception(e) => format!("{} {:?}", e.message, parse_stack(&e.stack, sources)),
                other => format!("{other:?}"),
            };
            (console, ending)
        };
        let limits = || Limits { wall: Some(Duration::from_secs(5)), ..Limits::default() };
        let first = LABORATORY.run_component(&alone.component, Slow::new(Duration::ZERO), limits()).await;
        let second = LABORATORY.run_component(&link(&program), Slow::new(Duration::ZERO), limits()).await;
        let first = text(&first, &SourceMap::new(alone.source_map));
        let second = text(&second, &sources(&program));
        if first == second { same += 1; continue }
        println!("**** {}", path.display());
        if first.1 != second.1 { println!("  - {}\n  + {}", first.1, second.1); }
        for (a, b) in first.0.iter().zip(&second.0) {
            if a != b { println!("  - {a}\n  + {b}"); }
        }
    }
    println!("{same} the same");
}

async fn compile(entries: &[PathBuf]) -> Vec<CompiledProgram> {
    LABORATORY.compiler.compile_together(entries).await.unwrap_or_else(|error| panic!("{error}"))
}

fn link(program: &CompiledProgram) -> Vec<u8> {
    let linker = ComponentLinker::new(EngineComponent::committed().unwrap()).unwrap();
    let modules = program.modules.iter();
    let modules: Vec<_> = modules.map(|module| BytecodeModule { name: &module.name, bytecode: &module.bytecode }).collect();
    linker.link(&modules)
}

async fn run(program: &CompiledProgram) -> Result {
    LABORATORY.run_component(&link(program), Slow::new(Duration::ZERO), Limits::default()).await
}

fn sources(program: &CompiledProgram) -> SourceMap {
    let modules = program.modules.clone();
    SourceMap::of_modules(move || modules.iter().map(|module| ModuleMap { module: module.name.clone(), json: module.source_map.clone() }).collect())
}
