//! Which module may import which: the engine's own may import each other, and a script none of them. The files of a script that
//! is not one module import each other by names that only its compiler writes. What else a script may import, the modules of the
//! SDK, QuickJS finds without asking here (quickjs.patch: `js_is_offered_module`).

use javy_plugin_api::javy::quickjs::loader::{ImportAttributes, Loader, Resolver};
use javy_plugin_api::javy::quickjs::module::Declared;
use javy_plugin_api::javy::quickjs::{Ctx, Error, Module, Result};

use crate::{bytecode, compile, platform};

/// What the names of a script's files begin with (host/source/src/module_name.rs).
const FILE: &str = "coral-file:";

/// The engine's own modules are loaded when it is snapshotted, and those of a script when they are imported.
pub struct ModuleAccess;

impl Resolver for ModuleAccess {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        importer: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        if importer.starts_with("coral:") || name.starts_with(FILE) {
            return Ok(name.to_owned());
        }
        Err(refusal(ctx, name))
    }
}

impl Loader for ModuleAccess {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        let module = compile::stand_in(ctx, name).or_else(|| bytecode::load_named(ctx, name));
        module.unwrap_or_else(|| Err(refusal(ctx, name)))
    }
}

/// The error of an import of what the script does not have. What is loaded when the engine is built never gets here.
fn refusal(ctx: &Ctx<'_>, name: &str) -> Error {
    match platform::import_refusal(ctx, name) {
        Ok(refusal) => ctx.throw(refusal),
        Err(error) => error,
    }
}
