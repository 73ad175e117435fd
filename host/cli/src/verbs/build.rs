//! `coral-wasm build`: compiles one script to a component that says what it is and where its code came from.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use bytesize::ByteSize;
use coral_bundle::{ComponentMetadata, EngineEntry, write_atomically};
use coral_compiler::CompiledProgram;
use coral_engine::{CONTRACT, ComponentLinker, EngineComponent, SDK_VERSION, ScriptComponent};

use crate::arguments::BuildArguments;
use crate::failure::Failure;
use crate::script::component;
use crate::script::source;
use crate::script::wasm::WasmRuntime;

/// Builds; prints what came of it.
pub async fn run(arguments: BuildArguments) -> Result<u8, Failure> {
    let (name, about) = source::describe(&arguments.script)?;
    let runtime = WasmRuntime::start()?;
    let compiler = runtime.compiler().await?;
    let compiled = compiler.compile_together(std::slice::from_ref(&arguments.script)).await;
    let programs = compiled.map_err(|error| source::not_compiled(error).failure)?;
    let program = programs.into_iter().next().context("the compiler made nothing of the script")?;

    let engine = EngineComponent::committed().map_err(anyhow::Error::from)?;
    let metadata = ComponentMetadata {
        name,
        contract: CONTRACT.to_owned(),
        engine: EngineEntry { fingerprint: engine.fingerprint(), sdk: SDK_VERSION.to_owned(), file: None },
        about,
    };
    let mut component = link(engine, &program, arguments.standalone).map_err(anyhow::Error::from)?;
    let source_maps = component::source_maps_section(&program)?;
    let metadata = serde_json::to_string(&metadata).context("the metadata could not be written")?;
    ScriptComponent::append_sections(&mut component, &metadata, &source_maps);

    let out = arguments.out.unwrap_or_else(|| {
        PathBuf::from(arguments.script.file_stem().unwrap_or_default()).with_added_extension("wasm")
    });
    write_atomically(&out, &component).with_context(|| format!("could not write {}", out.display()))?;
    if !arguments.quiet {
        let engine = if arguments.standalone { " with its engine" } else { "" };
        let (out, size) = (out.display(), ByteSize(component.len() as u64));
        let _ = writeln!(std::io::stdout(), "{out}: {size}{engine}; try: coral-wasm run {out}");
    }
    Ok(0)
}

fn link(
    engine: EngineComponent<'_>,
    program: &CompiledProgram,
    standalone: bool,
) -> Result<Vec<u8>, coral_engine::EngineError> {
    let linker = ComponentLinker::new(engine)?;
    let modules = program.bytecode();
    Ok(if standalone { linker.link_standalone(&modules) } else { linker.link(&modules) })
}
