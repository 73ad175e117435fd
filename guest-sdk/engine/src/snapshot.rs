//! The engine as it is snapshotted: a QuickJS context with the platform's globals and the SDK already loaded.
//!
//! What is done here is done once, when engine.wasm is built, and shared by every run: nothing here may read a clock,
//! randomness or the run's context.

use std::cell::OnceCell;

use javy_plugin_api::javy::Runtime;
use javy_plugin_api::javy::quickjs::{Context, Ctx, Function, Module, Object, Persistent, Result};
use javy_plugin_api::{Config, import_namespace};

use crate::host_module::HostModule;
use crate::module_access::ModuleAccess;
use crate::{free_memory, memory, own_modules, random, rejections, spare_room, stop};

import_namespace!("coral-script");

/// QuickJS may use this much of the 3 MiB shadow stack that the linker reserves (see tools/build-engine): about 9,000
/// calls, as in V8. A deeper recursion ends in a RangeError that a script can catch; the rest is left to the engine's
/// own calls.
const STACK_BYTES: usize = 2_560 * 1024;

/// Collection starts when the heap has grown to this size; QuickJS then moves it to half above what is left. The
/// snapshot's own heap is about half of it.
const FIRST_COLLECTION_BYTES: usize = 4 * 1024 * 1024;

unsafe extern "C" {
    /// Of quickjs_blocks.h: what is free is forgotten, and a run's first small blocks lie side by side.
    fn JS_SealBlocks();
}

struct Snapshot {
    context: OnceCell<Context>,
    sdk_exports: OnceCell<String>,
    inspect: OnceCell<Persistent<Function<'static>>>,
    failure: OnceCell<Persistent<Function<'static>>>,
    platform: OnceCell<Persistent<Object<'static>>>,
    intl: OnceCell<Vec<u8>>,
}

// SAFETY: the module is built without the threads feature: there is one thread.
unsafe impl Sync for Snapshot {}

static SNAPSHOT: Snapshot = Snapshot {
    context: OnceCell::new(),
    sdk_exports: OnceCell::new(),
    inspect: OnceCell::new(),
    failure: OnceCell::new(),
    platform: OnceCell::new(),
    intl: OnceCell::new(),
};

/// The context that every run starts from.
pub fn context() -> &'static Context {
    #[expect(clippy::expect_used, reason = "engine.wasm is only ever shipped after `initialize-runtime` has run in it")]
    SNAPSHOT.context.get().expect("initialize-runtime has run")
}

/// `Deno.inspect` as the platform made it, whatever a script has put in its place.
pub fn inspect<'js>(ctx: &Ctx<'js>) -> Result<Function<'js>> {
    #[expect(clippy::expect_used, reason = "engine.wasm is only ever shipped after `initialize-runtime` has run in it")]
    SNAPSHOT.inspect.get().expect("initialize-runtime has run").clone().restore(ctx)
}

/// What makes an error of the SDK.
pub fn failure<'js>(ctx: &Ctx<'js>) -> Result<Function<'js>> {
    #[expect(clippy::expect_used, reason = "engine.wasm is only ever shipped after `initialize-runtime` has run in it")]
    SNAPSHOT.failure.get().expect("initialize-runtime has run").clone().restore(ctx)
}

/// The bytecode of what is known of locales.
pub fn intl() -> &'static [u8] {
    SNAPSHOT.intl.get().map(Vec::as_slice).unwrap_or_default()
}

/// What the platform exports to the engine.
pub fn platform<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    #[expect(clippy::expect_used, reason = "engine.wasm is only ever shipped after `initialize-runtime` has run in it")]
    SNAPSHOT.platform.get().expect("initialize-runtime has run").clone().restore(ctx)
}

/// The modules of the SDK and what each exports, as the section `coral:sdk-exports` has them: where the text lies (upper
/// half) and how long it is (lower half). The host puts them beside the engine, for its bundler to check imports against.
#[unsafe(export_name = "sdk-exports")]
extern "C" fn sdk_exports() -> u64 {
    let names = SNAPSHOT.sdk_exports.get().map(String::as_str).unwrap_or_default();
    (names.as_ptr() as u64) << 32 | names.len() as u64
}

#[unsafe(export_name = "initialize-runtime")]
extern "C" fn initialize_runtime() {
    #[expect(clippy::unwrap_used, reason = "runs when the engine is built, where a failure must stop the build")]
    javy_plugin_api::initialize_runtime(config, set_up).unwrap();
}

fn config() -> Config {
    let mut config = Config::default();
    config.event_loop(true).text_encoding(true).weak_ref(true);
    config.gc_threshold(FIRST_COLLECTION_BYTES).max_stack_size(STACK_BYTES);
    config
}

fn set_up(runtime: Runtime) -> Runtime {
    memory::end_run_when_exhausted();
    let context = runtime.context();
    context.runtime().set_loader(ModuleAccess, ModuleAccess);
    context.runtime().set_host_promise_rejection_tracker(Some(Box::new(rejections::track)));
    context.with(|ctx| {
        random::install(&ctx);
        #[expect(clippy::unwrap_used, reason = "runs when the engine is built, where a failure must stop the build")]
        Module::declare_def::<HostModule, _>(ctx.clone(), "coral:host").unwrap();
        let platform = own_modules::load_platform(&ctx);
        let _ = SNAPSHOT.platform.set(Persistent::save(&ctx, platform));
        #[expect(clippy::unwrap_used, reason = "runs when the engine is built, where a failure must stop the build")]
        let inspect: Function<'_> =
            ctx.globals().get::<_, Object<'_>>("Deno").and_then(|deno| deno.get("inspect")).unwrap();
        let _ = SNAPSHOT.inspect.set(Persistent::save(&ctx, inspect));
        let sdk = own_modules::load_sdk(&ctx);
        let _ = SNAPSHOT.sdk_exports.set(sdk.exports);
        let _ = SNAPSHOT.failure.set(Persistent::save(&ctx, sdk.failure));
        let _ = SNAPSHOT.intl.set(own_modules::compile_intl());
        #[expect(clippy::unwrap_used, reason = "runs when the engine is built, where a failure must stop the build")]
        spare_room::make(&ctx).unwrap();
        ctx.run_gc();
    });
    stop::watch_for(context.runtime());
    // SAFETY: QuickJS is doing nothing.
    unsafe { JS_SealBlocks() };
    free_memory::clear();
    let _ = SNAPSHOT.context.set(context.clone());
    runtime
}
