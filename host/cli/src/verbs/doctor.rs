//! `coral-wasm doctor`: what is installed, what is missing and how to get it.

use std::io::Write;
use std::path::Path;

#[cfg(not(feature = "compiler"))]
use coral_bundle::MachineCodeKey;
#[cfg(feature = "compiler")]
use coral_deno::Deno;
#[cfg(feature = "compiler")]
use coral_engine::EngineComponent;
use coral_engine::SDK_VERSION;
use coral_runtime::{Runtime, RuntimeOptions};
use coral_telemetry::{Database, Options};
use serde::Serialize;

use crate::arguments::{DoctorArguments, OutputFormat};
use crate::failure::Failure;
#[cfg(feature = "compiler")]
use crate::script::wasm::code_cache;
use crate::script::wasm::code_cache_folder;

/// What was found of one thing.
#[derive(Debug, Serialize)]
struct Finding {
    name: &'static str,
    state: State,
    /// What was found, or what is wrong and the remedy.
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// It is there and works.
    Ok,
    /// It is not there, and only some uses need it.
    Optional,
    /// Scripts cannot run.
    Broken,
}

/// Looks at everything that a run needs. The exit code is 1 if scripts cannot run.
pub fn run(arguments: &DoctorArguments) -> Result<u8, Failure> {
    let findings = [
        program(),
        engine(),
        engine_cache(),
        database(&arguments.db),
        #[cfg(feature = "compiler")]
        deno(),
    ];
    let mut stdout = std::io::stdout();
    match arguments.output {
        OutputFormat::Json => {
            let text = serde_json::to_string_pretty(&findings).map_err(anyhow::Error::from)?;
            let _ = writeln!(stdout, "{text}");
        }
        OutputFormat::Text => {
            for Finding { name, state, text } in &findings {
                let state = match state {
                    State::Ok => "ok",
                    State::Optional => "none",
                    State::Broken => "broken",
                };
                let _ = writeln!(stdout, "{state:<7} {name:<9} {text}");
            }
        }
    }
    Ok(u8::from(findings.iter().any(|finding| finding.state == State::Broken)))
}

fn program() -> Finding {
    let text = format!("coral-wasm {}, SDK {SDK_VERSION}", env!("CARGO_PKG_VERSION"));
    Finding { name: "program", state: State::Ok, text }
}

#[cfg(feature = "compiler")]
fn engine() -> Finding {
    let set_up = || -> anyhow::Result<String> {
        let runtime = Runtime::new(&RuntimeOptions::default())?;
        let engine = EngineComponent::committed()?;
        coral_runtime::JavaScript::compile(&runtime, &engine, code_cache().as_ref())?;
        let (size, fingerprint) = (engine.core_module().len(), engine.fingerprint());
        let fingerprint = fingerprint.get(..16).unwrap_or_default();
        Ok(format!("QuickJS, {size} bytes of WebAssembly, fingerprint {fingerprint}"))
    };
    let name = "engine";
    match set_up() {
        Ok(text) => Finding { name, state: State::Ok, text },
        Err(error) => Finding { name, state: State::Broken, text: error.to_string() },
    }
}

/// What bundles must be precompiled for.
#[cfg(not(feature = "compiler"))]
fn engine() -> Finding {
    let name = "engine";
    match Runtime::new(&RuntimeOptions::default()) {
        Ok(_) => {
            let MachineCodeKey { wasmtime, target, cpu_features, .. } = coral_runtime::native_key();
            let features = cpu_features.join(", ");
            let text = format!(
                "no compiler: runs bundles precompiled by wasmtime {wasmtime} for {target}, at most with {features}"
            );
            Finding { name, state: State::Ok, text }
        }
        Err(error) => Finding { name, state: State::Broken, text: error.to_string() },
    }
}

fn engine_cache() -> Finding {
    let name = "cache";
    let Some(folder) = code_cache_folder() else {
        let text = "no folder: each process compiles its engine; set HOME or XDG_CACHE_HOME".to_owned();
        return Finding { name, state: State::Optional, text };
    };
    let compiled = std::fs::read_dir(&folder).map(Iterator::count).unwrap_or(0);
    if compiled > 0 {
        let text = format!("{compiled} compiled engine(s) in {}", folder.display());
        Finding { name, state: State::Ok, text }
    } else {
        let text = format!(
            "{} holds nothing: each process compiles its engine; make the folder writable for you alone",
            folder.display()
        );
        Finding { name, state: State::Optional, text }
    }
}

fn database(path: &Path) -> Finding {
    let name = "database";
    match Database::open_read_only(path, Options::default()) {
        Ok(_) => Finding { name, state: State::Ok, text: path.display().to_string() },
        Err(error) => Finding { name, state: State::Optional, text: error.to_string() },
    }
}

#[cfg(feature = "compiler")]
fn deno() -> Finding {
    let name = "deno";
    match Deno::find(std::env::var_os("CORAL_WASM_DENO").filter(|path| !path.is_empty()).as_deref().map(Path::new)) {
        Ok(deno) => {
            let text = format!("{} in {}, for run --runtime deno", deno.version(), deno.path().display());
            Finding { name, state: State::Ok, text }
        }
        Err(error) => Finding { name, state: State::Optional, text: error.to_string() },
    }
}
