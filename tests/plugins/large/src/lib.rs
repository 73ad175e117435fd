//! Does next to nothing, with a memory from the start (build.rs) that is larger than a run may have.

wit_bindgen::generate!({ path: "../../../wit", world: "script" });

use exports::coral::script::program::{Exception, Guest};

struct Plugin;

impl Guest for Plugin {
    fn run() -> Result<(), Exception> {
        println!("this fits");
        Ok(())
    }
}

export!(Plugin);
