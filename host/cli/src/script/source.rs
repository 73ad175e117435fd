//! A script out of its source: compiled, with what its project says of it.

use std::path::Path;
use std::sync::Arc;

use coral_bundle::{Project, ScriptDescription};
use coral_compiler::{BundleError, CompileError};
use coral_source::SourceMap;

use crate::failure::Failure;
use crate::script::kept_scripts::KeptScripts;
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

/// Makes a script ready for wasmtime: out of the cache if it was compiled before and nothing has changed, or else compiled.
pub async fn prepare(runtime: &WasmRuntime, script: &Path) -> Result<PreparedScript, NotPrepared> {
    let (name, about) = describe(script)?;
    let javascript = runtime.javascript().await?;
    let cache = KeptScripts::of_user();
    let kept = cache.as_ref().and_then(|cache| cache.load(javascript, script));
    let (component, source_map, provenance) = match kept {
        Some(kept) => kept,
        None => {
            let compiled = runtime.compiler().await?.compile(script).await.map_err(not_compiled)?;
            let loaded = tokio::task::block_in_place(|| javascript.load(&compiled.component));
            let component = loaded.map_err(|error| Failure::from(anyhow::Error::from(error)))?;
            if let Some(cache) = &cache {
                cache.keep(javascript, &component, &compiled);
            }
            (component, compiled.source_map, compiled.provenance)
        }
    };
    Ok(PreparedScript {
        program: Program::Component(component),
        name,
        about,
        sources: Arc::new(SourceMap::new(source_map)),
        inputs: provenance.paths().map(Path::to_owned).collect(),
        root: provenance.root,
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
