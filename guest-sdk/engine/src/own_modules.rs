//! The platform and the SDK: bundled by tools/build-engine before this crate is compiled, and loaded once, when the
//! engine is snapshotted.
//!
//! Of their sources nothing stays in the snapshot: QuickJS would keep a copy for each class and one for each function,
//! which is as much as all that they do.

use javy_plugin_api::javy::quickjs::{
    CatchResultExt, Context, Ctx, Function, Module, Object, Result, Runtime, WriteOptions,
};

use crate::host_module::HostModule;
use crate::module_access::ModuleAccess;
use crate::snapshot;

const INTL_NAME: &str = "coral:intl";
const SDK_NAME: &str = "coral:sdk";

const PLATFORM_BYTES: usize = include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/platform.js")).len();
const INTL_BYTES: usize = include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/intl.js")).len();
const SDK_BYTES: usize = include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/sdk.js")).len();

static mut PLATFORM: [u8; PLATFORM_BYTES] = *include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/platform.js"));
static mut INTL: [u8; INTL_BYTES] = *include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/intl.js"));
static mut SDK: [u8; SDK_BYTES] = *include_bytes!(concat!(env!("CORAL_GUEST_JS"), "/sdk.js"));

/// Compiles what is known of locales, for [`load_intl`].
pub fn compile_intl() -> Vec<u8> {
    // SAFETY: there is one thread, and no one else uses it.
    let source = unsafe { &mut *(&raw mut INTL) };
    let bytecode = compile(INTL_NAME, source);
    source.fill(0);
    bytecode
}

/// Loads what is known of locales, when a script first asks: as bytecode it takes a third of the room.
pub fn load_intl(ctx: Ctx<'_>) -> Result<Object<'_>> {
    // SAFETY: it is what this engine compiled when it was built.
    exports_of(unsafe { Module::load(ctx, snapshot::intl())? })
}

/// Loads the globals that scripts see; what the platform exports is the engine's own.
pub fn load_platform<'js>(ctx: &Ctx<'js>) -> Object<'js> {
    // SAFETY: there is one thread, and no one else uses it.
    load(ctx, "coral:platform", unsafe { &mut *(&raw mut PLATFORM) })
}

/// What the engine keeps of the SDK.
pub struct Sdk<'js> {
    /// The specifier of each module and its exports, a module a line.
    pub exports: String,
    /// Makes the error of a call that the host refused, of what was tried and why it failed.
    pub failure: Function<'js>,
}

/// Loads what scripts import: a module for each of `modules` that the SDK's bundle exports, under the name that a
/// script's bundle imports it by, `coral:` and its place among them: every run reads that name.
pub fn load_sdk<'js>(ctx: &Ctx<'js>) -> Sdk<'js> {
    // SAFETY: there is one thread, and no one else uses it.
    let sdk = load(ctx, SDK_NAME, unsafe { &mut *(&raw mut SDK) });
    #[expect(clippy::unwrap_used, reason = "runs when the engine is built, where a failure must stop the build")]
    let modules: Object<'_> = sdk.get("modules").unwrap();
    let mut list = Vec::new();
    for (specifier, module) in modules.props::<String, Object<'_>>().flatten() {
        let exports = module.keys().flatten().collect::<Vec<String>>();
        let names = exports.join(", ");
        let name = format!("coral:{}", list.len());
        // It has no function whose source would be kept.
        let source =
            format!("import {{ modules }} from '{SDK_NAME}'; export const {{ {names} }} = modules['{specifier}'];");
        evaluate(ctx, &name, Module::declare(ctx.clone(), name.as_str(), source));
        list.push(format!("{specifier} {}", exports.join(" ")));
    }
    #[expect(clippy::unwrap_used, reason = "runs when the engine is built, where a failure must stop the build")]
    Sdk { exports: list.join("\n"), failure: sdk.get("failure").unwrap() }
}

/// Evaluates a module under its name, so that a later import of the name finds it, and clears its source.
fn load<'js>(ctx: &Ctx<'js>, name: &str, source: &mut [u8]) -> Object<'js> {
    let bytecode = compile(name, source);
    source.fill(0);
    // SAFETY: it is what this engine has just compiled.
    evaluate(ctx, name, unsafe { Module::load(ctx.clone(), &bytecode) })
}

#[expect(clippy::panic, reason = "runs when the engine is built, where a failure must stop the build")]
fn evaluate<'js>(ctx: &Ctx<'js>, name: &str, module: Result<Module<'js>>) -> Object<'js> {
    match module.and_then(exports_of).catch(ctx) {
        Ok(exports) => exports,
        Err(error) => panic!("{name}: {error}"),
    }
}

/// Evaluates a module, which waits for nothing.
fn exports_of(module: Module<'_>) -> Result<Object<'_>> {
    let (module, promise) = module.eval()?;
    promise.finish::<()>()?;
    module.namespace()
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
