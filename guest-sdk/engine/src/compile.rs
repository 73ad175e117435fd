//! Compiling a module of a script to bytecode, in an instance that is used for nothing else. It must not know what the module
//! is part of.

use std::cell::{Cell, RefCell};

use javy_plugin_api::javy::from_js_error;
use javy_plugin_api::javy::quickjs::module::{Declared, ModuleDef};
use javy_plugin_api::javy::quickjs::{Ctx, Module, Result, WriteOptions};

use crate::snapshot;

thread_local! {
    static IS_UNDER_WAY: Cell<bool> = const { Cell::new(false) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What the host reads.
#[repr(C)]
struct Answer {
    failed: u32,
    start: *const u8,
    length: usize,
}

static mut PLACE: Answer = Answer { failed: 0, start: std::ptr::null(), length: 0 };

/// A file that a module imports: of what it exports nothing is known before it is there.
struct Unseen;

impl ModuleDef for Unseen {}

/// Compiles the module `name`: the address of three words, which are whether it failed, and where its bytecode or its message
/// lies and how long it is.
#[unsafe(export_name = "compile-module")]
extern "C" fn compile_module(
    name: *const u8,
    name_length: usize,
    source: *const u8,
    source_length: usize,
) -> *const Answer {
    IS_UNDER_WAY.set(true);
    // SAFETY: the host has written both texts to memory that it asked for.
    let (name, source) =
        unsafe { (std::slice::from_raw_parts(name, name_length), std::slice::from_raw_parts(source, source_length)) };
    let (failed, bytes) = snapshot::context().with(|ctx| match bytecode(&ctx, name, source) {
        Ok(bytecode) => (0, bytecode),
        Err(error) => (1, from_js_error(ctx, error).to_string().into_bytes()),
    });
    ANSWER.with_borrow_mut(|answer| {
        *answer = bytes;
        // SAFETY: there is one thread, and no reference to it is ever made.
        unsafe { PLACE = Answer { failed, start: answer.as_ptr(), length: answer.len() } };
    });
    &raw const PLACE
}

fn bytecode(ctx: &Ctx<'_>, name: &[u8], source: &[u8]) -> Result<Vec<u8>> {
    let options = WriteOptions { strip_source: true, ..WriteOptions::default() };
    Module::declare(ctx.clone(), name, source)?.write(options)
}

/// A stand-in for a file that the module which is being compiled imports; none outside of compiling.
pub fn stand_in<'js>(ctx: &Ctx<'js>, name: &str) -> Option<Result<Module<'js, Declared>>> {
    IS_UNDER_WAY.get().then(|| Module::declare_def::<Unseen, _>(ctx.clone(), name))
}
