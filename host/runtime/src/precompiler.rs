//! Machine code ahead of time, for this machine or another. It must not know where the code goes.

use coral_bundle::MachineCodeKey;
use wasmtime::Engine;

use crate::RuntimeError;
use crate::configuration::compiling;
use crate::machine_code::{key, native_key};

/// The targets besides this machine's own, whose processors need have no more than every one of them has.
pub const TARGETS: [&str; 2] = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

/// Compiles for one kind of machine.
pub struct Precompiler {
    engine: Engine,
    key: MachineCodeKey,
}

impl Precompiler {
    /// For this machine, with all that its processor has.
    pub fn native() -> Result<Self, RuntimeError> {
        Ok(Self { engine: Engine::new(&compiling()).map_err(RuntimeError::SetUp)?, key: native_key() })
    }

    /// For every machine of a target, one of [`TARGETS`].
    pub fn for_target(target: &str) -> Result<Self, RuntimeError> {
        if !TARGETS.contains(&target) {
            return Err(RuntimeError::UnknownTarget(target.to_owned()));
        }
        let mut config = compiling();
        config.target(target).map_err(RuntimeError::SetUp)?;
        Ok(Self { engine: Engine::new(&config).map_err(RuntimeError::SetUp)?, key: key(target, Vec::new()) })
    }

    /// What the code depends on.
    pub fn key(&self) -> &MachineCodeKey {
        &self.key
    }

    /// The machine code of an engine's core module.
    pub fn core_module(&self, module: &[u8]) -> Result<Vec<u8>, RuntimeError> {
        self.engine.precompile_module(module).map_err(RuntimeError::CompileEngine)
    }

    /// The machine code of a component.
    pub fn component(&self, component: &[u8]) -> Result<Vec<u8>, RuntimeError> {
        crate::own_resources::refuse(component)?;
        self.engine.precompile_component(component).map_err(RuntimeError::Component)
    }
}
