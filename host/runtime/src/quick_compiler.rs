//! Compiles components that have next to no code of their own: a script's has its bytecode and the ways in and out of the engine.
//! To optimize these takes longer than it ever saves. Must not know what a script is.

use std::sync::OnceLock;

use wasmtime::component::Component;
use wasmtime::{Engine, OptLevel, RegallocAlgorithm};

use crate::RuntimeError;
use crate::configuration::compiling;

/// Compiles as fast as can be; made when it is first needed.
static COMPILER: OnceLock<Engine> = OnceLock::new();

/// A component, for an engine that has the same settings but for how much is optimized.
pub fn compile(engine: &Engine, component: &[u8]) -> Result<Component, RuntimeError> {
    let code = compiler()?.precompile_component(component).map_err(RuntimeError::Component)?;
    // SAFETY: wasmtime has made the code just now, of this version, for this machine, with settings that it checks.
    unsafe { Component::deserialize(engine, code) }.map_err(RuntimeError::Component)
}

fn compiler() -> Result<&'static Engine, RuntimeError> {
    if let Some(compiler) = COMPILER.get() {
        return Ok(compiler);
    }
    let mut config = compiling();
    config.cranelift_opt_level(OptLevel::None).cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass);
    let compiler = Engine::new(&config).map_err(RuntimeError::SetUp)?;
    Ok(COMPILER.get_or_init(|| compiler))
}
