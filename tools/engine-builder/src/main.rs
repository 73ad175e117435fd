//! Makes `guest-sdk/engine/engine.wasm` out of its sources, for tools/build-engine. Nothing of it is shipped.

mod component;
mod snapshot;
mod typescript;
mod wasi;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: coral-engine-builder bundle --out DIR | finish MODULE.wasm --out ENGINE.wasm";

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["bundle", "--out", directory] => bundle(Path::new(directory)).await,
        ["finish", module, "--out", engine] => finish(Path::new(module), Path::new(engine)).await,
        _ => bail!(USAGE),
    }
}

/// The folder of the guest's sources.
fn guest_sdk() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guest-sdk")
}

/// Bundles the platform and the SDK, which the engine includes when it is compiled.
async fn bundle(directory: &Path) -> Result<()> {
    std::fs::create_dir_all(directory)?;
    let bundles = [
        ("platform/platform.ts", "platform.js"),
        ("platform/intl/answers.ts", "intl.js"),
        ("sdk/src/engine.ts", "sdk.js"),
    ];
    for (entry, name) in bundles {
        let code = typescript::bundle(&guest_sdk().join(entry)).await?;
        std::fs::write(directory.join(name), code)?;
    }
    Ok(())
}

/// Takes WASI out of the compiled engine, snapshots it, and puts a component around it.
async fn finish(module: &Path, engine: &Path) -> Result<()> {
    let module = std::fs::read(module).with_context(|| format!("could not read {}", module.display()))?;
    let closed = wasi::close(&module)?;
    let snapshot = snapshot::take(&closed).await?;
    let component = component::wrap(&snapshot.module, &snapshot.sdk_exports)?;
    std::fs::write(engine, &component).with_context(|| format!("could not write {}", engine.display()))?;
    println!("{}: {} bytes", engine.display(), component.len());
    Ok(())
}
