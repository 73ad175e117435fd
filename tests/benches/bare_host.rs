//! What a run cannot cost less than: wasmtime alone, and the contract's second host, which has no policy, no session and
//! nobody who waits. Must not know what the product does.

use wasmtime::{Config, Enabled, Engine, Instance, InstanceAllocationStrategy, Module, PoolingAllocationConfig, Store};

use crate::second_host::{Prepared, Recorded};
use crate::standalone_component;

/// What is metered while a script runs.
#[derive(Debug, Clone, Copy)]
pub struct Metering {
    pub has_fuel: bool,
    pub has_epochs: bool,
}

impl Metering {
    /// As the product's runs are.
    pub const FUEL: Self = Self { has_fuel: true, has_epochs: false };
    pub const BOTH: Self = Self { has_fuel: true, has_epochs: true };
    pub const NONE: Self = Self { has_fuel: false, has_epochs: false };
}

/// A script with its engine, in the second host.
pub fn prepare(source: &str, metering: Metering) -> Prepared {
    let component = standalone_component::build(&[("script.ts", source)]);
    Prepared::new(&config(metering), metering.has_fuel, &component)
}

/// Runs it, to its end: what it printed.
pub fn printed(script: &Prepared) -> Vec<String> {
    let Recorded { console, events, questions, ending } = script.run();
    assert!(ending.is_ok() && events.is_empty() && questions.is_empty());
    console
}

/// A core module without anything, in an instance and a store of its own each time.
pub struct EmptyModule(Engine, Module);

impl EmptyModule {
    pub fn new() -> Self {
        let engine = Engine::new(&config(Metering::FUEL)).unwrap();
        let module = Module::new(&engine, b"\0asm\x01\0\0\0").unwrap();
        Self(engine, module)
    }

    /// Makes the instance, and lets it go.
    pub fn run(&self) {
        let mut store = Store::new(&self.0, ());
        store.set_fuel(1).unwrap();
        Instance::new(&mut store, &self.1, &[]).unwrap();
    }
}

/// wasmtime with a pool as the product has it.
pub fn config(metering: Metering) -> Config {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(2)
        .total_core_instances(64)
        .total_memories(8)
        .total_tables(16)
        .table_elements(100_000)
        .max_memory_size(4 << 30)
        .pagemap_scan(Enabled::Auto)
        .linear_memory_keep_resident(256 << 10)
        .table_keep_resident(1 << 16);
    let mut config = Config::new();
    config.consume_fuel(metering.has_fuel).epoch_interruption(metering.has_epochs);
    config.max_wasm_stack(8 << 20).async_stack_size(16 << 20);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    config
}
