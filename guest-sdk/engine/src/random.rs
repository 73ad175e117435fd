//! `Math.random`, seeded in each run from the host's randomness: two runs share a snapshot, never a seed.

use std::cell::RefCell;

use fastrand::Rng;
use javy_plugin_api::javy::quickjs::{Ctx, Object, prelude::Func};

use crate::bindings::coral::script::random;

thread_local! {
    /// None until the first draw of a run, and so in the snapshot.
    static GENERATOR: RefCell<Option<Rng>> = const { RefCell::new(None) };
}

/// Puts `Math.random` in place of the engine's own, whose seed would be the snapshot's.
#[expect(clippy::unwrap_used, reason = "runs when the engine is built, where a failure must stop the build")]
pub fn install(ctx: &Ctx<'_>) {
    let math: Object<'_> = ctx.globals().get("Math").unwrap();
    math.set("random", Func::new(draw)).unwrap();
}

fn draw() -> f64 {
    GENERATOR.with_borrow_mut(|generator| generator.get_or_insert_with(seeded).f64())
}

fn seeded() -> Rng {
    let mut seed = [0; 8];
    for (to, from) in seed.iter_mut().zip(random::bytes(8)) {
        *to = from;
    }
    Rng::with_seed(u64::from_le_bytes(seed))
}
