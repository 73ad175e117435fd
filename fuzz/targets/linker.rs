//! Bytecode, components and engines that a stranger made. The first byte of the input says which.

#![no_main]

use std::sync::LazyLock;

use coral_engine::{BytecodeModule, ComponentLinker, EngineComponent, ScriptComponent};
use libfuzzer_sys::fuzz_target;
use wasmparser::{Validator, WasmFeatures};

static LINKER: LazyLock<ComponentLinker<'static>> = LazyLock::new(|| {
    ComponentLinker::new(EngineComponent::committed().expect("the engine that is committed"))
        .expect("and its interface")
});

fuzz_target!(|input: &[u8]| {
    let Some((kind, input)) = input.split_first() else { return };
    match kind {
        b'm' => link(input),
        b'c' => look_at(input),
        b'e' => take_apart(input),
        _ => {}
    }
});

/// Whatever the bytecode, what is linked around it is a component, and says what it was given to say.
fn link(input: &[u8]) {
    let pieces: Vec<&[u8]> = input.split(|byte| *byte == b'|').collect();
    let names: Vec<String> = pieces.iter().map(|piece| String::from_utf8_lossy(piece).into_owned()).collect();
    let modules: Vec<BytecodeModule<'_>> =
        names.iter().zip(&pieces).map(|(name, bytecode)| BytecodeModule { name, bytecode }).collect();
    let mut component = LINKER.link(&modules);
    let (metadata, source_maps) = (names.first().map_or("", String::as_str), names.last().map_or("", String::as_str));
    ScriptComponent::append_sections(&mut component, metadata, source_maps);
    Validator::new_with_features(WasmFeatures::all()).validate_all(&component).expect("a component");
    let shown = ScriptComponent::parse(&component).expect("a component");
    assert!(shown.imports_engine);
    assert_eq!((shown.metadata.as_deref(), shown.source_maps.as_deref()), (Some(metadata), Some(source_maps)));
}

/// A component that anyone made says no more than it holds.
fn look_at(component: &[u8]) {
    let Ok(shown) = ScriptComponent::parse(component) else { return };
    let said: usize =
        shown.imports.iter().chain(&shown.metadata).chain(&shown.source_maps).map(|text| text.len()).sum();
    // A byte that is no UTF-8 becomes a character of three.
    assert!(said <= 3 * component.len());
}

/// An engine that a bundle brings: taken apart, it is all there, and a script can be linked to it.
fn take_apart(engine: &[u8]) {
    let Ok(parts) = EngineComponent::parse(engine) else { return };
    assert!(parts.core_module().len() <= engine.len());
    assert_eq!(parts.fingerprint().len(), 64);
    let Ok(linker) = ComponentLinker::new(parts) else { return };
    let module = BytecodeModule { name: "function.mjs", bytecode: b"bytecode" };
    let _ = ScriptComponent::parse(&linker.link(&[module]));
    let _ = ScriptComponent::parse(&linker.link_standalone(&[module]));
}
