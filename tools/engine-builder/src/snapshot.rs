//! Runs the engine's set-up once and keeps its heap as the module's data, so that no run has to do it again.

use anyhow::{Result, anyhow};
use wasmtime::{Engine, Instance, Linker, Module, Store};
use wasmtime_wizer::Wizer;

/// The engine after its set-up.
pub struct Snapshot {
    /// The core module.
    pub module: Vec<u8>,
    /// The modules of the SDK in it and what each exports, a line for each.
    pub sdk_exports: String,
}

/// Takes the snapshot. There is no host yet: clocks stand at zero, randomness is zeros, output is dropped. The engine's
/// set-up uses none of them.
pub async fn take(module: &[u8]) -> Result<Snapshot> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let module = Wizer::new()
        .init_func("initialize-runtime")
        .run(&mut store, module, async |store, module| instantiate(store, module).await)
        .await
        .map_err(|error| anyhow!("the engine's set-up failed: {error:?}"))?;
    let sdk_exports = sdk_exports(&engine, &module).await?;
    Ok(Snapshot { module, sdk_exports })
}

async fn instantiate(store: &mut Store<()>, module: &Module) -> wasmtime::Result<Instance> {
    let mut linker = Linker::new(store.engine());
    linker.define_unknown_imports_as_default_values(&mut *store, module)?;
    linker.instantiate_async(store, module).await
}

/// Asks the engine itself what its SDK exports.
async fn sdk_exports(engine: &Engine, module: &[u8]) -> Result<String> {
    let asked = async {
        let module = Module::new(engine, module)?;
        let mut store = Store::new(engine, ());
        let instance = instantiate(&mut store, &module).await?;
        let list = instance.get_typed_func::<(), u64>(&mut store, "sdk-exports")?;
        let place = list.call_async(&mut store, ()).await?;
        let (start, length) = ((place >> 32) as usize, (place & u64::from(u32::MAX)) as usize);
        let memory = instance.get_memory(&mut store, "memory").ok_or(wasmtime::Error::msg("it has no memory"))?;
        let bytes = memory.data(&store).get(start..start + length).unwrap_or_default();
        Ok::<_, wasmtime::Error>(String::from_utf8_lossy(bytes).into_owned())
    };
    asked.await.map_err(|error| anyhow!("the engine does not tell what its SDK exports: {error:?}"))
}
