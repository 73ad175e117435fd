//! A script out of a bundle: its machine code if a trusted key signed it and it fits, or else compiled here from what is
//! portable.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use coral_bundle::{Bundle, Manifest, Name, Precompiled, Program as BundledProgram, ScriptEntry, TrustedSigner};
use coral_engine::{BytecodeModule, ComponentLinker, EngineComponent};
use coral_runtime::{JavaScript, RuntimeError, Script, misfit};
use coral_source::{ModuleMap, SourceMap};

use crate::bundle::trust::AcceptedBundle;
use crate::failure::Failure;
use crate::script::prepared::{PreparedScript, Program};
use crate::script::wasm::{WasmRuntime, code_cache};

/// The script of this name; without a name, the only one.
pub fn choose<'a>(bundle: &'a Bundle, name: Option<&str>) -> Result<(&'a Name, &'a ScriptEntry), Failure> {
    let manifest = bundle.manifest();
    let names = || manifest.scripts.keys().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let mut scripts = manifest.scripts.iter();
    match (name, scripts.next(), scripts.next()) {
        (Some(name), ..) => manifest.scripts.iter().find(|(script, _)| script.as_str() == name).ok_or_else(|| {
            Failure::usage(format!("{} has no script {name:?}, only {}", bundle.path().display(), names()))
        }),
        (None, Some(only), None) => Ok(only),
        (None, ..) => Err(Failure::usage(format!(
            "{} holds several scripts: name one behind it, of {}",
            bundle.path().display(),
            names()
        ))),
    }
}

/// Makes a script of a bundle ready. Its machine code is used if its signer is trusted, and then only if it fits.
pub async fn prepare(
    runtime: &WasmRuntime,
    accepted: &Arc<AcceptedBundle>,
    name: Option<&str>,
) -> Result<PreparedScript, Failure> {
    let (bundle, signer) = (&accepted.bundle, accepted.verdict.as_ref());
    let (name, entry) = choose(bundle, name)?;
    let program = match precompiled(runtime, bundle, signer, name, entry)? {
        Ok(script) => script,
        Err(reason) => portable(runtime, bundle, entry, &reason).await?,
    };
    Ok(PreparedScript {
        program: Program::Component(program),
        name: name.to_string(),
        about: entry.about.clone(),
        sources: Arc::new(sources(accepted, entry)),
        root: PathBuf::new(),
        inputs: vec![bundle.path().to_path_buf()],
    })
}

/// The script out of its machine code; or why there is none to be used.
fn precompiled(
    runtime: &WasmRuntime,
    bundle: &Bundle,
    signer: Option<&TrustedSigner>,
    name: &Name,
    entry: &ScriptEntry,
) -> Result<Result<Script, String>, Failure> {
    let manifest = bundle.manifest();
    let Some(signer) = signer else {
        return Ok(Err("precompiled code is used only with --trust and a key that signed it".to_owned()));
    };
    let Some(precompiled) = manifest.precompiled.iter().find(|precompiled| misfit(&precompiled.key).is_none()) else {
        return Ok(Err(misfits(manifest)));
    };
    let Some(file) = precompiled.scripts.get(name) else {
        return Ok(Err(format!("the bundle holds no precompiled code of {name}")));
    };
    let code = bundle.precompiled(file, signer).map_err(anyhow::Error::from)?;
    let script = match &precompiled.engine {
        Some(engine) if needs_engine(entry) => {
            javascript(runtime, bundle, signer, engine)?.and_then(|javascript| javascript.load_precompiled(&code))
        }
        _ => runtime.runtime().load_precompiled(&code),
    };
    match script {
        Ok(script) => Ok(Ok(script)),
        // It is as it was signed, and yet this wasmtime has other settings than its key says.
        Err(error @ RuntimeError::Precompiled(_)) => Ok(Err(error.to_string())),
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

/// Whether a script is one that a JavaScript engine runs.
fn needs_engine(entry: &ScriptEntry) -> bool {
    matches!(entry.program, BundledProgram::Modules(_))
}

/// The bundle's engine out of its machine code. In the cache it is known by the checksum of that, which was signed: it
/// serves this code's bundles and no others.
fn javascript(
    runtime: &WasmRuntime,
    bundle: &Bundle,
    signer: &TrustedSigner,
    file: &str,
) -> Result<Result<JavaScript, RuntimeError>, Failure> {
    let checksum = bundle.checksum(file).map(|checksum| checksum.to_string()).unwrap_or_default();
    let cache = code_cache();
    if let Some(cached) = JavaScript::cached(runtime.runtime(), &checksum, cache.as_ref()) {
        return Ok(cached);
    }
    let code = bundle.precompiled(file, signer).map_err(anyhow::Error::from)?;
    Ok(JavaScript::precompiled(runtime.runtime(), &code, &checksum, cache.as_ref()))
}

/// Why no precompiled code of a bundle fits.
fn misfits(manifest: &Manifest) -> String {
    let reasons = manifest.precompiled.iter().filter_map(|Precompiled { key, .. }| misfit(key));
    let reasons: Vec<String> = reasons.map(|reason| format!("it was precompiled {reason}")).collect();
    if reasons.is_empty() { "the bundle holds no precompiled code".to_owned() } else { reasons.join("; ") }
}

/// Compiles a script's portable part.
#[cfg(feature = "compiler")]
async fn portable(
    runtime: &WasmRuntime,
    bundle: &Bundle,
    entry: &ScriptEntry,
    _reason: &str,
) -> Result<Script, Failure> {
    let modules = match &entry.program {
        BundledProgram::Component(file) => {
            let component = bundle.read(file).map_err(anyhow::Error::from)?;
            return crate::script::component::load(runtime, bundle.path(), &component).await;
        }
        BundledProgram::Modules(modules) => modules,
    };
    let engine = bundle.manifest().engine.as_ref().context("the manifest names no engine")?;
    let own = EngineComponent::committed().map_err(anyhow::Error::from)?;
    let script = if engine.fingerprint == own.fingerprint() {
        let component = link(bundle, modules, own)?;
        runtime.javascript().await?.load_brought(&component)
    } else if let Some(file) = &engine.file {
        let bytes = bundle.read(file).map_err(anyhow::Error::from)?;
        let brought = EngineComponent::parse(&bytes).map_err(anyhow::Error::from)?;
        let javascript = runtime.compile_engine(&brought).map_err(anyhow::Error::from)?;
        javascript.load_brought(&link(bundle, modules, brought)?)
    } else {
        return Err(anyhow::anyhow!(
            "{} was made for another JavaScript engine ({:.16}) than this program has ({:.16}): bundle it again, or with \
             --with-engine",
            bundle.path().display(),
            engine.fingerprint,
            own.fingerprint()
        )
        .into());
    };
    Ok(script.map_err(anyhow::Error::from)?)
}

/// The component of a script, whatever form it has in the bundle: that of TypeScript is linked around this program's engine.
pub fn component(bundle: &Bundle, entry: &ScriptEntry) -> Result<Vec<u8>, Failure> {
    match &entry.program {
        BundledProgram::Component(file) => Ok(bundle.read(file).map_err(anyhow::Error::from)?),
        BundledProgram::Modules(modules) => {
            Ok(link(bundle, modules, EngineComponent::committed().map_err(anyhow::Error::from)?)?)
        }
    }
}

/// Links modules of a bundle around an engine.
fn link(bundle: &Bundle, modules: &[String], engine: EngineComponent<'_>) -> anyhow::Result<Vec<u8>> {
    let read = |hash: &String| -> anyhow::Result<_> {
        let entry = bundle.manifest().modules.get(hash).context("the manifest lists no such module")?;
        Ok((&entry.name, bundle.read(&entry.bytecode)?))
    };
    let modules = modules.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let modules: Vec<_> = modules.iter().map(|(name, bytecode)| BytecodeModule { name, bytecode }).collect();
    Ok(ComponentLinker::new(engine)?.link(&modules))
}

/// There is no compiler in this program.
#[cfg(not(feature = "compiler"))]
async fn portable(
    _runtime: &WasmRuntime,
    bundle: &Bundle,
    _entry: &ScriptEntry,
    reason: &str,
) -> Result<Script, Failure> {
    Err(anyhow::anyhow!(
        "{} cannot be run: this coral-wasm has no compiler, and {reason}. Bundle it with --aot for this machine and \
         --sign, and trust the key with --trust",
        bundle.path().display()
    )
    .into())
}

/// The source maps of a script, with the texts of sources that the bundle brings. They are read when something goes wrong.
fn sources(accepted: &Arc<AcceptedBundle>, entry: &ScriptEntry) -> SourceMap {
    let BundledProgram::Modules(modules) = &entry.program else { return SourceMap::of_modules(Vec::new) };
    let text = |bundle: &Bundle, file: &str| String::from_utf8(bundle.read(file).ok()?).ok();
    let (modules, maps, texts) = (modules.clone(), Arc::clone(accepted), Arc::clone(accepted));
    let map = move |hash: &String| {
        let entry = maps.bundle.manifest().modules.get(hash)?;
        Some(ModuleMap { module: entry.name.clone(), json: text(&maps.bundle, &entry.source_map)? })
    };
    SourceMap::of_modules(move || modules.iter().filter_map(map).collect())
        .with_texts(move |file| text(&texts.bundle, &texts.bundle.manifest().sources.get(file)?.file))
}
