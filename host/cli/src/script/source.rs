//! A script out of its source: compiled, with what its project says of it.

use std::path::Path;
use std::sync::Arc;

use coral_bundle::{Project, ScriptDescription};
use coral_compiler::{BundleError, CompileError};
use coral_source::SourceMap;

use crate::failure::Failure;
use crate::script::prepared::{NotPrepared, PreparedScript, Program};
use crate::script::wasm::WasmRuntime;

/// What a script's project says of it: its name there, and its description; its file's name, and nothing, without one.
pub fn describe(script: &Path) -> Result<(String, ScriptDescription), Failure> {
    let project = Project::of_script(script).map_err(anyhow::Error::from)?;
    let declared = project.as_ref().and_then(|project| project.script(script));
    Ok(match declared {
        Some((name, script)) => (name.to_string(), script.about.clone()),
        None => (file_name(script), ScriptDescription::default()),
    })
}

/// Compiles a script for wasmtime.
pub async fn prepare(runtime: &WasmRuntime, script: &Path) -> Result<PreparedScript, NotPrepared> {
    let (name, about) = describe(script)?;
    let own = runtime.own_engine().await?;
    let compiled = own.compiler.compile(script).await.map_err(not_compiled)?;
    let component =
        own.javascript.load(&compiled.component).map_err(|error| Failure::from(anyhow::Error::from(error)))?;
    Ok(PreparedScript {
        program: Program::Component(component),
        name,
        about,
        sources: Arc::new(SourceMap::new(compiled.source_map)),
        root: compiled.root,
        inputs: compiled.inputs,
    })
}

/// A script that was not compiled, and the files that a change may mend it in.
pub fn not_compiled(error: CompileError) -> NotPrepared {
    match error {
        CompileError::Bundle(BundleError::Rejected(rejection)) => {
            NotPrepared { inputs: rejection.inputs.clone(), failure: Failure::rendered(rejection) }
        }
        error => Failure::from(anyhow::Error::from(error)).into(),
    }
}

/// A file's name without the extension.
fn file_name(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
