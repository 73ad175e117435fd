//! The two functions that look at the run's fuel, which the whole store has: `must-stop`, and `wait`, which ends a turn and
//! begins another. What a function generated from the contract is given is the state alone, so that these go around it.

use futures::FutureExt;
use futures::future::BoxFuture;
use wasmtime::StoreContextMut;
use wasmtime::component::{Linker, Resource};

use super::{Request, RunState};
use crate::bindings::coral::script::context::Host as ContextHost;
use crate::bindings::coral::script::requests::Host as RequestsHost;

/// Puts both in place of what the linker has.
pub fn add_to(linker: &mut Linker<RunState>) -> wasmtime::Result<()> {
    linker.allow_shadowing(true);
    let mut requests = linker.instance("coral:script/requests@0.1.0")?;
    requests.func_wrap_async("wait", |store, (pending, deadline): (Vec<Resource<Request>>, Option<u64>)| {
        Box::new(in_turns(store, move |state| {
            async move { Ok((RequestsHost::wait(state, pending, deadline).await?,)) }.boxed()
        }))
    })?;
    let mut context = linker.instance("coral:script/context@0.1.0")?;
    context.func_wrap("must-stop", |store, (): ()| must_stop(store).map(|must_stop| (must_stop,)))?;
    linker.allow_shadowing(false);
    Ok(())
}

/// Waits, which ends a turn of the run and begins another.
pub async fn in_turns<T>(
    mut store: StoreContextMut<'_, RunState>,
    wait: impl FnOnce(&mut RunState) -> BoxFuture<'_, wasmtime::Result<T>>,
) -> wasmtime::Result<T> {
    note_fuel(&mut store)?;
    let left = store.get_fuel()?;
    let waited = wait(store.data_mut()).await?;
    let given = store.data_mut().fuel.next_turn(left);
    store.set_fuel(given)?;
    // With the fuel the time until it would yield begins anew, and what it waited for may have been there already.
    tokio::task::yield_now().await;
    Ok(waited)
}

fn must_stop(mut store: StoreContextMut<'_, RunState>) -> wasmtime::Result<bool> {
    note_fuel(&mut store)?;
    ContextHost::must_stop(store.data_mut())
}

/// Pulls the brake where a limit of fuel is passed.
fn note_fuel(store: &mut StoreContextMut<'_, RunState>) -> wasmtime::Result<()> {
    let left = store.get_fuel()?;
    let state = store.data();
    if let Some(reached) = state.fuel.reached(left) {
        state.brake.pull(reached);
    }
    Ok(())
}
