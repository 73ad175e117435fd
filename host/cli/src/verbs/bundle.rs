//! `coral-wasm bundle`: compiles scripts and packs them into one file.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use bytesize::ByteSize;
use coral_bundle::{EXTENSION, Manifest, Name, ProjectScript, SigningKey, pack, write_atomically};
use coral_runtime::Precompiler;

use crate::arguments::BundleArguments;
use crate::bundle::draft::BundleDraft;
use crate::bundle::inputs::{BundleInputs, is_component};
use crate::bundle::key_file;
use crate::failure::Failure;
use crate::script::component;
use crate::script::source;
use crate::script::wasm::WasmRuntime;
use crate::steps::Steps;

/// What `--aot` without a target stands for.
const NATIVE: &str = "native";

/// Bundles; prints what came of it.
pub async fn run(arguments: BundleArguments) -> Result<u8, Failure> {
    // Found out before anything is compiled.
    let inputs = BundleInputs::find(&arguments)?;
    let key = arguments.sign.as_deref().map(key_file::load).transpose()?;
    let precompilers = precompilers(&arguments.aot)?;

    let mut draft = BundleDraft::new(&inputs, arguments.sources)?;
    let (sources, components): (BTreeMap<_, _>, BTreeMap<_, _>) =
        inputs.scripts.iter().partition(|(_, script)| !is_component(&script.path));
    let steps = Steps::begin(sources.len() + precompilers.len() * (inputs.scripts.len() + 1));
    for (name, script) in components {
        let component = fs::read(&script.path).with_context(|| format!("could not read {}", script.path.display()))?;
        component::refuse_engine_import(&script.path, &component)?;
        draft.add_component(name, &script.about, component);
    }
    compile(&mut draft, &sources, &steps).await?;
    if arguments.with_engine || !precompilers.is_empty() {
        draft.add_engine();
    }
    for precompiler in &precompilers {
        tokio::task::block_in_place(|| {
            draft.precompile(precompiler, |name| steps.step(format!("precompiling {name}")))
        })?;
    }

    let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.{EXTENSION}", inputs.name)));
    let bytes = pack(&out, &draft.manifest, &draft.files, key.as_ref()).map_err(anyhow::Error::from)?;
    write_atomically(&out, &bytes).with_context(|| format!("could not write {}", out.display()))?;
    drop(steps);
    if !arguments.quiet {
        print(&out, &draft.manifest, bytes.len(), key.as_ref());
    }
    Ok(0)
}

fn precompilers(targets: &[String]) -> Result<Vec<Precompiler>, Failure> {
    let precompiler = |target: &String| match target.as_str() {
        NATIVE => Precompiler::native(),
        target => Precompiler::for_target(target),
    };
    let precompilers = targets.iter().map(precompiler).collect::<Result<_, _>>();
    precompilers.map_err(|error| Failure::usage(format!("--aot: {error}")))
}

/// Compiles the scripts that are sources, together, so that what they share is there once.
async fn compile(
    draft: &mut BundleDraft,
    scripts: &BTreeMap<&Name, &ProjectScript>,
    steps: &Steps,
) -> Result<(), Failure> {
    if scripts.is_empty() {
        return Ok(());
    }
    let runtime = WasmRuntime::start()?;
    let compiler = runtime.compiler().await?;
    let paths: Vec<PathBuf> = scripts.values().map(|script| script.path.clone()).collect();
    let compiled = compiler.compile_together(&paths).await;
    let programs = compiled.map_err(|error| source::not_compiled(error).failure)?;
    for ((name, script), program) in scripts.iter().zip(&programs) {
        steps.step(format!("compiled {name}"));
        draft.add_program(name, &script.about, program)?;
    }
    Ok(())
}

fn print(out: &Path, manifest: &Manifest, size: usize, key: Option<&SigningKey>) {
    let mut stdout = std::io::stdout();
    let scripts = manifest.scripts.len();
    let plural = if scripts == 1 { "" } else { "s" };
    let size = ByteSize(size as u64);
    let _ =
        writeln!(stdout, "{}: {} {}, {scripts} script{plural}, {size}", out.display(), manifest.name, manifest.version);
    for precompiled in &manifest.precompiled {
        let _ = writeln!(stdout, "precompiled for {}", precompiled.key.target);
    }
    match key {
        Some(key) => {
            let _ = writeln!(stdout, "signed by {}", key.public_key().fingerprint());
        }
        None if !manifest.precompiled.is_empty() => {
            let _ = writeln!(stdout, "not signed: hosts use its precompiled code only once it is, see coral-wasm sign");
        }
        None => {}
    }
    let _ = writeln!(stdout, "try: coral-wasm inspect {}", out.display());
}
