//! Grows QuickJS's tables before the snapshot is taken: a run whose script brings the name that a table is too small for
//! would make it anew, and with it every other run.

use javy_plugin_api::javy::quickjs::{Ctx, Object, Result};

/// How many names and shapes of objects a script may bring before a table grows.
const NAMES: usize = 512;

/// Makes as many of both, and lets them go: a table never shrinks.
pub fn make(ctx: &Ctx<'_>) -> Result<()> {
    let mut objects = Vec::with_capacity(NAMES);
    for index in 0..NAMES {
        let object = Object::new(ctx.clone())?;
        object.set(format!("spare {index}"), index)?;
        objects.push(object);
    }
    Ok(())
}
