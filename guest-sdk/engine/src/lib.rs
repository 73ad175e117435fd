//! The JavaScript engine of every script component: what it exports, and how it is set up before it is snapshotted.
//!
//! It must not know wasmtime, DuckDB or a policy: all it reaches is `wit/`.

#![feature(alloc_error_hook)]

mod bindings;
mod bytecode;
mod cells;
mod compile;
mod event_loop;
mod exception;
mod exit_code;
mod failure;
mod free_memory;
mod host_error;
mod host_module;
mod iterator_state;
mod json_cell;
mod memory;
mod module_access;
mod own_modules;
mod platform;
mod proxy;
mod random;
mod rejections;
mod requests;
mod rows;
mod snapshot;
mod spare_room;
mod stop;
mod text;
mod timers;
mod timestamp;
mod wasi;

use bindings::exports::coral::script::program::{Exception, Guest};

struct Script;

impl Guest for Script {
    fn run() -> Result<(), Exception> {
        snapshot::context().with(|ctx| event_loop::run(&ctx))
    }
}

bindings::export!(Script with_types_in bindings);
