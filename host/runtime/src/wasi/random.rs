//! WASI's random bytes, after many of which a run yields. Must not know where they come from.

use wasmtime::component::Linker;
use wasmtime_wasi::p2::bindings::random::{insecure, random};
use wasmtime_wasi::random::WasiRandomView;

use crate::host_functions::{RunState, yield_after};

/// Puts them in place of what the linker has, which must allow that.
pub fn add_to(linker: &mut Linker<RunState>) -> wasmtime::Result<()> {
    let mut secure = linker.instance("wasi:random/random@0.2.12")?;
    secure.func_wrap_async("get-random-bytes", |mut store, (count,): (u64,)| {
        Box::new(async move {
            let bytes = random::Host::get_random_bytes(store.data_mut().random(), count)?;
            yield_after(bytes.len()).await;
            Ok((bytes,))
        })
    })?;
    let mut insecure = linker.instance("wasi:random/insecure@0.2.12")?;
    insecure.func_wrap_async("get-insecure-random-bytes", |mut store, (count,): (u64,)| {
        Box::new(async move {
            let bytes = insecure::Host::get_insecure_random_bytes(store.data_mut().random(), count)?;
            yield_after(bytes.len()).await;
            Ok((bytes,))
        })
    })
}
