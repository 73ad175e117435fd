//! How wasmtime is set up: what machine code depends on, and what the pool of instances holds. The same for compiling and
//! for running.

use wasmtime::{Config, Enabled, InstanceAllocationStrategy, PoolingAllocationConfig};

use crate::RuntimeOptions;

/// The version of wasmtime, which alone loads the machine code that it made.
pub const WASMTIME_VERSION: &str = "48.0.8";

/// What is set beyond wasmtime's defaults and machine code depends on. It says so in words, for whoever reads a manifest.
pub const SETTINGS: &str = "fuel, no epochs, no gc, no exceptions, no threads";

/// What WebAssembly may use of a fiber's stack. QuickJS ends a recursion when it has used 2.5 MiB of its own (shadow)
/// stack, and the engine's functions take up to ten times as much of this one: it must never be the first to run out.
const WASM_STACK_BYTES: usize = 64 * 1024 * 1024;

/// A fiber's whole stack: what host functions need is on top. Only touched pages cost memory.
const FIBER_STACK_BYTES: usize = WASM_STACK_BYTES + 1024 * 1024;

/// What machine code depends on: [`SETTINGS`] names it.
pub fn compiling() -> Config {
    let mut config = Config::new();
    // Fuel bounds how long code goes on before the host is asked: epochs would ask once more at each of the same places.
    config.consume_fuel(true).epoch_interruption(false);
    // Their defaults follow cargo's features, which differ between builds of this program.
    config.gc_support(false).wasm_gc(false).wasm_function_references(false).wasm_exceptions(false).wasm_threads(false);
    config
}

/// For running.
pub fn running(options: &RuntimeOptions) -> Config {
    let mut config = compiling();
    config.max_wasm_stack(WASM_STACK_BYTES).async_stack_size(FIBER_STACK_BYTES);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(options)));
    config
}

/// What a component may be made of. A script's is five core instances: the engine, the bytecode, and the shims that
/// wit-component puts between them; it has two memories, the engine's and the bytecode's. One of another toolchain may be
/// made of dozens of libraries (Python), have more functions in its table, and be composed of two or three.
const MAX_CORE_INSTANCES: u32 = 64;
const MAX_MEMORIES: u32 = 4;
const MAX_TABLES: u32 = 8;
const MAX_TABLE_ELEMENTS: usize = 100_000;

/// What a 32-bit memory can hold, which is reserved for each in any case. A run's own limit is below.
const MAX_MEMORY_BYTES: usize = 4 << 30;

/// Core instances are only counted. Memories and tables reserve address space, and cost nothing until they are used.
fn pool(options: &RuntimeOptions) -> PoolingAllocationConfig {
    // The compiler's instances come from the same pool.
    let runs = options.concurrent_runs + 1;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(runs)
        .total_core_instances(runs * MAX_CORE_INSTANCES)
        .max_core_instances_per_component(MAX_CORE_INSTANCES)
        .total_memories(runs * MAX_MEMORIES)
        .max_memories_per_component(MAX_MEMORIES)
        .total_tables(runs * MAX_TABLES)
        .max_tables_per_component(MAX_TABLES)
        .table_elements(MAX_TABLE_ELEMENTS)
        .total_stacks(runs)
        .max_memory_size(MAX_MEMORY_BYTES)
        // A run touches some 20 pages: copied back in place, they cost no page faults in the next one. What a run has used
        // beyond four times as much goes back to the system, so that the places of greedy runs hold no memory after them.
        .pagemap_scan(Enabled::Auto)
        .linear_memory_keep_resident(256 << 10)
        .table_keep_resident(1 << 16);
    pool
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_wasmtime_that_is_built_in() {
        let lock = include_str!("../../../Cargo.lock");
        assert!(lock.contains(&format!("name = \"wasmtime\"\nversion = \"{WASMTIME_VERSION}\"")));
    }
}
