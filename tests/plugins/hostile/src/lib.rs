//! Does what no plugin may: the parameter `act` says what.

mod acts;
mod memory;
mod questions;

wit_bindgen::generate!({ path: "../../../wit", world: "script" });

use coral::script::context;
use exports::coral::script::program::{Exception, Guest};

struct Plugin;

impl Guest for Plugin {
    fn run() -> Result<(), Exception> {
        let parameters = context::get().parameters;
        let act = parameters.iter().find(|(name, _)| name == "act").map_or("", |(_, value)| value);
        acts::perform(act).map_err(|message| Exception { message, stack: "at the_act".to_owned(), in_promise: false })
    }
}

export!(Plugin);
