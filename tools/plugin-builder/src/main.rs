//! Makes components of plugins that other toolchains compiled, for tools/build-plugins. Nothing of it is shipped.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wit_bindgen_core::Files;
use wit_bindgen_core::wit_parser::Resolve;
use wit_component::ComponentEncoder;

const USAGE: &str =
    "usage: coral-plugin-builder c-bindings WIT_DIR --out DIR | component MODULE.wasm --out COMPONENT.wasm";

/// The world of every script.
const WORLD: &str = "script";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["c-bindings", wit, "--out", directory] => c_bindings(Path::new(wit), Path::new(directory)),
        ["component", module, "--out", component] => make_component(Path::new(module), Path::new(component)),
        _ => bail!(USAGE),
    }
}

/// Writes `script.h`, `script.c` and `script_component_type.o`, which tells the linker's output what world it is for.
fn c_bindings(wit: &Path, directory: &Path) -> Result<()> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(wit).with_context(|| format!("could not read {}", wit.display()))?;
    let world = resolve.select_world(&[package], Some(WORLD))?;
    let mut files = Files::default();
    wit_bindgen_c::Opts::default().build().generate(&mut resolve, world, &mut files)?;
    fs::create_dir_all(directory)?;
    for (name, content) in files.iter() {
        let path = directory.join(name);
        fs::write(&path, content).with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(())
}

/// Puts a component around a core module for wasm32-wasip1. Its imports of WASI 0.1 become ones of WASI 0.2.
fn make_component(module: &Path, component: &Path) -> Result<()> {
    let bytes = fs::read(module).with_context(|| format!("could not read {}", module.display()))?;
    let encoded = ComponentEncoder::default()
        .validate(true)
        .module(&bytes)
        .and_then(|encoder| {
            encoder.adapter(WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER)
        })
        .and_then(|mut encoder| encoder.encode())
        .with_context(|| format!("could not make a component of {}", module.display()))?;
    fs::write(component, &encoded).with_context(|| format!("could not write {}", component.display()))?;
    println!("{}: {} bytes", component.display(), encoded.len());
    Ok(())
}
