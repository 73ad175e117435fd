//! The import list is the sandbox: what every component that ships imports, and how large it is.

use wasmparser::{Parser, Payload};

use crate::laboratory::{LABORATORY, root};

/// The imports of a component, without those of what is nested in it.
fn imports(component: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(component) {
        match payload.unwrap() {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 0 => {
                names.extend(section.into_iter().map(|import| import.unwrap().name.name.to_owned()));
            }
            _ => {}
        }
    }
    names
}

fn scripts() -> Vec<std::path::PathBuf> {
    let folders = ["scripts", "demo"].map(|folder| root().join(folder));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let mut scripts: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    scripts.retain(|path| path.extension().is_some_and(|extension| extension == "ts"));
    scripts.sort();
    assert!(scripts.len() >= 5, "{scripts:?}");
    scripts
}

#[tokio::test]
async fn a_component_imports_the_contract_and_the_engine_and_nothing_else() {
    let contract = ["clock", "console", "context", "errors", "events", "random", "requests", "telemetry"]
        .map(|name| format!("coral:script/{name}@0.1.0"));
    for script in scripts() {
        let compiled = LABORATORY.compile_file(&script).await;
        let mut imports = imports(&compiled.component);
        println!("{}: {imports:#?}", script.display());
        imports.sort();
        let mut expected = contract.to_vec();
        expected.insert(0, "coral-engine".to_owned());
        assert_eq!(imports, expected);
    }
}

#[test]
fn the_engine_imports_the_contract_and_the_bytecode_and_no_wasi() {
    let engine = coral_engine::EngineComponent::committed().unwrap();
    let mut modules: Vec<String> = Vec::new();
    for payload in Parser::new(0).parse_all(engine.core_module()) {
        if let Payload::ImportSection(section) = payload.unwrap() {
            modules.extend(section.into_imports().map(|import| import.unwrap().module.to_owned()));
        }
    }
    modules.sort();
    modules.dedup();
    let contract = ["clock", "console", "context", "events", "random", "requests"];
    let contract = contract.map(|name| format!("coral:script/{name}@0.1.0"));
    let expected: Vec<String> = std::iter::once("coral-bytecode".to_owned()).chain(contract).collect();
    assert_eq!(modules, expected);
}

#[tokio::test]
async fn a_component_is_a_few_kilobytes() {
    for script in scripts() {
        let compiled = LABORATORY.compile_file(&script).await;
        println!("{}: {} bytes", script.display(), compiled.component.len());
        assert!(compiled.component.len() <= 20 * 1024, "{}: {}", script.display(), compiled.component.len());
    }
}

#[tokio::test]
async fn compiling_twice_gives_the_same_bytes() {
    let script = root().join("scripts/high-latency-alert.ts");
    let (first, second) = (LABORATORY.compile_file(&script).await, LABORATORY.compile_file(&script).await);
    assert_eq!(first.component, second.component);
    assert_eq!(first.source_map, second.source_map);
}
