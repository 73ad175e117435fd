//! The wasmtime Engine of a process, with the JavaScript engine compiled in it, and the scripts that were loaded.

use std::sync::Arc;

use coral_engine::{ENGINE_IMPORT, EngineComponent};
use wasmtime::component::{Component, Linker};
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, Module, PoolingAllocationConfig};

use crate::bindings::ScriptPre;
use crate::clock::{Clock, SystemClock};
use crate::code_cache::CodeCache;
use crate::epoch::EpochTicker;
use crate::host_functions::RunState;
use crate::{RuntimeError, host_functions};

/// What WebAssembly may use of a fiber's stack. QuickJS ends a recursion when it has used 2.5 MiB of its own (shadow)
/// stack, and the engine's functions take up to ten times as much of this one: it must never be the first to run out.
const WASM_STACK_BYTES: usize = 64 * 1024 * 1024;

/// A fiber's whole stack: what host functions need is on top. Only touched pages cost memory.
const FIBER_STACK_BYTES: usize = WASM_STACK_BYTES + 1024 * 1024;

/// How the runtime is set up.
#[derive(Debug, Clone)]
pub struct RuntimeOptions {
    /// How many runs may be live at once; each reserves address space, and memory only when it is used.
    pub concurrent_runs: u32,
    /// The largest memory limit of a run, in bytes.
    pub largest_memory: u64,
    /// Where the compiled engine is kept; none to compile it each time.
    pub code_cache: Option<CodeCache>,
    /// The clock that scripts wait by; their limits are the machine's time.
    pub clock: Arc<dyn Clock>,
}

impl Default for RuntimeOptions {
    fn default() -> Self {
        Self {
            concurrent_runs: 16,
            largest_memory: 64 * 1024 * 1024,
            code_cache: None,
            clock: Arc::new(SystemClock::default()),
        }
    }
}

/// Compiles and runs script components. One a process.
pub struct Runtime {
    engine: Engine,
    javascript: Module,
    linker: Linker<RunState>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ticker: EpochTicker,
}

/// A component that was compiled for this process and linked to its host functions: ready to run, any number of times.
#[derive(Clone)]
pub struct Script {
    pub(crate) component: ScriptPre<RunState>,
}

impl Runtime {
    /// Compiles the JavaScript engine, or takes it from the cache.
    pub fn new(options: &RuntimeOptions) -> Result<Self, RuntimeError> {
        let engine = Engine::new(&config(options)).map_err(RuntimeError::SetUp)?;
        let committed = EngineComponent::committed()?;
        let javascript = match &options.code_cache {
            Some(cache) => cache.load_or_compile(&engine, committed.core_module(), &committed.fingerprint()),
            None => Module::new(&engine, committed.core_module()),
        }
        .map_err(RuntimeError::CompileEngine)?;
        let mut linker = Linker::new(&engine);
        linker.root().module(ENGINE_IMPORT, &javascript).map_err(RuntimeError::SetUp)?;
        host_functions::add_to(&mut linker).map_err(RuntimeError::SetUp)?;
        let ticker = EpochTicker::start(engine.clone()).map_err(|error| RuntimeError::SetUp(error.into()))?;
        Ok(Self { engine, javascript, linker, clock: Arc::clone(&options.clock), ticker })
    }

    /// The wasmtime Engine, which a compiler shares.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The JavaScript engine as a compiled core module, which a compiler shares.
    pub fn javascript(&self) -> &Module {
        &self.javascript
    }

    /// Compiles a component and links it. Takes some milliseconds.
    pub fn load(&self, component: &[u8]) -> Result<Script, RuntimeError> {
        let component = Component::new(&self.engine, component).map_err(RuntimeError::Component)?;
        let linked = self.linker.instantiate_pre(&component).map_err(RuntimeError::Component)?;
        let component = ScriptPre::new(linked).map_err(RuntimeError::Component)?;
        Ok(Script { component })
    }
}

fn config(options: &RuntimeOptions) -> Config {
    let mut config = Config::new();
    config.consume_fuel(true).epoch_interruption(true);
    config.max_wasm_stack(WASM_STACK_BYTES).async_stack_size(FIBER_STACK_BYTES);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(options)));
    config
}

/// A component is one component instance of five core instances: the engine, the script's bytecode, and the shims that
/// wit-component puts between them; it has two memories, the engine's and the bytecode's.
fn pool(options: &RuntimeOptions) -> PoolingAllocationConfig {
    // The compiler's instances come from the same pool.
    let runs = options.concurrent_runs + 1;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(runs)
        .total_core_instances(runs * 5)
        .max_core_instances_per_component(8)
        .total_memories(runs * 2)
        .max_memories_per_component(2)
        .total_tables(runs * 3)
        .max_tables_per_component(4)
        .total_stacks(runs)
        // The engine is larger than the smallest limits: those end its runs, not its instantiation.
        .max_memory_size(usize::try_from(options.largest_memory.max(1 << 26)).unwrap_or(usize::MAX))
        // A run touches some 20 pages: copied back in place, they cost no page faults in the next one.
        .pagemap_scan(Enabled::Auto)
        .linear_memory_keep_resident(1 << 20)
        .table_keep_resident(1 << 16);
    pool
}
