//! Which module may import which: the engine's own may import each other, and a script none of them. What a script may
//! import, the modules of the SDK, QuickJS finds without asking here (quickjs.patch: `js_is_offered_module`).

use javy_plugin_api::javy::quickjs::loader::{ImportAttributes, Loader, Resolver};
use javy_plugin_api::javy::quickjs::module::Declared;
use javy_plugin_api::javy::quickjs::{Ctx, Error, Module, Result};

use crate::platform;

/// All modules that exist are loaded when the engine is snapshotted.
pub struct ModuleAccess;

impl Resolver for ModuleAccess {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        importer: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        if importer.starts_with("coral:") {
            return Ok(name.to_owned());
        }
        // What is loaded when the engine is built never gets here.
        let refusal = platform::import_refusal(ctx, name)?;
        Err(ctx.throw(refusal))
    }
}

impl Loader for ModuleAccess {
    fn load<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        Err(Error::new_loading_message(name, "a script is one bundle: nothing else can be imported"))
    }
}
