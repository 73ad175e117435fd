//! The platform and the SDK: bundled by tools/build-engine before this crate is compiled, and loaded once, when the
//! engine is snapshotted.
//!
//! Of their sources nothing stays in the snapshot: QuickJS would keep a copy for each class and one for each function,
//! which is as much as all that they do.

use javy_plugin_api::javy::quickjs::{CatchResultExt, Context, Ctx, Module, Object, Runtime, WriteOptions};

use crate::host_module::HostModule;
use crate::module_access::ModuleAccess;

const PLATFORM_BYTES: usize = include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/platform.js")).len();
const SDK_BYTES: usize = include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/sdk.js")).len();

static mut PLATFORM: [u8; PLATFORM_BYTES] = *include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/platform.js"));
static mut SDK: [u8; SDK_BYTES] = *include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/sdk.js"));

/// Loads the globals that scripts see.
pub fn load_platform(ctx: &Ctx<'_>) {
    // SAFETY: there is one thread, and no one else uses it.
    load(ctx, "coral:platform", unsafe { &mut *(&raw mut PLATFORM) });
}

/// Loads what scripts import.
pub fn load_sdk<'js>(ctx: &Ctx<'js>) -> Object<'js> {
    // SAFETY: there is one thread, and no one else uses it.
    load(ctx, "@coral/sdk", unsafe { &mut *(&raw mut SDK) })
}

/// Evaluates a module under its name, so that a later import of the name finds it, and clears its source.
#[expect(clippy::panic, reason = "runs when the engine is built, where a failure must stop the build")]
fn load<'js>(ctx: &Ctx<'js>, name: &str, source: &mut [u8]) -> Object<'js> {
    let bytecode = compile(name, source);
    source.fill(0);
    // SAFETY: it is what this engine has just compiled.
    let module = unsafe { Module::load(ctx.clone(), &bytecode) };
    let evaluated = module.and_then(Module::eval).and_then(|(module, promise)| {
        promise.finish::<()>()?;
        module.namespace()
    });
    match evaluated.catch(ctx) {
        Ok(exports) => exports,
        Err(error) => panic!("{name}: {error}"),
    }
}

/// The module as bytecode without its source. It is compiled in a runtime of its own, since a context can hold but one
/// module of a name.
#[expect(clippy::unwrap_used, reason = "runs when the engine is built, where a failure must stop the build")]
fn compile(name: &str, source: &[u8]) -> Vec<u8> {
    let runtime = Runtime::new().unwrap();
    runtime.set_loader(ModuleAccess, ModuleAccess);
    Context::full(&runtime).unwrap().with(|ctx| {
        Module::declare_def::<HostModule, _>(ctx.clone(), "coral:host").unwrap();
        let options = WriteOptions { strip_source: true, ..WriteOptions::default() };
        Module::declare(ctx, name, source).unwrap().write(options).unwrap()
    })
}
