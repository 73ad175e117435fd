//! A script out of a component, made by `coral-wasm build` or by any other toolchain.

use std::path::Path;

use anyhow::Context;
use coral_bundle::{ComponentMetadata, ScriptDescription};
use coral_engine::ScriptComponent;
#[cfg(feature = "compiler")]
use {
    coral_engine::EngineComponent,
    coral_runtime::Script,
    coral_source::{ModuleMap, SourceMap},
    serde_json::{Map, Value},
    std::{path::PathBuf, sync::Arc},
};

use crate::failure::Failure;
use crate::script::prepared::PreparedScript;
#[cfg(feature = "compiler")]
use crate::script::prepared::Program;
use crate::script::wasm::WasmRuntime;

/// What a component says of itself: its name and description, or its file's name and nothing.
pub fn describe(path: &Path, component: &[u8]) -> Result<(String, ScriptDescription), Failure> {
    let (_, metadata) = look_at(path, component)?;
    Ok(name_and_description(path, metadata))
}

fn name_and_description(path: &Path, metadata: Option<ComponentMetadata>) -> (String, ScriptDescription) {
    let file_name = || path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    metadata.map_or_else(|| (file_name(), ScriptDescription::default()), |metadata| (metadata.name, metadata.about))
}

/// What a component shows of itself, and what it says if `coral-wasm build` made it.
fn look_at<'a>(path: &Path, component: &'a [u8]) -> Result<(ScriptComponent<'a>, Option<ComponentMetadata>), Failure> {
    let shown = ScriptComponent::parse(component).with_context(|| format!("{} is damaged", path.display()))?;
    let metadata = shown.metadata.as_deref().map(serde_json::from_str).transpose();
    let metadata = metadata.with_context(|| {
        format!("{} says of itself what this coral-wasm cannot read: build it again with this one", path.display())
    })?;
    Ok((shown, metadata))
}

/// Makes a component ready.
#[cfg(feature = "compiler")]
pub async fn prepare(runtime: &WasmRuntime, path: &Path, component: &[u8]) -> Result<PreparedScript, Failure> {
    let (shown, metadata) = look_at(path, component)?;
    let sources = sources(shown.source_maps.as_deref().unwrap_or_default().to_owned());
    let (name, about) = name_and_description(path, metadata);
    Ok(PreparedScript {
        program: Program::Component(load(runtime, path, component).await?),
        name,
        about,
        sources: Arc::new(sources),
        root: PathBuf::new(),
        inputs: vec![path.to_path_buf()],
    })
}

/// Compiles a component.
#[cfg(feature = "compiler")]
pub async fn load(runtime: &WasmRuntime, path: &Path, component: &[u8]) -> Result<Script, Failure> {
    let (shown, metadata) = look_at(path, component)?;
    let loaded = if shown.imports_engine {
        check_engine(path, metadata.as_ref())?;
        runtime.javascript().await?.load_brought(component)
    } else {
        tokio::task::block_in_place(|| runtime.runtime().load(component))
    };
    Ok(loaded.map_err(anyhow::Error::from)?)
}

/// Refuses what `coral-wasm build` makes of TypeScript: a bundle holds such scripts as modules, of which each is there once.
#[cfg(feature = "compiler")]
pub fn refuse_engine_import(path: &Path, component: &[u8]) -> Result<(), Failure> {
    let (shown, _) = look_at(path, component)?;
    if !shown.imports_engine {
        return Ok(());
    }
    Err(anyhow::anyhow!(
        "{} imports the JavaScript engine: bundle the script that it was built from, or build it with --standalone",
        path.display()
    )
    .into())
}

/// Bytecode runs in the engine that it was made for and in no other.
#[cfg(feature = "compiler")]
fn check_engine(path: &Path, metadata: Option<&ComponentMetadata>) -> Result<(), Failure> {
    let path = path.display();
    let own = EngineComponent::committed().map_err(anyhow::Error::from)?.fingerprint();
    let refusal = match metadata {
        Some(ComponentMetadata { engine, .. }) if engine.fingerprint == own => return Ok(()),
        Some(ComponentMetadata { engine, .. }) => format!(
            "{path} was built for another JavaScript engine ({:.16}) than this program has ({own:.16}): build it again, or \
             with --standalone",
            engine.fingerprint
        ),
        None => format!("{path} imports a JavaScript engine and does not say which: build it with `coral-wasm build`"),
    };
    Err(anyhow::anyhow!(refusal).into())
}

/// The section of a component with the source maps of its modules, by their names.
#[cfg(feature = "compiler")]
pub fn source_maps_section(program: &coral_compiler::CompiledProgram) -> Result<String, Failure> {
    let map = |module: &Arc<coral_compiler::CompiledModule>| {
        let map: Value = serde_json::from_str(&module.source_map).context("a source map cannot be read")?;
        anyhow::Ok((module.name.clone(), map))
    };
    let maps = program.modules.iter().map(map).collect::<anyhow::Result<Map<String, Value>>>()?;
    Ok(Value::Object(maps).to_string())
}

/// What [`source_maps_section`] wrote; it is read when something goes wrong.
#[cfg(feature = "compiler")]
fn sources(section: String) -> SourceMap {
    SourceMap::of_modules(move || {
        let maps: Map<String, Value> = serde_json::from_str(&section).unwrap_or_default();
        maps.into_iter().map(|(module, map)| ModuleMap { module, json: map.to_string() }).collect()
    })
}

/// There is no compiler in this program.
#[cfg(not(feature = "compiler"))]
pub async fn prepare(_runtime: &WasmRuntime, path: &Path, _component: &[u8]) -> Result<PreparedScript, Failure> {
    Err(no_compiler(path))
}

/// What is said of a script that would have to be compiled.
#[cfg(not(feature = "compiler"))]
pub fn no_compiler(path: &Path) -> Failure {
    Failure::from(anyhow::anyhow!(
        "{} cannot be run: this coral-wasm has no compiler. Bundle it with one that has (coral-wasm bundle --aot --sign KEY), \
         and trust the key here with --trust",
        path.display()
    ))
}
