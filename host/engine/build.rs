//! The fingerprint of the committed engine, so that no process has to sum its two megabytes.

use std::error::Error;
use std::fs;

use sha2::{Digest, Sha256};
use wasmparser::{Parser, Payload};

const ENGINE: &str = "../../guest-sdk/engine/engine.wasm";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={ENGINE}");
    let component = fs::read(ENGINE)?;
    // Beside the engine's core module there are the empty script and shims, which are small.
    let mut core_module: &[u8] = &[];
    for payload in Parser::new(0).parse_all(&component) {
        if let Payload::ModuleSection { unchecked_range, .. } = payload? {
            let module = component.get(unchecked_range).unwrap_or_default();
            if module.len() > core_module.len() {
                core_module = module;
            }
        }
    }
    let fingerprint: String = Sha256::digest(core_module).iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo:rustc-env=ENGINE_FINGERPRINT={fingerprint}");
    Ok(())
}
