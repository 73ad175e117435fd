//! What other toolchains make of the programs: components with JavaScript engines of their own, which tools/peers/build made,
//! in a wasmtime that meters as ours does. Must not know what a program computes, nor beside whom it is measured.

use std::path::Path;

use wasmtime::component::{Component, InstancePre, Linker, ResourceTable};
use wasmtime::{Engine, Store};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView, p2};

use crate::bare_host::{self, Metering};

/// The toolchains, by their names on npm.
pub const NAMES: [&str; 2] = ["componentize-qjs", "componentize-js"];

/// A program as one of them made it, ready to run any number of times.
pub struct Peer {
    engine: Engine,
    program: InstancePre<Wasi>,
}

impl Peer {
    /// The program as a toolchain made it, if it did.
    pub fn of(name: &str, program: &Path) -> Option<Self> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let path = target.join("peers").join(name).join(program.file_stem().unwrap()).with_extension("wasm");
        let component = path.exists().then(|| std::fs::read(path).unwrap())?;
        let engine = Engine::new(&bare_host::config(Metering::FUEL)).unwrap();
        let mut linker = Linker::new(&engine);
        p2::add_to_linker_sync(&mut linker).unwrap();
        let program = linker.instantiate_pre(&Component::new(&engine, component).unwrap()).unwrap();
        Some(Self { engine, program })
    }

    /// Runs it once, in a store of its own: what it printed.
    pub fn printed(&self) -> String {
        let mut store = Store::new(&self.engine, Wasi::default());
        store.set_fuel(u64::MAX).unwrap();
        let instance = self.program.instantiate(&mut store).unwrap();
        let run = instance.get_typed_func::<(), (String,)>(&mut store, "run").unwrap();
        run.call(&mut store, ()).unwrap().0
    }
}

/// What their engines import: clocks work, and nothing else is granted.
#[derive(Default)]
struct Wasi {
    context: WasiCtx,
    resources: ResourceTable,
}

impl WasiView for Wasi {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.context, table: &mut self.resources }
    }
}
