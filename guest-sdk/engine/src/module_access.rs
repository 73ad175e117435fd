//! Which module may import which: the engine's own may import each other, a script may import the SDK.

use javy_plugin_api::javy::quickjs::loader::{ImportAttributes, Loader, Resolver};
use javy_plugin_api::javy::quickjs::module::Declared;
use javy_plugin_api::javy::quickjs::{Ctx, Error, Module, Result};

/// All modules that exist are loaded when the engine is snapshotted.
pub struct ModuleAccess;

impl Resolver for ModuleAccess {
    fn resolve<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        importer: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        let is_ours = importer.starts_with("coral:") || importer == "@coral/sdk";
        if is_ours || name == "@coral/sdk" {
            return Ok(name.to_owned());
        }
        Err(Error::new_resolving_message(importer, name, "a script is one bundle: nothing else can be imported"))
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
