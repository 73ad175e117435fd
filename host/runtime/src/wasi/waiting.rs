//! WASI's own ways to wait: each ends a turn of the run and begins another, as the contract's `wait` does. Must not know
//! what is waited for.

use futures::FutureExt;
use wasmtime::component::{Linker, Resource};
use wasmtime_wasi::p2::DynPollable;
use wasmtime_wasi::p2::bindings::io::poll::{Host, HostPollable};

use crate::host_functions::{RunState, in_turns};

/// Puts them in place of what the linker has, which must allow that.
pub fn add_to(linker: &mut Linker<RunState>) -> wasmtime::Result<()> {
    let mut poll = linker.instance("wasi:io/poll@0.2.12")?;
    poll.func_wrap_async("poll", |store, (pollables,): (Vec<Resource<DynPollable>>,)| {
        Box::new(in_turns(store, |state| {
            async move {
                let _waiting = state.brake.wait_for(0);
                Ok((Host::poll(&mut state.resources, pollables).await?,))
            }
            .boxed()
        }))
    })?;
    poll.func_wrap_async("[method]pollable.block", |store, (pollable,): (Resource<DynPollable>,)| {
        Box::new(in_turns(store, |state| {
            async move {
                let _waiting = state.brake.wait_for(0);
                HostPollable::block(&mut state.resources, pollable).await
            }
            .boxed()
        }))
    })
}
