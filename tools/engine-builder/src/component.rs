//! Puts a component around the engine's core module, with an empty script in it.

use anyhow::{Context, Result};
use wit_component::{ComponentEncoder, LibraryInfo};

/// The engine component: `coral-engine` takes it apart again.
pub fn wrap(core_module: &[u8], sdk_exports: &str) -> Result<Vec<u8>> {
    let script = coral_engine::empty_script_module();
    let library = LibraryInfo { instantiate_after_shims: false, arguments: Vec::new() };
    let mut component = ComponentEncoder::default()
        .validate(true)
        .module(core_module)
        .context("could not read the engine's interface")?
        .library("coral-bytecode", &script, library)
        .context("could not add the script's module")?
        .encode()
        .context("could not make a component of the engine")?;
    append_custom_section(&mut component, coral_engine::SDK_EXPORTS_SECTION, sdk_exports.as_bytes());
    Ok(component)
}

fn append_custom_section(component: &mut Vec<u8>, name: &str, data: &[u8]) {
    use wasm_encoder::{ComponentSection, CustomSection};
    CustomSection { name: name.into(), data: data.into() }.append_to_component(component);
}
