//! The wasmtime Engine of a process, and what it makes of components: scripts that are ready to run.

use std::sync::Arc;

use coral_bundle::PrecompiledCode;
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

use crate::bindings::ScriptPre;
use crate::clock::{Clock, SystemClock};
use crate::configuration::running;
use crate::host_functions::RunState;
use crate::turns::Turns;
use crate::{RuntimeError, host_functions, wasi};

/// How the runtime is set up.
#[derive(Debug, Clone)]
pub struct RuntimeOptions {
    /// How many runs may be live at once; each reserves address space, and memory only when it is used.
    pub concurrent_runs: u32,
    /// The clock that scripts wait by; their limits are the machine's time.
    pub clock: Arc<dyn Clock>,
}

impl Default for RuntimeOptions {
    fn default() -> Self {
        Self { concurrent_runs: 16, clock: Arc::new(SystemClock::default()) }
    }
}

/// Runs components. One a process.
pub struct Runtime {
    engine: Engine,
    linker: Linker<RunState>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) turns: Turns,
}

/// A component that was compiled for this process and linked to its host functions: ready to run, any number of times.
#[derive(Clone)]
pub struct Script {
    pub(crate) component: ScriptPre<RunState>,
    pub(crate) origin: Origin,
}

/// Who has made a component's code, and so whose failure a trap in it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// This process, out of TypeScript, for its JavaScript engine.
    Compiled,
    /// Anyone, for a JavaScript engine, which does whatever bytecode says.
    Brought,
    /// Anyone, and all its code is its own.
    Plugin,
}

impl Runtime {
    /// Sets wasmtime up. Nothing is compiled.
    pub fn new(options: &RuntimeOptions) -> Result<Self, RuntimeError> {
        let engine = Engine::new(&running(options)).map_err(RuntimeError::SetUp)?;
        let mut linker = Linker::new(&engine);
        host_functions::add_to(&mut linker).map_err(RuntimeError::SetUp)?;
        Ok(Self { engine, linker, clock: Arc::clone(&options.clock), turns: Turns::default() })
    }

    /// The wasmtime Engine, which a compiler shares.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn linker(&self) -> &Linker<RunState> {
        &self.linker
    }

    /// Compiles and links a component that brings all its code: one of another toolchain, or of `build --standalone`.
    /// Scripts that import a JavaScript engine are loaded by [`crate::JavaScript`].
    #[cfg(feature = "compiler")]
    pub fn load(&self, component: &[u8]) -> Result<Script, RuntimeError> {
        crate::own_resources::refuse(component)?;
        self.link_plugin(&Component::new(&self.engine, component).map_err(RuntimeError::Component)?)
    }

    /// Links a precompiled component that brings all its code.
    pub fn load_precompiled(&self, code: &PrecompiledCode) -> Result<Script, RuntimeError> {
        self.link_plugin(&deserialize(&self.engine, code)?)
    }

    fn link_plugin(&self, component: &Component) -> Result<Script, RuntimeError> {
        if wasi::needs_wasi(&self.engine, &component.component_type())? {
            let mut linker = self.linker.clone();
            wasi::add_to(&mut linker).map_err(RuntimeError::SetUp)?;
            link(&linker, component, Origin::Plugin)
        } else {
            link(&self.linker, component, Origin::Plugin)
        }
    }
}

/// A component out of its machine code.
pub(crate) fn deserialize(engine: &Engine, code: &PrecompiledCode) -> Result<Component, RuntimeError> {
    // SAFETY: a trusted key has signed the code's sum, which its type proves; and wasmtime refuses what was made by
    // another version, for another target, or with other settings.
    unsafe { Component::deserialize(engine, code.bytes()) }.map_err(RuntimeError::Precompiled)
}

/// Gives a component what it imports.
pub(crate) fn link(linker: &Linker<RunState>, component: &Component, origin: Origin) -> Result<Script, RuntimeError> {
    let linked = linker.instantiate_pre(component).map_err(RuntimeError::Component)?;
    let component = ScriptPre::new(linked).map_err(RuntimeError::Component)?;
    Ok(Script { component, origin })
}
